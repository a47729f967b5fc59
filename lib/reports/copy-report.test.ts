import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, evidenceOn, ledgerOf, makeSchool, sendAs, type TestSchool } from "@/db/testing";
import { askReporter } from "@/lib/cases/ask-reporter";
import { drawPages } from "@/lib/cases/draw-pages";
import { addAddendum } from "./add-addendum";
import { copyReport } from "./copy-report";
import { replyToHandler } from "./reply-to-handler";

const sql = asOwner();
const copyOf = async (school: TestSchool, who: "teacher" | "dsl" | "manager", reportId: string) =>
  withScope(await school.as(who), (tx, actor) => copyReport(tx, actor, reportId));

async function arrange() {
  const school = await makeSchool();
  const { reportId, reference } = await sendAs(school, "teacher", {
    affected: "",
    affectedName: "Poppy Ives",
    account: "They wrote about her.",
  });
  const shown = await evidenceOn(school, reportId);
  const sealed = await evidenceOn(school, reportId);
  await sql`update evidence set received_at = '2026-07-01T08:05:00Z', size = 4321 where id = ${shown}`;
  await sql`update evidence set state = 'sealed', file_name = 'nude.png', sha256 = ${"b".repeat(64)},
    received_at = '2026-07-01T08:06:00Z' where id = ${sealed}`;
  // A file of the DSL's, and a redacted copy: neither is the writer's.
  for (const [name, by, original] of [
    ["dsl-notes.png", school.people.dsl, null],
    ["redacted.png", school.people.teacher, shown],
  ] as const) {
    const id = await evidenceOn(school, reportId);
    await sql`update evidence set file_name = ${name}, uploader_id = ${by}, original_id = ${original}
      where id = ${id}`;
  }
  return { school, reportId, reference };
}

test("the copy holds what its writer wrote and sent, and what became of it, in British time", async () => {
  const { school, reportId, reference } = await arrange();
  await withScope(await school.as("dsl"), (tx, actor) =>
    askReporter(tx, actor, { reportId, version: 1, words: "QUESTION OF THE HANDLER" }),
  );
  await withScope(await school.as("teacher"), async (tx, actor) => {
    await addAddendum(tx, actor, { reportId, words: "One more thing." });
    await replyToHandler(tx, actor, { reportId, words: "It was on Monday." });
  });
  const pages = await copyOf(school, "teacher", reportId);
  const text = JSON.stringify(pages);
  for (const words of [
    reference,
    "They wrote about her.",
    "Poppy Ives",
    "One more thing.",
    "It was on Monday.",
    "screen.png",
    "4321 bytes",
    "a".repeat(64),
    "1 July 2026 at 9:05am",
    "Being read",
  ])
    expect(text).toContain(words);
  for (const words of ["QUESTION", "Dilys", "dsl-notes", "redacted.png"])
    expect(text).not.toContain(words);
  expect(await ledgerOf(reportId)).toContain("report-copied");
});

test("nothing of a sealed file is in it but that it is sealed", async () => {
  const { school, reportId } = await arrange();
  const pages = await copyOf(school, "teacher", reportId);
  const text = JSON.stringify(pages);
  expect(pages.sections.map((one) => one.heading)).toContain("File 2");
  expect(text).toContain("Nobody can open it");
  expect(text).not.toContain("nude");
  expect(text).not.toContain("b".repeat(64));
});

test("nobody but the writer gets one: not the DSL, a line manager, or another school", async () => {
  const { school, reportId } = await arrange();
  const there = await makeSchool();
  for (const who of ["dsl", "manager"] as const)
    await expect(copyOf(school, who, reportId)).rejects.toThrow("not found");
  await expect(copyOf(there, "teacher", reportId)).rejects.toThrow("not found");
  await expect(copyOf(school, "teacher", randomUUID())).rejects.toThrow("not found");
  expect(await ledgerOf(reportId)).not.toContain("report-copied");
});

test("whoever is walled from the matter keeps what they wrote themselves", async () => {
  const { school, reportId } = await arrange();
  await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
    values (${school.schoolId}, ${school.people.teacher}, ${reportId}, 'named', now())`;
  expect((await copyOf(school, "teacher", reportId)).title).toMatch(/^Your report OS-26-/);
});

test("the document is tagged, in English and titled, for whoever listens to it", async () => {
  const { school, reportId } = await arrange();
  const bytes = (await drawPages(await copyOf(school, "teacher", reportId))).toString("latin1");
  expect(bytes).toContain("/Marked true");
  expect(bytes).toContain("/Lang (en-GB)");
  expect(bytes).toContain("/StructTreeRoot");
});
