import { sql } from "drizzle-orm";
import type { Tx } from "@/db/scope";
import { tooMany } from "@/lib/errors";
import { hex } from "./seal-secret";

/**
 * Tries in fifteen minutes, never counted per school: one account from one address, one account
 * from anywhere, one address (behind which a whole staff room may sit), and what somebody who is
 * signed in has still to prove: a code, or their present password. A way back from a forgotten
 * password is mailed three times to one account. Without an account twenty reports are sent, and
 * twenty codes tried, from one address, and sixty visitors sign in at one.
 */
const most = {
  accountHere: 10,
  account: 50,
  address: 100,
  proof: 10,
  reset: 3,
  tell: 20,
  visit: 60,
};

const list = (keys: Buffer[]) => sql`array[${sql.join(keys.map(hex), sql`, `)}]::bytea[]`;

/** Counts a try before it is judged; throws when one of its keys has had its fill. */
export async function takeTry(
  tx: Tx,
  keys: Partial<Record<keyof typeof most, Buffer>>,
): Promise<void> {
  const limits = sql.join(
    Object.keys(keys).map((name) => sql`${most[name as keyof typeof most]}::int`),
    sql`, `,
  );
  const [row] = (await tx.execute(
    sql`select sec.take_try(${list(Object.values(keys))}, array[${limits}]) as ok`,
  )) as unknown as { ok: boolean }[];
  if (!row?.ok) throw tooMany("Too many tries. Wait 15 minutes, then try again");
}

/** After a right one: all failures of the keys of one's own are forgotten, of shared ones this try. */
export const forgiveTry = (tx: Tx, own: Buffer[], shared: Buffer[] = []) =>
  tx.execute(sql`select sec.forgive_try(${list(own)}, ${list(shared)})`);

export const noteFailure = (
  tx: Tx,
  of: { school_id: string; account_id: string },
  step: "password" | "code",
) =>
  tx.execute(sql`select sec.note_failure(${of.school_id}::uuid, ${of.account_id}::uuid, ${step})`);
