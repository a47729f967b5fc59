import { and, eq, sql } from "drizzle-orm";
import type { z } from "zod";
import { caseReports, type cases } from "@/db/schema/cases";
import { reportProgress } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import type { Actor } from "@/lib/access/types";
import { dueFor, startClock, stopClocks } from "@/lib/clocks/start-clock";
import { localInstant } from "@/lib/dates";
import { conflict } from "@/lib/errors";
import { tellReporter } from "@/lib/reports/tell-reporter";
import { schoolCalendar } from "@/lib/schools/queries";
import { addEvent } from "./add-event";
import { askReview } from "./ask-review";
import { freeInvestigators } from "./bar-people";
import { checkGuards } from "./check-guards";
import { readAnswers } from "./form-parts";
import { recordsInForce } from "./list-records";
import { changeCase, loadCase } from "./load-case";
import type { moveCaseSchema } from "./schema";
import { formOf, movesFor } from "./transitions";
import { inWords, keepRecord } from "./write-record";

export async function tellReporters(
  tx: Tx,
  actor: Actor,
  caseId: string,
  state: "closed" | "in-hand",
) {
  const joined = await tx
    .select({ reportId: caseReports.reportId })
    .from(caseReports)
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)));
  for (const { reportId } of joined) {
    await tx
      .update(reportProgress)
      .set({ state, changedAt: actor.at, ...(state === "in-hand" ? { words: null } : {}) })
      .where(
        and(eq(reportProgress.schoolId, actor.schoolId), eq(reportProgress.reportId, reportId)),
      );
    await tellReporter(tx, actor, reportId, "progress");
  }
}

/**
 * One move of the workflow table: who may, what must be written and what must hold are its row's.
 * What is written stays as a record of the case; the database checks the state again (db/rls).
 */
export async function moveCase(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof moveCaseSchema>,
): Promise<{ caseId: string; action: string }> {
  const { caseId, action } = input;
  // The findings are the investigator's, who need not lead the case.
  const may = action === "conclude" ? "add-to-record" : "triage";
  const { found, role } = await loadCase(tx, actor, caseId, may);
  const move = movesFor(found.state, actor.roles).find((m) => m.action === action && !m.page);
  if (!move) throw conflict("This case has moved on. Look at it again before you change it");
  const form = formOf(move);
  const free = action === "investigate" ? await freeInvestigators(tx, actor, caseId) : [];
  const answers = readAnswers(form, input, {
    now: actor.at,
    people: free.map((one) => one.personId),
    decided: found.outcome !== null,
  });
  const records = await recordsInForce(tx, actor, caseId);
  await checkGuards(tx, actor, move, { found, answers, records });
  await keepRecord(tx, actor, {
    caseId,
    kind: action,
    aboutId: caseId,
    after: records.of(action)?.version ?? 0,
    answers,
  });
  const fields: Partial<typeof cases.$inferInsert> = { state: move.to };
  const school = await schoolCalendar(tx, actor);
  if (action === "close") {
    fields.closedAt = actor.at;
    fields.closedBy = actor.personId;
    fields.dueAt = null;
    fields.outcome = found.outcome ?? String(answers.outcome);
    await askReview(tx, actor, caseId);
  }
  if (action === "reopen") {
    fields.closedAt = null;
    fields.closedBy = null;
    fields.outcome = null;
  }
  if (action === "reopen" || action === "monitor") {
    const dueAt =
      action === "monitor"
        ? localInstant(String(answers.review), "17:00")
        : dueFor("review", actor.at, school);
    fields.dueAt = dueAt;
    await stopClocks(tx, actor, { caseId, kind: "review" });
    await startClock(tx, actor, { kind: "review", caseId, dueAt, school });
  }
  const investigator = free.find((one) => one.personId === answers.investigatorId);
  if (investigator) await letIn(tx, found, investigator, "investigator");
  await changeCase(tx, actor, input, fields);
  if (action === "close") {
    await stopClocks(tx, actor, { caseId });
    await tellReporters(tx, actor, caseId, "closed");
  }
  if (action === "reopen") await tellReporters(tx, actor, caseId, "in-hand");
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: move.kind ?? "state",
    action: `case-${action}`,
    title: move.event ?? move.label,
    words: inWords(form, answers, new Map(free.map((one) => [one.personId, one.name]))),
  });
  if (action === "appeal-heard") {
    const members = [records.of("appeal")?.answers.members ?? []].flat();
    for (const member of members)
      await tx.execute(sql`select sec.let_out(${caseId}::uuid, ${member}::uuid, 'panel')`);
  }
  return { caseId, action };
}
