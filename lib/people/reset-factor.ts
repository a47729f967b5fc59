import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { requireAdmin } from "./guard-routes";
import type { personSchema } from "./schema";

/** Clears a lost authenticator without reading it; the person signs in again and sets up another. */
export async function resetFactor(tx: Tx, actor: Actor, input: z.output<typeof personSchema>) {
  const role = requireAdmin(actor);
  if (input.personId === actor.personId) throw notFound();
  const [row] = (await tx.execute(
    sql`select sec.reset_factor(${input.personId}::uuid) as ok`,
  )) as unknown as {
    ok: boolean;
  }[];
  if (!row?.ok) throw notFound();
  await appendLedger(tx, {
    role,
    action: "factor-reset",
    object: { kind: "person", id: input.personId },
  });
  return { personId: input.personId };
}
