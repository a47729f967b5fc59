import type { z } from "zod";
import { policyNotes, policySignatures } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { versionById } from "./queries";
import type { noteVersionSchema, signVersionSchema } from "./schema";

/** The chair of governors signs exactly what they read: a version by its hash, once (S2-13). */
export async function signVersion(tx: Tx, actor: Actor, input: z.output<typeof signVersionSchema>) {
  const role = roleFor(actor, "sign-policy");
  if (!role) throw notFound();
  const version = await versionById(tx, actor, input.versionId);
  if (!version.publishedAt || version.sha256 !== input.sha256)
    throw conflict("This is not the version you read. Read it again before you sign");
  const signed = await tx
    .insert(policySignatures)
    .values({
      schoolId: actor.schoolId,
      versionId: input.versionId,
      personId: actor.personId,
      name: input.signer,
      sha256: input.sha256,
      signedAt: actor.at,
    })
    .onConflictDoNothing()
    .returning({ name: policySignatures.name });
  if (signed.length === 0) throw conflict("You signed this version already");
  await appendLedger(tx, {
    role,
    action: "policy-signed",
    object: { kind: "policy", id: version.policyId },
    reason: `version-${version.number}`,
    values: { sha256: input.sha256, name: input.signer },
  });
  return { policyId: version.policyId };
}

/** Monitoring and evaluation: how a published version works, by those who write or sign policies. */
export async function noteVersion(tx: Tx, actor: Actor, input: z.output<typeof noteVersionSchema>) {
  const role = roleFor(actor, "administer-policies") ?? roleFor(actor, "sign-policy");
  if (!role) throw notFound();
  const version = await versionById(tx, actor, input.versionId);
  if (!version.publishedAt) throw notFound();
  await tx.insert(policyNotes).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    versionId: input.versionId,
    words: input.words,
    notedAt: actor.at,
    notedBy: actor.personId,
  });
  await appendLedger(tx, {
    role,
    action: "policy-evaluated",
    object: { kind: "policy", id: version.policyId },
    reason: `version-${version.number}`,
  });
  return { policyId: version.policyId };
}
