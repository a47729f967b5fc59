import { and, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { notices } from "@/db/schema/notices";
import { policyAcknowledgements } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { checkSignature } from "./check-signature";
import { isBound, myAcceptance } from "./list-acceptances";
import { policyById } from "./queries";
import type { acknowledgeVersionSchema } from "./schema";

/**
 * Somebody bound by the version in force read it and accepts exactly its hash, with their printed
 * name and signature (S3-53). Once a version, and again when the policy's time is over (B8). What
 * reminded them of it is read.
 */
export async function acknowledgeVersion(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof acknowledgeVersionSchema>,
) {
  const signed = checkSignature(input);
  const { shown } = await policyById(tx, actor, input.policyId);
  if (!shown.publishedAt || !(await isBound(tx, actor, shown.binds))) throw notFound();
  if (shown.sha256 !== input.sha256)
    throw conflict("A new version was published since. Read it, then accept it");
  if (!(await myAcceptance(tx, actor, shown.versionId)).due)
    throw conflict("You accepted this version already");
  await tx.insert(policyAcknowledgements).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    versionId: shown.versionId,
    personId: actor.personId,
    sha256: input.sha256,
    name: input.name,
    ...signed,
    acceptedAt: actor.at,
  });
  await tx
    .update(notices)
    .set({ readAt: actor.at })
    .where(
      and(
        eq(notices.schoolId, actor.schoolId),
        eq(notices.personId, actor.personId),
        eq(notices.matterId, shown.policyId),
        inArray(notices.kind, ["policy-new", "policy-half", "policy-due"]),
        isNull(notices.readAt),
      ),
    );
  await appendLedger(tx, {
    role: "reporter",
    action: "policy-acknowledged",
    object: { kind: "policy", id: shown.policyId },
    reason: `version-${shown.number}`,
    values: { sha256: input.sha256, name: input.name, ...signed },
  });
  return { policyId: shown.policyId };
}
