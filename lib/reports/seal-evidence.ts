import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { roleSees } from "@/lib/access/let-in";
import { localPath } from "@/lib/access/local-path";
import { roleFor } from "@/lib/access/permissions";
import { walledFrom } from "@/lib/access/queries";
import type { Actor, Track } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { policeTask } from "@/lib/evidence/labels";
import { reportAim, sealedWith } from "@/lib/evidence/queries";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { roleHolders } from "@/lib/schools/queries";
import { saveDraft } from "./save-draft";

export const sealEvidenceSchema = z.object({
  evidenceId: z.uuid(),
  /** The page it was sealed on. */
  back: z.string().transform(localPath),
});

/** The DSL and the headteacher; the chair where the headteacher may not know of the matter. */
async function tellSealed(tx: Tx, actor: Actor, reportId: string): Promise<void> {
  const [report] = await tx
    .select({ reference: reports.reference, track: reports.track, restricted: reports.restricted })
    .from(reports)
    .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.id, reportId)));
  if (!report) throw notFound();
  const walled = await walledFrom(tx, reportId);
  const holders = (await roleHolders(tx, actor)).filter((h) => !walled.has(h.personId));
  const lead = holders.some((h) => h.role === "headteacher") ? "headteacher" : "chair";
  for (const holder of holders.filter((h) => h.role === "dsl" || h.role === lead)) {
    if (holder.personId === actor.personId) continue;
    const sees = roleSees(holder.role, report.track as Track, report.restricted);
    await notifyPerson(tx, actor, {
      personId: holder.personId,
      matterId: reportId,
      kind: "evidence-sealed",
      reference: report.reference,
      path: sees ? `/queue/${reportId}` : "/notices",
    });
  }
}

/**
 * Seals an item that may show a child in a sexual way (B13.9). Anyone who can see it may, in one
 * step. Nobody can open, save or search it from then on, and nobody can undo it; its bytes stay.
 * In a draft it is the gate's own answer: the draft becomes words only and urgent (B13.1).
 */
export async function sealEvidence(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof sealEvidenceSchema>,
): Promise<{ draftId: string | null }> {
  const [item] = await tx
    .select({
      state: evidence.state,
      draftId: evidence.draftId,
      reportId: evidence.reportId,
      uploaderId: evidence.uploaderId,
    })
    .from(evidence)
    .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.id, input.evidenceId)));
  if (!item || item.state === "removed" || item.state === "destroyed") throw notFound();
  if (!item.reportId) {
    if (!item.draftId) throw notFound();
    await saveDraft(tx, actor, { draftId: item.draftId, answers: { safety: "image" } });
    return { draftId: item.draftId };
  }
  const own = item.uploaderId === actor.personId;
  const aim = await reportAim(tx, actor, item.reportId);
  const role = roleFor(actor, "view-evidence", { ...aim, own: own || aim.own === true });
  if (!role) throw notFound();
  // Somebody was faster: it is done.
  if (item.state === "sealed") return { draftId: null };
  const family = await sealedWith(tx, input.evidenceId);
  await tx.execute(sql`select sec.seal_evidence(${input.evidenceId}::uuid, 'A file was sealed',
    ${policeTask}, ${localDay(actor.at)}::date)`);
  // What it came inside of, what came inside it and every copy are sealed (sec.follow_evidence).
  for (const id of [input.evidenceId, ...family]) {
    await appendLedger(tx, {
      role,
      action: "evidence-sealed",
      object: { kind: "evidence", id },
      caseId: item.reportId,
      reason: id === input.evidenceId ? "seen" : "part-of-it",
    });
  }
  await tellSealed(tx, actor, item.reportId);
  return { draftId: null };
}
