import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import { policyVersions } from "@/db/schema/policies";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { conflict } from "@/lib/errors";
import { loadDraft } from "./load-draft";
import type { saveRulesSchema } from "./parse-rules";
import type { saveVersionSchema } from "./schema";

/** Saves the details of a draft, or its rules, over the revision they were read at. */
export async function saveVersion(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof saveVersionSchema> | z.output<typeof saveRulesSchema>,
) {
  const { versionId, revision, ...details } = input;
  const draft = await loadDraft(tx, actor, versionId);
  if (draft.revision !== revision)
    throw conflict("Somebody else changed these details. Check their change, then save yours");
  await tx
    .update(policyVersions)
    .set({ ...details, revision: revision + 1 })
    .where(and(eq(policyVersions.schoolId, actor.schoolId), eq(policyVersions.id, versionId)));
  return { policyId: draft.policyId, revision: revision + 1, savedAt: actor.at };
}
