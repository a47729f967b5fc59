import { describe, expect, test } from "vitest";
import { type Tx, withScope } from "@/db/scope";
import { asOwner, type CastKey, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import type { Actor } from "@/lib/access/types";
import { addAddendum } from "./add-addendum";
import { reportThread } from "./queries";
import { readOwnReport } from "./read-own-report";
import { replyToHandler } from "./reply-to-handler";

type Words = (tx: Tx, actor: Actor, input: { reportId: string; words: string }) => Promise<unknown>;
const write = async (verb: Words, school: TestSchool, who: CastKey, reportId: string) =>
  withScope(await school.as(who), (tx, actor) =>
    verb(tx, actor, { reportId, words: "It went on this morning." }),
  );
const kinds = async (personId: string, reportId: string) =>
  (
    await asOwner()`select kind from notices where person_id = ${personId}
      and matter_id = ${reportId} order by created_at`
  ).map((row) => row.kind as string);

describe.each([
  ["an addendum", addAddendum as Words, "addendum-added", "addendum"],
  ["a reply", replyToHandler as Words, "message-sent", "reply"],
])("%s", (_name, verb, action, kind) => {
  test("joins the report, tells its owner and is in the ledger without its words", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    await write(verb, school, "teacher", reportId);
    const thread = await withScope(await school.as("headteacher"), (tx, actor) =>
      reportThread(tx, actor, reportId),
    );
    expect(thread.map((entry) => entry.words)).toEqual(["It went on this morning."]);
    expect(await kinds(school.people.headteacher, reportId)).toEqual(["report-received", kind]);
    expect(await ledgerOf(reportId)).toContain(action);
    const leaves = await asOwner()`select leaf from ledger_leaves where object_id = ${reportId}`;
    expect(leaves.map((row) => String(row.leaf)).join()).not.toContain("this morning");
  });

  test("is for whoever wrote the report and nobody else", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    const { reportId } = await sendAs(school, "teacher");
    for (const who of ["colleague", "headteacher", "dsl", "admin"] as const) {
      await expect(write(verb, school, who, reportId), who).rejects.toThrow("Page not found");
    }
    await expect(write(verb, other, "teacher", reportId)).rejects.toThrow("Page not found");
  });

  test("never changes what was sent", async () => {
    const school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher");
    const before = await asOwner()`select * from reports where id = ${reportId}`;
    await write(verb, school, "teacher", reportId);
    expect(await asOwner()`select * from reports where id = ${reportId}`).toEqual(before);
  });
});

test("somebody named in what they wrote themself keeps it, is told, and handles nothing", async () => {
  const school = await makeSchool();
  const { reportId } = await sendAs(school, "headteacher", {
    type: "APB",
    affected: "school",
    about: ["myself"],
  });
  const [triage] = await asOwner()`select version from triages where report_id = ${reportId}`;
  const { askReporter } = await import("@/lib/cases/ask-reporter");
  const version = Number(triage?.version);
  const ask = async (who: CastKey) =>
    withScope(await school.as(who), (tx, actor) =>
      askReporter(tx, actor, { reportId, version, words: "When was it?" }),
    );
  await expect(ask("headteacher")).rejects.toThrow("Page not found");
  await ask("chair");
  expect(await kinds(school.people.headteacher, reportId)).toEqual(["question"]);
  const seen = await withScope(await school.as("headteacher"), async (tx, actor) => ({
    report: await readOwnReport(tx, actor, reportId),
    thread: await reportThread(tx, actor, reportId),
  }));
  expect([seen.report.state, seen.thread.length]).toEqual(["asked", 1]);
  expect(await ledgerOf(reportId)).toContain("report-viewed");
  await write(replyToHandler as Words, school, "headteacher", reportId);
  expect(await kinds(school.people.chair, reportId)).toContain("reply");
});
