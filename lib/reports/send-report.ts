import { createHash } from "node:crypto";
import { min } from "date-fns/min";
import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { drafts, reportProgress, reports, triages } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import type { Actor } from "@/lib/access/types";
import { dueFor, startClock } from "@/lib/clocks/start-clock";
import { check, conflict, notFound } from "@/lib/errors";
import { attachEvidence } from "@/lib/evidence/attach-evidence";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { schoolCalendar, schoolDetails } from "@/lib/schools/queries";
import { addPeople } from "./add-people";
import { outwardWords } from "./labels";
import { markReport } from "./mark-report";
import { isTold, type Plan, planRoute } from "./plan-route";
import { resolvePeople } from "./resolve-people";
import { parseReport, type ReportInput } from "./schema";
import { suggestSeverity, triageClock } from "./suggest-severity";
import { takeReference } from "./take-reference";

export const sendReportSchema = z.object({
  draftId: z.uuid(),
  recipient: z.string().max(30).default(""),
});

async function takeDraft(tx: Tx, actor: Actor, draftId: string) {
  const [draft] = await tx
    .select({ answers: drafts.answers, textOnly: drafts.textOnly, sent: drafts.sentReportId })
    .from(drafts)
    .where(
      and(
        eq(drafts.schoolId, actor.schoolId),
        eq(drafts.id, draftId),
        eq(drafts.personId, actor.personId),
      ),
    )
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

async function buildWall(tx: Tx, actor: Actor, reportId: string, plan: Plan): Promise<void> {
  for (const reason of new Set(plan.walls.values())) {
    const people = [...plan.walls].filter(([, why]) => why === reason).map(([id]) => id);
    // Frozen with the wall (B6 row 29), but not for a tie, and not for owning up.
    const freeze =
      plan.route.about === "admin" &&
      (reason === "named" || reason === "about-role") &&
      !people.includes(actor.personId);
    await tx.execute(sql`select sec.wall_off(${reportId}::uuid, array[${uuids(people)}], ${reason},
      ${freeze})`);
  }
}

/** That there is a sealed report, and nothing of what is in it (B6 row 21, B13.2). */
const tellSealed = (
  tx: Tx,
  actor: Actor,
  personId: string,
  report: { id: string; reference: string },
) =>
  notifyPerson(tx, actor, {
    personId,
    matterId: report.id,
    kind: "report-sealed",
    reference: report.reference,
    path: "/notices",
  });

async function tellHandlers(
  tx: Tx,
  actor: Actor,
  plan: Plan,
  report: { id: string; reference: string; urgent: boolean },
): Promise<void> {
  const { owner, told } = plan.handlers;
  for (const holder of [...(owner ? [owner] : []), ...told]) {
    if (!isTold(plan, holder)) {
      if (holder.role === "headteacher") await tellSealed(tx, actor, holder.personId, report);
      continue;
    }
    const capacity =
      holder === owner ? "owner" : holder.role === "line-manager" ? "line-manager" : "told";
    await letIn(tx, { ...plan.route, id: report.id }, holder, capacity);
    await notifyPerson(tx, actor, {
      personId: holder.personId,
      matterId: report.id,
      kind: report.urgent ? "report-alert" : "report-received",
      reference: report.reference,
      path: holder.role === "line-manager" ? `/sent-to-me/${report.id}` : `/queue/${report.id}`,
    });
  }
}

function frozenText(report: ReportInput, affected: Plan["affected"]) {
  return {
    affected,
    about: [...report.about],
    happenedOn: report.happenedOn,
    happenedTime: report.time || null,
    happenedUnknown: report.when === "unknown",
    platform: report.platform || null,
    address: report.address || null,
    handle: report.handle || null,
    closedGroup: report.closedGroup || null,
    howKnown: report.howKnown || null,
    toldBy: report.toldBy || null,
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
  const { recipientChoices } = await schoolDetails(tx, actor);
  if (report.recipient && !recipientChoices.includes(report.recipient))
    throw check({ recipient: "Select somebody from the list" });
  const people = await resolvePeople(tx, actor, report);
  const plan = await planRoute(tx, actor, report, people, {
    textOnly: draft.textOnly,
    withConflicts: true,
  });
  const { owner } = plan.handlers;
  const { track, restricted, row } = plan.route;

  const reportId = crypto.randomUUID();
  const frozen = frozenText(report, plan.affected);
  const contentHash = createHash("sha256").update(JSON.stringify(frozen)).digest("hex");
  const severity = suggestSeverity({
    safety: draft.textOnly ? "image" : report.safety,
    type: report.type,
    subtype: report.subtype,
    childAffected: plan.affected === "pupil",
  });
  const kinds = [triageClock(severity), ...plan.clocks];
  const school = await schoolCalendar(tx, actor);
  const key = { schoolId: actor.schoolId, reportId };
  const reference = await takeReference(tx, actor.at, (inner, free) =>
    inner.insert(reports).values({
      reference: free,
      ...frozen,
      schoolId: actor.schoolId,
      id: reportId,
      reporterId: actor.personId,
      sentAt: actor.at,
      track,
      routeRow: row,
      restricted,
      textOnly: draft.textOnly,
      danger: report.safety === "danger",
      contentHash,
    }),
  );
  await tx.insert(reportProgress).values({
    ...key,
    state: "sent",
    // Nobody at school is left to read it: say so, and where to turn (B5.2).
    words: owner ? null : outwardWords,
    changedAt: actor.at,
  });
  await tx.insert(triages).values({
    ...key,
    reference,
    type: report.type,
    track,
    restricted,
    state: "new",
    severity,
    ownerId: owner?.personId ?? null,
    receivedAt: actor.at,
    // What is set from outside may come before the school's own target.
    dueAt: min(kinds.map((kind) => dueFor(kind, actor.at, school))),
  });
  await addPeople(tx, actor, { reportId, parts: people.parts });
  for (const kind of kinds) await startClock(tx, actor, { kind, reportId, school });
  if (plan.walls.size > 0) await buildWall(tx, actor, reportId, plan);
  await attachEvidence(tx, actor, {
    draftId: input.draftId,
    reportId,
    textOnly: draft.textOnly,
  });
  await markReport(tx, actor, {
    id: reportId,
    handles: [frozen.handle, ...people.parts.map((part) => part.fresh?.handle ?? null)],
    address: frozen.address,
    account: frozen.account,
  });
  await tx
    .update(drafts)
    .set({ sentReportId: reportId, answers: {} })
    .where(and(eq(drafts.schoolId, actor.schoolId), eq(drafts.id, input.draftId)));
  await appendLedger(tx, {
    role: "reporter",
    action: "report-sent",
    object: { kind: "report", id: reportId },
    reason: owner ? `route-${row}` : `route-${row}-outward`,
    values: { reference, contentHash },
  });
  await tellHandlers(tx, actor, plan, { id: reportId, reference, urgent: severity === 4 });
  return { reportId, reference };
}
