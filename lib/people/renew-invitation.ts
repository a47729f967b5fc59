import { and, eq, gt } from "drizzle-orm";
import type { z } from "zod";
import { accounts, invitations } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { requireAdmin } from "./guard-routes";
import { issueInvitation } from "./invite-person";
import type { personSchema } from "./schema";

/**
 * A new invitation for somebody who never used theirs; what went before it serves no more. Never
 * for an account that is in use: whoever invites could take it over.
 */
export async function renewInvitation(tx: Tx, actor: Actor, input: z.output<typeof personSchema>) {
  const role = requireAdmin(actor);
  const [account] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(
      and(
        eq(accounts.schoolId, actor.schoolId),
        eq(accounts.personId, input.personId),
        eq(accounts.state, "invited"),
      ),
    );
  if (!account) throw notFound();
  await tx
    .update(invitations)
    .set({ expiresAt: actor.at })
    .where(
      and(
        eq(invitations.schoolId, actor.schoolId),
        eq(invitations.accountId, account.id),
        gt(invitations.expiresAt, actor.at),
      ),
    );
  const token = await issueInvitation(tx, actor, account.id);
  await appendLedger(tx, {
    role,
    action: "invitation-renewed",
    object: { kind: "person", id: input.personId },
  });
  return { personId: input.personId, token };
}
