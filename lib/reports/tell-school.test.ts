import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withNobody, withScope } from "@/db/scope";
import { asOwner, makeSchool, openAs, type TestSchool } from "@/db/testing";
import { enterCode } from "@/lib/access/open-code";
import { hashToken, hex } from "@/lib/access/seal-secret";
import { messageReporter } from "@/lib/cases/message-reporter";
import { noticeCreated } from "@/lib/notifications/jobs";
import { saveDoor } from "@/lib/schools/save-door";
import { addAddendum } from "./add-addendum";
import { myReports, reportById, reportThread } from "./queries";
import { tellSchool } from "./tell-school";

const answers = {
  safety: "no",
  type: "CYB",
  account: "They post pictures of me in the changing room queue.",
  when: "unknown",
  affected: "pupil",
};
const doorOf = (school: TestSchool) => `door-${school.schoolId.slice(0, 8)}`;
const open = async (school: TestSchool, who: "headteacher" | "dsl" = "headteacher") =>
  withScope(await school.as(who), (tx, actor) =>
    saveDoor(tx, actor, { which: "tell", door: doorOf(school), open: "yes" }),
  );
const address = () => `192.0.2.${crypto.randomUUID()}`;
async function tell(
  school: TestSchool,
  more: Record<string, string | string[]> = {},
  key?: string,
) {
  return tellSchool({
    door: doorOf(school),
    key: key ?? crypto.randomUUID(),
    answers: { ...answers, ...more },
    address: address(),
  });
}
const claimsOf = (token: string) => ({ tokenHash: hashToken(token).toString("hex") });
async function byCode(code: string) {
  const token = await enterCode(code, address());
  if (!token) throw new Error("The code opens nothing");
  return claimsOf(token);
}
const reportsIn = async (school: TestSchool) =>
  asOwner()`select r.id, r.reference, r.restricted, r.text_only, p.name, p.kind from reports r
    join people p on p.school_id = r.school_id and p.id = r.reporter_id
    where r.school_id = ${school.schoolId}`;

describe("a report without signing in", () => {
  test("reaches whoever handles it, marked, and its code opens it again", async () => {
    const school = await makeSchool();
    await open(school);
    const sent = await tell(school, { name: "Mo" });
    expect(sent?.code).toMatch(/^\d{16}$/);
    const [row] = await reportsIn(school);
    expect(row).toMatchObject({ reference: sent?.reference, name: "Mo (by code, not checked)" });
    const seen = await withScope(await school.as("dsl"), (tx, actor) =>
      reportById(tx, actor, String(row?.id)),
    );
    expect(seen.account).toBe(answers.account);
    const claims = await byCode(String(sent?.code).replace(/(.{4})/g, "$1 "));
    const mine = await withScope(claims, (tx, actor) => myReports(tx, actor, 1));
    expect(mine.rows.map((one) => one.reference)).toEqual([sent?.reference]);
    await withScope(claims, (tx, actor) =>
      addAddendum(tx, actor, { reportId: String(row?.id), words: "It went on." }),
    );
    const [kept] = await asOwner()`select count(*)::int as n from report_codes
      where school_id = ${school.schoolId} and position(${String(sent?.code)} in code_hash::text) > 0`;
    expect(kept?.n, "the code is kept nowhere").toBe(0);
  });

  test("is a session that no page but its own opens, and that holds no role", async () => {
    const school = await makeSchool();
    await open(school);
    const sent = await tell(school);
    const claims = await byCode(String(sent?.code));
    const [standing] = (await withNobody((tx) =>
      tx.execute(sql`select sec.touch_session(${hex(Buffer.from(claims.tokenHash, "hex"))}) as s`),
    )) as unknown as { s: string }[];
    expect(standing?.s).toBe("code");
    const held = await withScope(claims, async (_tx, actor) => actor.heldRoles);
    expect(held).toEqual([]);
    const other = await tell(school, { account: "Another thing." });
    const [theirs] = (await reportsIn(school)).filter((r) => r.reference === other?.reference);
    await expect(
      withScope(claims, (tx, actor) => reportById(tx, actor, String(theirs?.id))),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("sent twice from one form is one report with one code", async () => {
    const school = await makeSchool();
    await open(school);
    const key = crypto.randomUUID();
    const [first, second] = await Promise.all([tell(school, {}, key), tell(school, {}, key)]);
    expect(second).toEqual(first);
    expect(await reportsIn(school)).toHaveLength(1);
  });

  test("walls whoever it is about, seals what may show a child, and says what is missing", async () => {
    const school = await makeSchool();
    await open(school);
    const about = await tell(school, { type: "ADC", about: ["headteacher"] });
    const [row] = (await reportsIn(school)).filter((r) => r.reference === about?.reference);
    const head = await school.as("headteacher");
    await expect(
      withScope(head, (tx, actor) => reportById(tx, actor, String(row?.id))),
    ).rejects.toMatchObject({ code: "not-found" });
    const notices = await asOwner()`select 1 from notices where matter_id = ${row?.id}
      and person_id = ${school.people.headteacher}`;
    expect(notices).toHaveLength(0);
    const image = await tell(school, { safety: "image" });
    const [sealed] = (await reportsIn(school)).filter((r) => r.reference === image?.reference);
    expect(sealed).toMatchObject({ restricted: true, text_only: true });
    await expect(tell(school, { account: " " })).rejects.toMatchObject({
      fields: { account: "Enter what happened" },
    });
  });

  test("gets its answer by the code and by no mail", async () => {
    const school = await makeSchool();
    await open(school);
    const sent = await tell(school);
    const [row] = await reportsIn(school);
    const dsl = await school.as("dsl");
    const { caseId } = await openAs(school, "dsl", String(row?.id));
    await withScope(dsl, (tx, actor) =>
      messageReporter(tx, actor, {
        caseId,
        reportId: String(row?.id),
        words: "Come to room 4.",
      }),
    );
    const [notice] = await asOwner()`select n.id from notices n join people p on p.id = n.person_id
      where n.school_id = ${school.schoolId} and p.kind = 'by-code' and n.kind = 'message'`;
    await noticeCreated({ schoolId: school.schoolId, noticeId: String(notice?.id) });
    const claims = await byCode(String(sent?.code));
    const thread = await withScope(claims, (tx, actor) => reportThread(tx, actor, String(row?.id)));
    expect(thread.map((one) => one.words)).toEqual(["Come to room 4."]);
    const mails = await asOwner()`select to_address from mails where school_id = ${school.schoolId}
      and to_address like 'code:%'`;
    expect(mails).toHaveLength(0);
    expect(await enterCode("0000 0000 0000 0000", address())).toBeNull();
  });

  test("is off until headteacher or DSL opens the door, and no other school's name is taken", async () => {
    const [school, other] = [await makeSchool(), await makeSchool()];
    expect(await tell(school)).toBeNull();
    for (const who of ["teacher", "deputy", "admin", "governor"] as const) {
      await expect(
        withScope(await school.as(who as never), (tx, actor) =>
          saveDoor(tx, actor, { which: "tell", door: doorOf(school), open: "yes" }),
        ),
      ).rejects.toMatchObject({ code: "not-found" });
    }
    await open(school, "dsl");
    await expect(
      withScope(await other.as("dsl"), (tx, actor) =>
        saveDoor(tx, actor, { which: "tell", door: doorOf(school), open: "yes" }),
      ),
    ).rejects.toHaveProperty("fields.door");
    const sent = await tell(school);
    await withScope(await school.as("dsl"), (tx, actor) =>
      saveDoor(tx, actor, { which: "tell", door: "", open: "no" }),
    );
    expect(await tell(school)).toBeNull();
    expect(
      await enterCode(String(sent?.code), address()),
      "an old code still opens",
    ).not.toBeNull();
  });

  test("twenty from one address in a quarter of an hour", async () => {
    const from = address();
    for (let i = 0; i < 20; i++) await enterCode("1", from);
    await expect(enterCode("1", from)).rejects.toMatchObject({ code: "too-many" });
  });
});
