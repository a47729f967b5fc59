import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { caseActions, caseReports, cases } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import { mayAct } from "@/lib/access/permissions";
import { walledFrom } from "@/lib/access/queries";
import type { Actor, Track } from "@/lib/access/types";
import { dueFor, startClock, stopClocks } from "@/lib/clocks/start-clock";
import { localDay } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { policeTask } from "@/lib/evidence/labels";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { reportById } from "@/lib/reports/queries";
import { takeReference } from "@/lib/reports/take-reference";
import { dataTeamTask, findDataTeam } from "@/lib/reports/tell-data-team";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { schoolCalendar } from "@/lib/schools/queries";
import { addEvent } from "./add-event";
import { addInvolved, addReports } from "./add-reports";
import { refreshDue } from "./list-clocks";
import { changeTriage, loadTriage, waits } from "./load-case";
import { casePeople, namedIn, type Triage } from "./queries";
import { usualOwner } from "./reseat-case";
import type { openCaseSchema } from "./schema";
import { keepRecord } from "./write-record";

/** A report that is in a case already opens another only on a track it has no case on (B3). */
async function refuseTwice(tx: Tx, actor: Actor, found: Triage, track: Track): Promise<void> {
  if (waits(found)) return;
  const done = conflict("This report was already triaged");
  if (!["opened", "joined"].includes(found.state)) throw done;
  const same = await tx
    .select({ id: cases.id })
    .from(caseReports)
    .innerJoin(
      cases,
      and(eq(cases.schoolId, caseReports.schoolId), eq(cases.id, caseReports.caseId)),
    )
    .where(
      and(
        eq(caseReports.schoolId, actor.schoolId),
        eq(caseReports.reportId, found.reportId),
        eq(cases.track, track),
      ),
    );
  if (same.length > 0) throw done;
}

/** A report with a sealed file brings the task that goes with it (B13.9). */
async function askPolice(tx: Tx, actor: Actor, caseId: string, reportId: string): Promise<void> {
  const sealed = await tx
    .select({ id: evidence.id })
    .from(evidence)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.reportId, reportId),
        eq(evidence.state, "sealed"),
      ),
    )
    .limit(1);
  if (sealed.length === 0) return;
  await tx.insert(caseActions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId,
    words: policeTask,
    dueOn: localDay(actor.at),
    forId: actor.personId,
    addedAt: actor.at,
    addedBy: actor.personId,
  });
}

/** B6 row 25: whoever outside the school learns of a breach is told by whoever opens its case. */
async function askDataTeam(tx: Tx, actor: Actor, caseId: string, type: string): Promise<void> {
  const team = type === "DBR" ? await findDataTeam(tx, actor) : null;
  if (!team) return;
  await tx.insert(caseActions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId,
    words: dataTeamTask(team),
    dueOn: localDay(actor.at),
    forId: actor.personId,
    addedAt: actor.at,
    addedBy: actor.personId,
  });
}

const aMonth = 28 * 24 * 3600 * 1000;
/**
 * What B7 asks for before a case is active: somebody to turn to for each person affected. It is
 * whoever opens it until another is named. What a reporter wished for themself is the first version.
 */
export async function beginFairly(
  tx: Tx,
  actor: Actor,
  caseId: string,
  found: { reportId: string; reference: string },
): Promise<void> {
  const report = await reportById(tx, actor, found.reportId);
  const people = await casePeople(tx, actor, caseId);
  const affected = people.filter((person) => person.part === "affected");
  const review = localDay(new Date(actor.at.getTime() + aMonth));
  for (const { personId } of affected) {
    const first = { caseId, aboutId: personId, after: 0 };
    await keepRecord(tx, actor, {
      ...first,
      kind: "support",
      answers: { contact: actor.name, review },
    });
    if (personId !== report.reporterId || !(report.wish || report.policeWish)) continue;
    await keepRecord(tx, actor, {
      ...first,
      kind: "wishes",
      answers: {
        police: report.policeWish ?? "undecided",
        ...(report.wish ? { words: report.wish } : {}),
        asked: `Written in report ${found.reference}`,
      },
    });
  }
}

/** A case on somebody else's track: whoever usually owns that track is let in and told (B3). */
export async function tellUsualOwner(
  tx: Tx,
  actor: Actor,
  opened: { id: string; track: Track; restricted: boolean },
  reference: string,
): Promise<void> {
  const usual = await usualOwner(tx, actor, opened, await walledFrom(tx, opened.id));
  if (!usual || usual.personId === actor.personId) return;
  await letIn(tx, opened, usual, "told");
  await notifyPerson(tx, actor, {
    personId: usual.personId,
    matterId: opened.id,
    kind: "case-opened",
    reference,
    path: `/cases/${opened.id}`,
  });
}

/**
 * Opens a case from a report. Whoever was walled from the report is walled from the case before
 * anything else is written, and everybody named in it too. Severity is lowered only with a reason
 * (B4). A report that is already in a case can open another on a different track (B3).
 */
export async function openCase(
  tx: Tx,
  actor: Actor,
  input: Omit<z.output<typeof openCaseSchema>, "then">,
): Promise<{ caseId: string }> {
  const { found, role } = await loadTriage(tx, actor, input.reportId, "triage");
  await refuseTwice(tx, actor, found, input.track);
  if (input.severity < found.severity && !input.severityReason) {
    throw check({ severityReason: "Enter why the risk is lower" });
  }
  const caseId = crypto.randomUUID();
  const school = await schoolCalendar(tx, actor);
  await changeTriage(
    tx,
    actor,
    input,
    waits(found)
      ? {
          state: "opened",
          triagedAt: actor.at,
          triagedBy: actor.personId,
          severity: input.severity,
          caseId,
          ownerId: actor.personId,
          reason: input.severityReason || null,
        }
      : {},
  );
  const reference = await takeReference(tx, actor.at, (inner, free) =>
    inner.insert(cases).values({
      schoolId: actor.schoolId,
      id: caseId,
      reference: free,
      type: found.type,
      track: input.track,
      restricted: found.restricted,
      state: "active",
      severity: input.severity,
      ownerId: actor.personId,
      openedAt: actor.at,
      openedBy: actor.personId,
      dueAt: dueFor("review", actor.at, school),
      evidenceCount: found.evidenceCount,
    }),
  );
  await addReports(tx, actor, caseId, [input.reportId]);
  await tx.execute(sql`select sec.share_access(${caseId}::uuid)`);
  const people = await namedIn(tx, actor, [input.reportId]);
  const named = people
    .filter((p) => p.part === "named" || p.part === "account-holder")
    .map((p) => p.personId);
  if (named.includes(actor.personId))
    throw conflict("You are named in this report and cannot open its case");
  if (named.length > 0) {
    const ids = sql.join(
      named.map((id) => sql`${id}::uuid`),
      sql`, `,
    );
    await tx.execute(sql`select sec.wall_off(${caseId}::uuid, array[${ids}], 'named', false)`);
  }
  const opened = { id: caseId, track: input.track, restricted: found.restricted };
  // Whoever does not lead such cases by their role leads this one by name (B12).
  if (!mayAct(actor, "triage", opened)) {
    await tx.execute(
      sql`select sec.let_in(${caseId}::uuid, ${actor.personId}::uuid, 'owner', null)`,
    );
    await tellUsualOwner(tx, actor, opened, reference);
  }
  await addInvolved(tx, actor, caseId, people);
  await stopClocks(tx, actor, { reportId: input.reportId });
  await startClock(tx, actor, { kind: "review", caseId, school });
  // A deadline set from outside runs on, and may come before the review.
  await refreshDue(tx, actor, { caseId });
  await tx
    .update(reportProgress)
    .set({ state: "in-hand", words: null, changedAt: actor.at })
    .where(
      and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, input.reportId)),
    );
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "opened",
    action: "case-opened",
    title: `Case opened from report ${found.reference}`,
    words: input.severityReason || undefined,
  });
  await askPolice(tx, actor, caseId, input.reportId);
  await askDataTeam(tx, actor, caseId, found.type);
  await beginFairly(tx, actor, caseId, found);
  await tellReporter(tx, actor, input.reportId, "progress");
  return { caseId };
}
