import { withScope } from "@/db/scope";
import { KnownError } from "@/lib/errors";
import { eachFile } from "@/lib/evidence/receive-upload";
import { mostItems, stageEvidence } from "@/lib/evidence/stage-evidence";
import { discardDraft } from "./discard-draft";
import { startDraft } from "./start-draft";

/**
 * Begins a draft with the files that somebody shared from another app. They come before the safety
 * question could be asked: until it is answered the draft's page shows nothing of them, and a yes
 * seals them (B13). A share of which nothing arrived leaves no draft; one that was refused leaves a
 * draft and a sentence.
 */
export async function shareFiles(
  claims: { tokenHash: string },
  request: Request,
): Promise<{ draftId: string | null; problem: string | null }> {
  let draftId: string | null = null;
  let taken = 0;
  try {
    await eachFile(request, mostItems, async ({ stream, name }) => {
      draftId ??= (await withScope(claims, startDraft)).draftId;
      const id = crypto.randomUUID();
      await stageEvidence(claims, { id, to: { draftId }, stream, name, arrivedBy: "shared" });
      taken++;
    });
    return { draftId, problem: null };
  } catch (error) {
    const begun = draftId as string | null;
    if (error instanceof KnownError && error.code === "check")
      return { draftId: begun, problem: error.fields.file ?? "" };
    if (begun && taken === 0)
      await withScope(claims, (tx, actor) => discardDraft(tx, actor, { draftId: begun }));
    throw error;
  }
}
