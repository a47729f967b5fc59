import type { Tx } from "@/db/scope";
import { postgresCode } from "@/lib/errors";
import { makeReference } from "./make-reference";

const taken = "23505";
const mostTries = 5;

/**
 * Inserts under a reference nobody has. Whether one is taken is not for everybody to see, so the
 * unique index is asked: a clash undoes only the insert, and another reference is tried.
 */
export async function takeReference(
  tx: Tx,
  at: Date,
  insert: (inner: Tx, reference: string) => Promise<unknown>,
  make = makeReference,
): Promise<string> {
  for (let tries = 1; ; tries++) {
    const reference = make(at);
    try {
      // A savepoint of the same proved transaction.
      await tx.transaction((inner) => insert(inner as Tx, reference));
      return reference;
    } catch (error) {
      if (postgresCode(error) !== taken || tries === mostTries) throw error;
    }
  }
}
