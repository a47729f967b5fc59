import { createHash } from "node:crypto";
import { and, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { involvements } from "@/db/schema/cases";
import { drafts, reportProgress, reports, triages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { dueFor, startClock } from "@/lib/clocks/start-clock";
import { check, conflict, notFound } from "@/lib/errors";
import { attachEvidence } from "@/lib/evidence/attach-evidence";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { schoolCalendar } from "@/lib/schools/queries";
import { makeReference } from "./make-reference";
import { type Plan, planRoute, roleSees } from "./plan-route";
import { resolvePeople } from "./resolve-people";
import { parseReport, type ReportInput } from "./schema";
import { suggestSeverity, triageClock } from "./suggest-severity";

export const sendReportSchema = z.object({
  draftId: z.uuid(),
  recipient: z.string().max(30).default(""),
});

async function takeDraft(tx: Tx, actor: Actor, draftId: string) {
  const [draft] = await tx
    .select({ answers: drafts.answers, textOnly: drafts.textOnly, sent: drafts.sentReportId })
    .from(drafts)
    .where(and(eq(drafts.schoolId, actor.schoolId), eq(drafts.id, draftId)))
    .for("update");
  if (!draft) throw notFound();
  if (draft.sent) throw conflict("This report was already sent. You find it under My reports");
  return draft;
}

const uuids = (ids: Iterable<string>) =>
  sql.join(
    [...ids].map((id) => sql`${id}::uuid`),
    sql`, `,
  );

async function buildWall(tx: Tx, reportId: string, plan: Plan): Promise<void> {
  for (const reason of new Set(plan.walls.values())) {
    const people = [...plan.walls].filter(([, why]) => why === reason).map(([id]) => id);
    await tx.execute(sql`select sec.wall_off(${reportId}::uuid, array[${uuids(people)}], ${reason},
      ${plan.route.about === "admin"})`);
  }
}

async function tellHandlers(
  tx: Tx,
  actor: Actor,
  plan: Plan,
  report: { id: string; reference: string; urgent: boolean },
): Promise<void> {
  const { owner, told } = plan.handlers;
  for (const holder of [...(owner ? [owner] : []), ...told]) {
    const byHand = !roleSees(holder.role, plan.route.track, plan.route.restricted);
    // The headteacher is told the fact of a sealed report, never the content (B6 row 21).
    if (plan.route.restricted && byHand && holder !== owner) continue;
    if (byHand) {
      const capacity =
        holder === owner ? "owner" : holder.role === "line-manager" ? "line-manager" : "told";
      await tx.execute(
        sql`select sec.let_in(${report.id}::uuid, ${holder.personId}::uuid, ${capacity}, null)`,
      );
    }
    await notifyPerson(tx, actor, {
      personId: holder.personId,
      matterId: report.id,
      kind: report.urgent ? "report-alert" : "report-received",
      reference: report.reference,
      path: holder.role === "line-manager" ? `/sent-to-me/${report.id}` : `/queue/${report.id}`,
    });
  }
}

function frozenText(report: ReportInput) {
  return {
    affected: report.affected || "other",
    about: [...report.about],
    happenedOn: report.happenedOn,
    happenedTime: report.time || null,
    happenedUnknown: report.when === "unknown",
    platform: report.platform || null,
    address: report.address || null,
    handle: report.handle || null,
    closedGroup: report.closedGroup || null,
    howKnown: report.howKnown || null,
    account: report.account,
    wish: report.wish || null,
    policeWish: report.policeWish || null,
    chosenRecipient: report.recipient || null,
    type: report.type,
    subtype: report.subtype || null,
  };
}

/**
 * Sends a draft: freezes its words, builds the wall before the first notice, finds the owner down
 * the fallback chain, attaches the evidence and starts the clock, all in one transaction.
 */
export async function sendReport(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof sendReportSchema>,
): Promise<{ reportId: string; reference: string }> {
  const draft = await takeDraft(tx, actor, input.draftId);
  const parsed = parseReport({ ...draft.answers, recipient: input.recipient }, actor.at);
  if (!parsed.report) throw check(parsed.errors);
  const { report } = parsed;
  const people = await resolvePeople(tx, actor, report);
  const plan = await planRoute(tx, actor, report, people, draft.textOnly);

  const reportId = crypto.randomUUID();
  const reference = makeReference(actor.at);
  const frozen = frozenText(report);
  const contentHash = createHash("sha256").update(JSON.stringify(frozen)).digest("hex");
  const severity = suggestSeverity({ ...report, childAffected: plan.childAffected });
  const { track, restricted, row } = plan.route;
  const school = await schoolCalendar(tx, actor);
  const key = { schoolId: actor.schoolId, reportId };
  await tx.insert(reports).values({
    ...frozen,
    schoolId: actor.schoolId,
    id: reportId,
    reference,
    reporterId: actor.personId,
    sentAt: actor.at,
    track,
    routeRow: row,
    restricted,
    textOnly: draft.textOnly,
    danger: report.safety === "danger",
    contentHash,
  });
  await tx.insert(reportProgress).values({ ...key, state: "sent", changedAt: actor.at });
  await tx.insert(triages).values({
    ...key,
    reference,
    type: report.type,
    track,
    restricted,
    state: "new",
    severity,
    ownerId: plan.handlers.owner?.personId ?? null,
    receivedAt: actor.at,
    dueAt: dueFor(triageClock(severity), actor.at, school),
  });
  for (const { personId, part } of people.parts) {
    await tx.insert(involvements).values({
      ...key,
      id: crypto.randomUUID(),
      personId,
      part,
      addedAt: actor.at,
      addedBy: actor.personId,
    });
  }
  await startClock(tx, actor, { kind: triageClock(severity), reportId, school });
  if (plan.walls.size > 0) await buildWall(tx, reportId, plan);
  if (!draft.textOnly) await attachEvidence(tx, actor, { draftId: input.draftId, reportId });
  await tx
    .update(drafts)
    .set({ sentReportId: reportId, answers: {} })
    .where(
      and(
        eq(drafts.schoolId, actor.schoolId),
        eq(drafts.id, input.draftId),
        isNull(drafts.sentReportId),
      ),
    );
  await appendLedger(tx, {
    role: "reporter",
    action: "report-sent",
    object: { kind: "report", id: reportId },
    reason: `route-${row}`,
    values: { reference, contentHash },
  });
  await tellHandlers(tx, actor, plan, { id: reportId, reference, urgent: severity === 4 });
  return { reportId, reference };
}
