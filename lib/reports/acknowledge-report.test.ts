import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { acknowledgeReport } from "./acknowledge-report";
import { passReport } from "./pass-report";
import { reportThread } from "./queries";
import { readSentReport } from "./read-sent-report";

const sent = (school: TestSchool, changes: Record<string, string | string[]> = {}) =>
  sendAs(school, "teacher", { recipient: "line-manager", ...changes });
const acknowledge = async (school: TestSchool, who: CastKey, reportId: string, words = "") =>
  withScope(await school.as(who), (tx, actor) => acknowledgeReport(tx, actor, { reportId, words }));
const pass = async (school: TestSchool, reportId: string, to: "dsl" | "headteacher") =>
  withScope(await school.as("manager"), (tx, actor) => passReport(tx, actor, { reportId, to }));
const kinds = async (personId: string, reportId: string) =>
  (
    await asOwner()`select kind from notices where person_id = ${personId}
      and matter_id = ${reportId} order by created_at`
  ).map((row) => row.kind as string);

describe("a line manager", () => {
  test("reads what they were sent, and the view is in the ledger", async () => {
    const school = await makeSchool();
    const { reportId, reference } = await sent(school);
    const report = await withScope(await school.as("manager"), (tx, actor) =>
      readSentReport(tx, actor, reportId),
    );
    expect([report.reference, report.acknowledgedAt]).toEqual([reference, null]);
    expect(await ledgerOf(reportId)).toEqual(["report-sent", "report-viewed"]);
  });

  test("acknowledges once: the writer is told and reads their words", async () => {
    const school = await makeSchool();
    const { reportId } = await sent(school);
    await acknowledge(school, "manager", reportId, "Come and see me at three.");
    await expect(acknowledge(school, "manager", reportId)).rejects.toThrow("already acknowledged");
    expect(await kinds(school.people.teacher, reportId)).toEqual(["message"]);
    const thread = await withScope(await school.as("teacher"), (tx, actor) =>
      reportThread(tx, actor, reportId),
    );
    expect(thread.map((entry) => [entry.from, entry.words])).toEqual([
      ["handler", "Come and see me at three."],
    ]);
    expect(await ledgerOf(reportId)).toContain("report-acknowledged");
  });

  test("passes it on: who sees it already is told, who does not is let in", async () => {
    const school = await makeSchool();
    const { reportId } = await sent(school, {
      type: "APB",
      affected: "school",
      named0Name: "Colin Webb",
    });
    await pass(school, reportId, "dsl");
    await pass(school, reportId, "headteacher");
    expect(await kinds(school.people.dsl, reportId)).toEqual(["report-passed"]);
    expect(await kinds(school.people.headteacher, reportId)).toEqual([
      "report-received",
      "report-passed",
    ]);
    const letIn = await asOwner()`select person_id from circle where matter_id = ${reportId}
      and capacity = 'told'`;
    expect(letIn.map((row) => row.person_id)).toEqual([school.people.dsl]);
    expect(await ledgerOf(reportId)).toEqual(["report-sent", "report-passed", "report-passed"]);
  });

  test("cannot learn from passing it on that somebody is walled", async () => {
    const school = await makeSchool();
    const { reportId } = await sent(school, { about: ["headteacher"] });
    await expect(pass(school, reportId, "headteacher")).resolves.toEqual({ reportId });
    expect(await kinds(school.people.headteacher, reportId)).toEqual([]);
    const circle = await asOwner()`select person_id from circle where matter_id = ${reportId}`;
    expect(circle.map((row) => row.person_id)).not.toContain(school.people.headteacher);
  });

  test("finds nothing that was not sent to them, or no longer", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const { reportId } = await sendAs(school, "teacher");
    const told = await sent(school);
    await asOwner()`update circle set ends_at = now() where matter_id = ${told.reportId}`;
    for (const [place, who, id] of [
      [school, "manager", reportId],
      [school, "manager", told.reportId],
      [school, "colleague", told.reportId],
      [school, "teacher", told.reportId],
      [school, "headteacher", told.reportId],
      [other, "manager", told.reportId],
    ] as const) {
      await expect(acknowledge(place, who, id), who).rejects.toThrow("Page not found");
      await expect(
        withScope(await place.as(who), (tx, actor) =>
          passReport(tx, actor, { reportId: id, to: "dsl" }),
        ),
        who,
      ).rejects.toThrow("Page not found");
    }
  });
});
