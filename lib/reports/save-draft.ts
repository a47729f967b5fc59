import { and, eq, isNull } from "drizzle-orm";
import { evidence } from "@/db/schema/evidence";
import { drafts } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { type Answers, keepDay, pickAnswers } from "./schema";

/**
 * Saves what was typed over what was there; the last write wins. Once the gate says that a picture may show a child,
 * the draft is text only for good, and whatever was added before is sealed, never deleted (B13.9).
 */
export async function saveDraft(
  tx: Tx,
  actor: Actor,
  input: { draftId: string; answers: Answers },
): Promise<{ textOnly: boolean; savedAt: Date }> {
  const [draft] = await tx
    .select({ answers: drafts.answers, textOnly: drafts.textOnly })
    .from(drafts)
    .where(
      and(
        eq(drafts.schoolId, actor.schoolId),
        eq(drafts.id, input.draftId),
        isNull(drafts.sentReportId),
      ),
    )
    .for("update");
  if (!draft) throw notFound();
  const answers = keepDay({ ...draft.answers, ...pickAnswers(input.answers) }, actor.at);
  const textOnly = draft.textOnly || answers.safety === "image" || answers.type === "IIC";
  if (textOnly && !draft.textOnly) {
    const sealed = await tx
      .update(evidence)
      .set({ state: "sealed" })
      .where(
        and(
          eq(evidence.schoolId, actor.schoolId),
          eq(evidence.draftId, input.draftId),
          eq(evidence.state, "staged"),
        ),
      )
      .returning({ id: evidence.id });
    for (const item of sealed) {
      await appendLedger(tx, {
        role: "reporter",
        action: "evidence-sealed",
        object: { kind: "evidence", id: item.id },
        reason: "gate",
      });
    }
  }
  await tx
    .update(drafts)
    .set({ answers, textOnly, savedAt: actor.at })
    .where(and(eq(drafts.schoolId, actor.schoolId), eq(drafts.id, input.draftId)));
  return { textOnly, savedAt: actor.at };
}
