import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { accounts, invitations, people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { hashToken } from "@/lib/access/seal-secret";
import type { Actor } from "@/lib/access/types";
import { check, postgresCode } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { requireAdmin } from "./guard-routes";
import type { invitePersonSchema } from "./schema";

const validDays = 7;

/**
 * Puts a person on the staff list with an account and an invitation that works once, for seven
 * days. The token is answered here and nowhere kept: only its hash is.
 */
export async function invitePerson(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof invitePersonSchema>,
) {
  const role = requireAdmin(actor);
  const personId = crypto.randomUUID();
  const accountId = crypto.randomUUID();
  const governor = input.engagement === "governor";
  await tx.insert(people).values({
    schoolId: actor.schoolId,
    id: personId,
    kind: governor ? "governor" : "staff",
    engagement: governor ? null : input.engagement,
    name: input.name,
    email: input.email,
    jobTitle: input.jobTitle || null,
    createdAt: actor.at,
  });
  try {
    await tx.insert(accounts).values({
      schoolId: actor.schoolId,
      id: accountId,
      personId,
      email: input.email,
      state: "invited",
      createdAt: actor.at,
    });
  } catch (error) {
    if (postgresCode(error) === "23505")
      throw check({ email: "Somebody at the school already signs in with this email" });
    throw error;
  }
  const token = await issueInvitation(tx, actor, accountId);
  await appendLedger(tx, {
    role,
    action: "person-invited",
    object: { kind: "person", id: personId },
    values: { email: input.email },
  });
  return { personId, token };
}

export async function issueInvitation(tx: Tx, actor: Actor, accountId: string): Promise<string> {
  const token = randomBytes(24).toString("base64url");
  await tx.insert(invitations).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    accountId,
    tokenHash: hashToken(token),
    createdAt: actor.at,
    createdBy: actor.personId,
    expiresAt: new Date(actor.at.getTime() + validDays * 86_400_000),
  });
  return token;
}
