import { sql } from "drizzle-orm";
import type { z } from "zod";
import { cases } from "@/db/schema/cases";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { dueFor, startClock } from "@/lib/clocks/start-clock";
import { check, conflict } from "@/lib/errors";
import { takeReference } from "@/lib/reports/take-reference";
import { schoolCalendar } from "@/lib/schools/queries";
import { addEvent } from "./add-event";
import { addInvolved, addReports } from "./add-reports";
import { keepLink } from "./link-cases";
import { changeCase, loadCase } from "./load-case";
import { beginFairly, tellUsualOwner } from "./open-case";
import { caseReportList, namedIn } from "./queries";
import type { splitCaseSchema } from "./schema";

/**
 * Takes one matter out of a case into a case of its own, with the reports it is in. Both keep those
 * reports and their own timeline; the reports carry their walls over, so that nobody kept out of
 * the one sees it in the other.
 */
export async function splitCase(tx: Tx, actor: Actor, input: z.output<typeof splitCaseSchema>) {
  const { found, role } = await loadCase(tx, actor, input.caseId, "triage");
  if (found.state === "closed") throw conflict("The case is closed. Reopen it first");
  const here = await caseReportList(tx, actor, found.id);
  const reports = here.filter((report) => input.reports.includes(report.id));
  const [first] = reports;
  if (!first || reports.length < input.reports.length)
    throw check({ reports: "Select the reports the new case takes up" });
  const school = await schoolCalendar(tx, actor);
  const id = crypto.randomUUID();
  const reference = await takeReference(tx, actor.at, (inner, free) =>
    inner.insert(cases).values({
      schoolId: actor.schoolId,
      id,
      reference: free,
      type: found.type,
      track: input.track,
      restricted: found.restricted,
      state: "active",
      severity: found.severity,
      ownerId: actor.personId,
      openedAt: actor.at,
      openedBy: actor.personId,
      dueAt: dueFor("review", actor.at, school),
      evidenceCount: found.evidenceCount,
    }),
  );
  await addReports(
    tx,
    actor,
    id,
    reports.map((report) => report.id),
  );
  // What came into the case itself, such as a person added later, walls the new one too.
  await tx.execute(sql`select sec.share_access(${found.id}::uuid)`);
  await tx.execute(sql`select sec.share_access(${id}::uuid)`);
  const opened = { id, track: input.track, restricted: found.restricted };
  // Whoever does not lead such cases by their role leads this one by name (B12).
  if (!mayAct(actor, "triage", opened)) {
    await tx.execute(sql`select sec.let_in(${id}::uuid, ${actor.personId}::uuid, 'owner', null)`);
    await tellUsualOwner(tx, actor, opened, reference);
  }
  const people = await namedIn(
    tx,
    actor,
    reports.map((report) => report.id),
  );
  const once = new Map(people.map((person) => [`${person.personId}${person.part}`, person]));
  await addInvolved(tx, actor, id, [...once.values()]);
  await startClock(tx, actor, { kind: "review", caseId: id, school });
  await addEvent(tx, actor, {
    caseId: id,
    role,
    kind: "opened",
    action: "case-opened",
    title: `Case opened out of case ${found.reference}`,
  });
  await beginFairly(tx, actor, id, { reportId: first.id, reference: first.reference });
  await changeCase(tx, actor, input, {});
  await keepLink(tx, actor, {
    found,
    other: { id, reference },
    role,
    kind: "split",
    titles: [`Case ${reference} was taken out of this one`, `Taken out of case ${found.reference}`],
    reason: input.reason,
  });
  return { caseId: id };
}
