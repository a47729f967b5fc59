import { createHash } from "node:crypto";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { policyClauses, policyFiles, policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { insertPolicy } from "./draft-version";
import { loadDraft, requireWriter } from "./load-draft";
import { proposePolicy } from "./propose-policy";
import { readDocument } from "./read-document";
import type { confirmClausesSchema } from "./schema";

/** The draft that this document was read into already: a second click makes no second one. */
async function draftFrom(tx: Tx, actor: Actor, sha256: string) {
  const [row] = await tx
    .select({ policyId: policyVersions.policyId, versionId: policyVersions.id })
    .from(policyFiles)
    .innerJoin(
      policyVersions,
      and(
        eq(policyVersions.schoolId, policyFiles.schoolId),
        eq(policyVersions.id, policyFiles.versionId),
      ),
    )
    .where(
      and(
        eq(policyFiles.schoolId, actor.schoolId),
        eq(policyFiles.sha256, sha256),
        isNull(policyVersions.publishedAt),
      ),
    );
  return row ?? null;
}

/**
 * Drafts a policy from a document: each paragraph and point is a clause a person has to confirm,
 * with what was found of its title, approval, dates and roles. The document itself is kept.
 */
export async function importPolicy(
  tx: Tx,
  actor: Actor,
  input: { name: string; bytes: Buffer },
): Promise<{ policyId: string; versionId: string }> {
  requireWriter(actor);
  const sha256 = createHash("sha256").update(input.bytes).digest("hex");
  const earlier = await draftFrom(tx, actor, sha256);
  if (earlier) return earlier;
  const { lines, type, wrapped } = await readDocument(input.bytes, input.name);
  const { found, ...text } = proposePolicy(lines, wrapped);
  const made = await insertPolicy(tx, actor, text, "document");
  await tx
    .update(policyVersions)
    .set({ found })
    .where(and(eq(policyVersions.schoolId, actor.schoolId), eq(policyVersions.id, made.versionId)));
  await tx
    .update(policyClauses)
    .set({ proposed: true })
    .where(
      and(eq(policyClauses.schoolId, actor.schoolId), eq(policyClauses.versionId, made.versionId)),
    );
  await tx.insert(policyFiles).values({
    schoolId: actor.schoolId,
    versionId: made.versionId,
    name: input.name.slice(0, 200),
    mediaType: type,
    sha256,
    content: input.bytes,
  });
  return made;
}

/** A person read these proposed clauses beside the document and says what each does. */
export async function confirmClauses(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof confirmClausesSchema>,
) {
  const draft = await loadDraft(tx, actor, input.versionId);
  const proposed = (id: readonly string[]) =>
    and(
      eq(policyClauses.schoolId, actor.schoolId),
      eq(policyClauses.versionId, input.versionId),
      eq(policyClauses.proposed, true),
      inArray(policyClauses.id, [...id]),
    );
  for (const [kind, clauses] of Map.groupBy(input.right, (clause) => clause.kind)) {
    await tx
      .update(policyClauses)
      .set({ kind, proposed: false })
      .where(proposed(clauses.map((clause) => clause.clauseId)));
  }
  if (input.drop.length > 0) await tx.delete(policyClauses).where(proposed(input.drop));
  return { policyId: draft.policyId };
}
