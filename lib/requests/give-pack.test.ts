import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  referAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { writeAs } from "@/db/testing-forms";
import { stageEvidence } from "@/lib/evidence/stage-evidence";
import { answerFlag } from "@/lib/referrals/answer-flag";
import { decideReferral } from "@/lib/referrals/decide-referral";
import { referOutside } from "@/lib/referrals/refer-outside";
import { answerFlagSchema, decideReferralSchema, referOutsideSchema } from "@/lib/referrals/schema";
import { decideItem } from "./decide-item";
import { givePack } from "./give-pack";
import type { Kept } from "./list-kept";
import { endRequest, extendRequest, openRequest } from "./open-request";
import { listRequests, readRequest, redactionsOf } from "./read-request";
import { decideItemSchema, openRequestSchema } from "./schema";
import { streamPack } from "./stream-pack";

const sql = asOwner();
const gone = { code: "not-found" };

const as = async <T>(
  school: TestSchool,
  who: CastKey,
  verb: (...args: never[]) => Promise<T>,
  input: unknown,
  at?: Date,
): Promise<T> =>
  withScope({ ...(await school.as(who)), ...(at ? { at } : {}) }, (tx, actor) =>
    (verb as (...args: unknown[]) => Promise<T>)(tx, actor, input),
  );
const asked = (personId: string, day = "31", month = "1", year = "2027") =>
  openRequestSchema.parse({
    personId,
    checked: "Her mother came with her passport.",
    "received-day": day,
    "received-month": month,
    "received-year": year,
  });
const later = new Date("2027-02-10T10:00:00Z");
const open = async (school: TestSchool, who: CastKey, personId: string) =>
  (await as(school, who, openRequest, asked(personId), later)).requestId;
const read = (school: TestSchool, who: CastKey, requestId: string) =>
  as(school, who, readRequest, requestId, later);
const decide = (
  school: TestSchool,
  who: CastKey,
  requestId: string,
  sourceId: string,
  said: Record<string, string>,
) => as(school, who, decideItem, decideItemSchema.parse({ requestId, sourceId, ...said }), later);
const give = (school: TestSchool, who: CastKey, requestId: string) =>
  as(
    school,
    who,
    givePack,
    { requestId, givenTo: "Paula Ives", how: "By hand", sure: "yes" },
    later,
  );

async function textOf(pages: Buffer) {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const opened = await getDocument({ data: new Uint8Array(pages), verbosity: 0 }).promise;
  const text: string[] = [];
  for (let number = 1; number <= opened.numPages; number++)
    for (const item of (await (await opened.getPage(number)).getTextContent()).items)
      if ("str" in item) text.push(item.str);
  return text.join(" ");
}

/** A report about Poppy in which Kenneth is named, with a file, and the DSL's case of it. */
async function story(school: TestSchool) {
  const { reportId } = await sendAs(school, "teacher", {
    affected: "pupil",
    affectedName: "Poppy Ives",
    affectedId: school.people.pupil,
    account: "Kenneth Odd wrote that Poppy is stupid.",
  });
  const { id } = await stageEvidence(await school.as("teacher"), {
    id: crypto.randomUUID(),
    to: { reportId },
    stream: Readable.from([Buffer.from("a line of a chat\n")]),
    name: "chat.txt",
    arrivedBy: "chosen",
  });
  const { caseId } = await openAs(school, "dsl", reportId);
  return { reportId, evidenceId: id, caseId };
}

describe("somebody asks for what is kept about them", () => {
  test("it is due a month later on a day of work, two more once with a reason, and ends once", async () => {
    const school = await makeSchool();
    const requestId = await open(school, "dpo", school.people.pupil);
    const due = async () =>
      (await sql`select due_at from access_requests where id = ${requestId}`)[0]?.due_at;
    // 28 February 2027 is a Sunday (B8).
    expect((await due())?.toISOString().slice(0, 10)).toBe("2027-03-01");
    const why = { requestId, why: "They ask for eight years." };
    await expect(
      as(school, "dsl", extendRequest, why, new Date("2027-03-02T09:00:00Z")),
    ).rejects.toMatchObject({ code: "check" });
    await as(school, "dsl", extendRequest, why, later);
    expect((await due())?.toISOString().slice(0, 10)).toBe("2027-04-30");
    await expect(as(school, "dsl", extendRequest, why, later)).rejects.toMatchObject({
      code: "conflict",
    });
    const ended = { requestId, ended: "They took it back." };
    await as(school, "headteacher", endRequest, ended);
    await expect(as(school, "dpo", endRequest, ended)).rejects.toMatchObject({ code: "conflict" });
    expect(await ledgerOf(requestId)).toEqual([
      "request-opened",
      "request-extended",
      "request-ended",
    ]);
  });

  test("is nobody's else: other roles, another school and the person themself find nothing", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    for (const who of ["teacher", "deputy", "admin", "chair", "governor"] as const)
      await expect(open(school, who, school.people.pupil)).rejects.toMatchObject(gone);
    await expect(open(school, "dsl", school.people.dsl)).rejects.toMatchObject(gone);
    await expect(open(other, "dsl", school.people.pupil)).rejects.toMatchObject(gone);
    const requestId = await open(school, "headteacher", school.people.dsl);
    await expect(read(school, "dsl", requestId)).rejects.toMatchObject(gone);
    await expect(read(other, "headteacher", requestId)).rejects.toMatchObject(gone);
    const list = await withScope(await school.as("dsl"), (tx, actor) =>
      listRequests(tx, actor, { ended: false, page: 1 }),
    );
    expect(list.rows).toEqual([]);
  });

  test("each handler gives what they see: with names out, withheld on a ground, kept as it was", async () => {
    const school = await makeSchool();
    const { reportId, evidenceId, caseId } = await story(school);
    const requestId = await open(school, "dsl", school.people.pupil);
    const { kept } = await read(school, "dsl", requestId);
    expect(kept.map((one) => one.kind)).toEqual(
      expect.arrayContaining(["report", "evidence", "event"]),
    );
    expect((await read(school, "dpo", requestId)).kept).toEqual([]);
    await expect(
      decide(school, "dpo", requestId, reportId, { choice: "include" }),
    ).rejects.toMatchObject(gone);
    await expect(give(school, "dsl", requestId)).rejects.toMatchObject({ code: "check" });
    await expect(
      decide(school, "dsl", requestId, reportId, { choice: "redact", names: "Walter" }),
    ).rejects.toMatchObject({ code: "check" });
    await decide(school, "dsl", requestId, reportId, {
      choice: "redact",
      names: "Kenneth Odd = A pupil",
    });
    expect(() =>
      decideItemSchema.parse({ requestId, sourceId: reportId, choice: "withhold" }),
    ).toThrow("Select why it is withheld");
    await decide(school, "dsl", requestId, evidenceId, { choice: "include" });
    for (const one of kept.filter((each) => ["event", "record"].includes(each.kind)))
      await decide(school, "dsl", requestId, one.id, {
        choice: "withhold",
        exemption: "not-theirs",
        reason: "It is about who works on it.",
      });
    await give(school, "dsl", requestId);
    const [pack] = await sql`select * from access_packs where request_id = ${requestId}`;
    expect(pack?.log).toMatchObject({
      given: 1,
      redacted: 1,
      withheld: { "not-theirs": expect.any(Number) },
    });
    expect(pack?.files).toMatchObject([{ id: evidenceId, name: "002.txt" }]);
    const [item] = await sql`select words from access_items where source_id = ${reportId}`;
    expect(item?.words).toBe("[A pupil] wrote that Poppy is stupid.");
    const stream = await streamPack(await school.as("dsl"), String(pack?.id));
    const zip = await buffer(stream.zip);
    expect(zip.length).toBe(stream.size);
    expect(zip.includes("a line of a chat")).toBe(true);
    expect(zip.includes("Kenneth")).toBe(false);
    expect((await read(school, "dsl", requestId)).packs).toHaveLength(1);
    // The answer of one handler tells another, who sees none of it, nothing.
    expect((await read(school, "dpo", requestId)).packs).toEqual([]);
    await expect(streamPack(await school.as("dpo"), String(pack?.id))).rejects.toMatchObject(gone);
    expect(await ledgerOf(evidenceId)).toContain("evidence-exported");
    expect((await ledgerOf(requestId)).filter((one) => one.endsWith("given"))).toHaveLength(1);
    // While it is open nothing about the person ends.
    const [held] = await sql`select sec.held(${school.schoolId}::uuid, ${caseId}::uuid) as codes`;
    expect(held?.codes).toContain("sar");
  });

  test("nothing crosses a wall, and a sealed file is given by nobody", async () => {
    const school = await makeSchool();
    const { evidenceId, reportId, caseId } = await story(school);
    const requestId = await open(school, "dsl", school.people.pupil);
    await sql`update evidence set state = 'sealed' where id = ${evidenceId}`;
    await expect(
      decide(school, "dsl", requestId, evidenceId, { choice: "include" }),
    ).rejects.toMatchObject({ code: "check" });
    for (const matter of [reportId, caseId])
      await sql`insert into walls values (${school.schoolId}, ${school.people.dsl}, ${matter}, 'named', now())`;
    expect((await read(school, "dsl", requestId)).kept).toEqual([]);
    await expect(
      decide(school, "dsl", requestId, reportId, { choice: "include" }),
    ).rejects.toMatchObject(gone);
    expect((await read(school, "headteacher", requestId)).kept.length).toBeGreaterThan(0);
  });

  test("a record is gone through in its own words, once, and given with its date and kind", async () => {
    const school = await makeSchool();
    const { caseId } = await story(school);
    await sql`insert into involvements ${sql({
      school_id: school.schoolId,
      id: crypto.randomUUID(),
      case_id: caseId,
      person_id: school.people.parent,
      part: "named",
      added_at: new Date(),
      added_by: school.people.dsl,
    })}`;
    const support = (about: "pupil" | "parent", tasks: string) =>
      writeAs(school, "dsl", caseId, "support", about, { tasks });
    await support("pupil", "Poppy keeps away from Paula Ives.");
    await support("parent", "She sees the nurse.");
    const referralId = await referAs(school, "dsl", caseId);
    const decision = decideReferralSchema.parse({
      referralId,
      version: "1",
      decision: "formal/warning-1",
      reason: "It was said before.",
      mitigation: "Nothing before",
      balance: "Weighed",
      rejected: "A word alone",
    });
    await as(school, "headteacher", decideReferral, decision);
    const outside = referOutsideSchema.parse({
      caseId,
      body: "platform",
      "sentOn-day": String(new Date().getDate()),
      "sentOn-month": String(new Date().getMonth() + 1),
      "sentOn-year": String(new Date().getFullYear()),
      time: "00:00",
      channel: "app",
      sent: "The post mocks a pupil",
      address: "https://www.clips.example/v/1",
      basis: "nobody",
    });
    await as(school, "dsl", referOutside, outside);
    const law = { caseId, code: "pha-1997", after: "0", said: "advice", reason: "Asked a lawyer." };
    await as(school, "dsl", answerFlag, answerFlagSchema.parse(law));
    const requestId = await open(school, "dsl", school.people.pupil);
    const { kept } = await read(school, "dsl", requestId);
    const records = kept.filter((one) => one.label === "Support plan");
    expect(records.map(({ label, title }) => [label, title])).toEqual([
      ["Support plan", "About Poppy Ives"],
      ["Support plan", "About Poppy Ives"],
      ["Support plan", "About Paula Ives"],
    ]);
    expect(records[1]?.words).toContain("What is to be done, and by whom: Poppy keeps away");
    // What it and the timeline both say is gone through once; the rest of the timeline stays.
    const said = kept.map(({ kind, label, words }) => [kind, label, words]);
    expect(said.slice(3 + records.length)).toEqual([
      ["referral", "Asked for a decision", "Is this misconduct?"],
      ["decision", "Decision", "It was said before.\nNot decided: A word alone"],
      [
        "record",
        "What a decision rests on",
        "What speaks for the person: Nothing before\nFree expression and equality: Weighed",
      ],
      ["outside", "Referral outside the school", expect.stringContaining("The post mocks a pupil")],
      ["record", "Law considered", "Advice was taken. Asked a lawyer."],
    ]);
    expect(kept.filter((one) => one.kind === "event").map((one) => one.title)).toEqual([
      expect.stringMatching(/^Case opened/),
    ]);
    const mine = records[1]?.id ?? "";
    const { others } = await withScope(await school.as("dsl"), (tx, actor) =>
      redactionsOf(tx, actor, records[1] as Kept, school.people.pupil),
    );
    expect(others).toContain("Paula Ives");
    for (const one of kept)
      await decide(
        school,
        "dsl",
        requestId,
        one.id,
        one.id === mine
          ? { choice: "redact", names: "Paula Ives" }
          : { choice: "withhold", exemption: "not-theirs", reason: "It is not about her." },
      );
    await give(school, "dsl", requestId);
    const [pack] = await sql`select pages, log from access_packs where request_id = ${requestId}`;
    expect(pack?.log).toMatchObject({ given: 0, redacted: 1 });
    const pages = await textOf(pack?.pages);
    expect(pages).toContain("001 Support plan");
    expect(pages).toContain("Poppy keeps away from [Person A].");
    expect(pages).not.toMatch(/Paula|nurse/);
    // Walled from the case, its records are neither listed nor counted; somebody else goes through them.
    await sql`insert into walls values (${school.schoolId}, ${school.people.dsl}, ${caseId}, 'named', now())`;
    const walled = await read(school, "dsl", requestId);
    expect(walled.kept.filter((one) => one.matterId === caseId)).toEqual([]);
    await expect(
      decide(school, "dsl", requestId, mine, { choice: "include" }),
    ).rejects.toMatchObject(gone);
    const head = await read(school, "headteacher", requestId);
    expect(head.kept.filter((one) => one.kind === "record")).toHaveLength(5);
  });
});
