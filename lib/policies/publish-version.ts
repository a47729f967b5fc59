import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { check } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { findDefects } from "./find-defects";
import { hashVersion } from "./hash-version";
import { loadDraft } from "./load-draft";
import { versionById } from "./queries";
import type { publishVersionSchema } from "./schema";

/**
 * Puts a draft in force: from here on it is never changed, and its hash is what people accept and
 * what a decision rests on. A version without a clause binds nobody to anything, and what was
 * found in it is read before it is published, never mended on the way.
 */
export async function publishVersion(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof publishVersionSchema>,
) {
  const draft = await loadDraft(tx, actor, input.versionId, "publish-policy");
  const text = await versionById(tx, actor, input.versionId);
  if (text.clauses.length === 0) throw check({ form: "Add a clause before you publish" });
  const { approvedBy, approvedOn, nextReviewOn } = input;
  const waiting = text.clauses.filter((clause) => clause.proposed).length;
  if (waiting > 0)
    throw check({ form: `Confirm the clauses of the document first: ${waiting} left` });
  const approved = { ...text, approvedBy, approvedOn, nextReviewOn };
  const defects = findDefects(approved, localDay(actor.at));
  if (defects.length > 0 && !input.accepted)
    throw check({ accepted: "Tick that you have read what was found" });
  const sha256 = hashVersion(approved);
  await tx
    .update(policyVersions)
    .set({
      approvedBy,
      approvedOn,
      nextReviewOn,
      publishedAt: actor.at,
      publishedBy: actor.personId,
      sha256,
    })
    .where(
      and(eq(policyVersions.schoolId, actor.schoolId), eq(policyVersions.id, input.versionId)),
    );
  await appendLedger(tx, {
    role: draft.role,
    action: "policy-published",
    object: { kind: "policy", id: draft.policyId },
    reason: `version-${draft.number}`,
    values: { versionId: input.versionId, sha256, defects: defects.map((defect) => defect.code) },
  });
  await enqueueJob(tx, "policy-published", { schoolId: actor.schoolId });
  return { policyId: draft.policyId, sha256 };
}
