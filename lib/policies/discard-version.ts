import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { policies, policyClauses, policyFiles, policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { loadDraft } from "./load-draft";
import { versionsOf } from "./queries";
import type { versionSchema } from "./schema";

/** Throws a draft away; a policy that never had anything else goes with it. */
export async function discardVersion(tx: Tx, actor: Actor, input: z.output<typeof versionSchema>) {
  const draft = await loadDraft(tx, actor, input.versionId);
  const only = (await versionsOf(tx, actor, draft.policyId)).length === 1;
  const inSchool = eq(policyVersions.schoolId, actor.schoolId);
  await tx
    .delete(policyClauses)
    .where(
      and(eq(policyClauses.schoolId, actor.schoolId), eq(policyClauses.versionId, input.versionId)),
    );
  await tx
    .delete(policyFiles)
    .where(
      and(eq(policyFiles.schoolId, actor.schoolId), eq(policyFiles.versionId, input.versionId)),
    );
  await tx.delete(policyVersions).where(and(inSchool, eq(policyVersions.id, input.versionId)));
  if (only) {
    await tx
      .delete(policies)
      .where(and(eq(policies.schoolId, actor.schoolId), eq(policies.id, draft.policyId)));
  }
  await appendLedger(tx, {
    role: draft.role,
    action: "policy-draft-discarded",
    object: { kind: "policy", id: draft.policyId },
  });
  return { policyId: only ? null : draft.policyId };
}
