import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { accounts } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { guardRoutes, requireAdmin } from "./guard-routes";
import type { personSchema } from "./schema";

async function setState(tx: Tx, actor: Actor, personId: string, from: string, to: string) {
  const changed = await tx
    .update(accounts)
    .set({
      state: to,
      suspendedAt: to === "suspended" ? actor.at : null,
      suspendedBy: to === "suspended" ? actor.personId : null,
    })
    .where(
      and(
        eq(accounts.schoolId, actor.schoolId),
        eq(accounts.personId, personId),
        eq(accounts.state, from),
      ),
    )
    .returning({ id: accounts.id });
  if (changed.length === 0 || personId === actor.personId) throw notFound();
}

/** Ends access at the person's next click. Their reports and cases stay as they are. */
export async function suspendAccount(tx: Tx, actor: Actor, input: z.output<typeof personSchema>) {
  const role = requireAdmin(actor);
  await setState(tx, actor, input.personId, "active", "suspended");
  await guardRoutes(tx, actor, (holder) => holder.personId === input.personId);
  await appendLedger(tx, {
    role,
    action: "account-suspended",
    object: { kind: "person", id: input.personId },
  });
  return { personId: input.personId };
}

export async function reinstateAccount(tx: Tx, actor: Actor, input: z.output<typeof personSchema>) {
  const role = requireAdmin(actor);
  await setState(tx, actor, input.personId, "suspended", "active");
  await appendLedger(tx, {
    role,
    action: "account-reinstated",
    object: { kind: "person", id: input.personId },
  });
  return { personId: input.personId };
}
