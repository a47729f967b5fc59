import type { z } from "zod";
import { policyAcknowledgements } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { isBound, myAcceptance } from "./list-acceptances";
import { policyById } from "./queries";
import type { acknowledgeVersionSchema } from "./schema";

/**
 * Somebody bound by the version in force read it and accepts exactly its hash, with their printed
 * name and signature (S3-53). Once a version, and again when a year is over.
 */
export async function acknowledgeVersion(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof acknowledgeVersionSchema>,
) {
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
    signature: input.signature,
    acceptedAt: actor.at,
  });
  await appendLedger(tx, {
    role: "reporter",
    action: "policy-acknowledged",
    object: { kind: "policy", id: shown.policyId },
    reason: `version-${shown.number}`,
    values: { sha256: input.sha256, name: input.name, signature: input.signature },
  });
  return { policyId: shown.policyId };
}
