import { sql as query } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, openAs, sendAs, type TestSchool } from "@/db/testing";
import { filled, writeAs } from "@/db/testing-forms";
import { localDay, localInstant } from "@/lib/dates";
import { referOutside } from "@/lib/referrals/refer-outside";
import { referOutsideSchema } from "@/lib/referrals/schema";
import { findDataTeam } from "@/lib/reports/tell-data-team";
import { exportBreaches, listBreaches } from "./list-breaches";
import { moveCase } from "./move-case";

const sql = asOwner();
const hour = 3_600_000;
const daysAgo = (days: number) => localDay(new Date(Date.now() - days * 24 * hour));
const parts = (name: string, day: string) => ({
  [`${name}-day`]: String(Number(day.slice(8))),
  [`${name}-month`]: String(Number(day.slice(5, 7))),
  [`${name}-year`]: day.slice(0, 4),
});
const record = (change: Record<string, unknown> = {}) => ({
  what: "A class list with Poppy Ives on it went to the wrong family",
  data: ["contact", "safeguarding"],
  whose: "pupils",
  people: "25",
  ...parts("aware", daysAgo(1)),
  "aware-time": "10:15",
  contained: "The family deleted it",
  consequences: "A family could be found",
  risk: "likely",
  ico: "undecided",
  told: "undecided",
  ...change,
});

async function opened(kind = "academy") {
  const school = await makeSchool();
  await sql`update schools set kind = ${kind} where id = ${school.schoolId}`;
  const { reportId } = await sendAs(school, "teacher", { type: "DBR", affected: "school" });
  return { school, ...(await openAs(school, "dpo", reportId)) };
}
const write = (school: TestSchool, caseId: string, change: Record<string, unknown> = {}) =>
  writeAs(school, "dpo", caseId, "T4", undefined, record(change));
const running = (caseId: string, kind: string) => sql`select k.started_at, k.due_at from clocks k
  where k.kind = ${kind} and k.stopped_at is null and (k.case_id = ${caseId} or k.report_id in
    (select report_id from case_reports where case_id = ${caseId}))`;
const tellIco = async (school: TestSchool, caseId: string, change: Record<string, unknown> = {}) =>
  withScope(await school.as("dpo"), (tx, actor) =>
    referOutside(
      tx,
      actor,
      referOutsideSchema.parse({
        caseId,
        body: "ico",
        ...parts("sentOn", daysAgo(0)),
        time: "00:00",
        channel: "form",
        sent: "The form of the ICO",
        basis: "duty",
        basisWords: "Article 33",
        ...change,
      }),
    ),
  );
const close = async (school: TestSchool, caseId: string) => {
  const [row] = await sql`select version from cases where id = ${caseId}`;
  const input = { ...filled(school), caseId, version: Number(row?.version), action: "close" };
  return withScope(await school.as("dpo"), (tx, actor) => moveCase(tx, actor, input));
};
const refuses = (done: Promise<unknown>, field: string, sentence: RegExp) =>
  expect(done).rejects.toMatchObject({ fields: { [field]: expect.stringMatching(sentence) } });
const log = async (school: TestSchool, who: CastKey) =>
  withScope(await school.as(who), async (tx, actor) => (await listBreaches(tx, actor, 1)).rows);

describe("a breach", () => {
  test("counts the 72 hours from when the school was aware, wherever they ran from before", async () => {
    const { school, caseId } = await opened();
    const aware = localInstant(daysAgo(1), "10:15");
    expect((await running(caseId, "ico"))[0]?.started_at).not.toEqual(aware);
    await write(school, caseId);
    await write(school, caseId, { people: "30" });
    const clocks = await running(caseId, "ico");
    expect(clocks).toHaveLength(1);
    expect(clocks[0]?.started_at).toEqual(aware);
    expect(clocks[0]?.due_at).toEqual(new Date(aware.getTime() + 72 * hour));
    await refuses(write(school, caseId, { ...parts("aware", "2099-01-01") }), "aware", /earlier/);
    await refuses(write(school, caseId, { "aware-time": "" }), "aware", /time, such as/);
    await refuses(write(school, caseId, { people: "some" }), "people", /number/);
    await refuses(write(school, caseId, { ico: "yes" }), "icoReason", /reasons/);
    await refuses(write(school, caseId, { whose: "" }), "whose", /whose/);
  });

  test("does not close without a decision about the ICO, and one to tell it without its referral", async () => {
    const { school, caseId } = await opened();
    await refuses(close(school, caseId), "reason", /record of the breach/);
    await write(school, caseId);
    await refuses(close(school, caseId), "reason", /decision about the ICO/);
    await writeAs(school, "dpo", caseId, "T4", undefined, record());
    await sql`update clocks set stopped_at = now() where case_id = ${caseId}`;
    const byHand = withScope(await school.as("dpo"), async (tx, actor) => {
      await tx.execute(query`insert into case_records (school_id, id, case_id, kind, about_id,
        version, answers, by_id, at) values (${school.schoolId}, gen_random_uuid(), ${caseId},
        'close', ${caseId}, 1, '{}', ${actor.personId}, now())`);
      await tx.execute(query`update cases set state = 'closed', outcome = 'advice',
        closed_by = ${actor.personId} where id = ${caseId}`);
    });
    await expect(byHand).rejects.toMatchObject({ cause: { message: "not to be closed so" } });
    const yes = { ico: "yes", icoReason: "A risk is likely", told: "no", toldReason: "Contained" };
    await write(school, caseId, yes);
    await refuses(close(school, caseId), "reason", /Write down under Referrals/);
    await tellIco(school, caseId);
    expect(await running(caseId, "ico")).toHaveLength(0);
    await write(school, caseId, { ...yes, told: "to-tell", toldReason: "" });
    await refuses(close(school, caseId), "reason", /whether the people/);
    await write(school, caseId, yes);
    expect(await running(caseId, "ico")).toHaveLength(0);
    await close(school, caseId);
    const [closed] = await sql`select state from cases where id = ${caseId}`;
    expect(closed?.state).toBe("closed");
  });

  test("is not reported only when a risk is unlikely; the reasons meet the deadline", async () => {
    const { school, caseId } = await opened();
    const no = { ico: "no", icoReason: "It was encrypted", told: "no", toldReason: "No risk" };
    await refuses(write(school, caseId, no), "ico", /unless a risk/);
    await write(school, caseId, { ...no, risk: "unlikely" });
    const [met] =
      await sql`select stopped_words from clocks where kind = 'ico' and (case_id = ${caseId}
      or report_id in (select report_id from case_reports where case_id = ${caseId}))`;
    expect(met?.stopped_words).toContain("It was encrypted");
    await write(school, caseId, { risk: "likely" });
    expect(await running(caseId, "ico")).toHaveLength(1);
    await write(school, caseId, { risk: "high" });
    expect(await running(caseId, "tell-individuals")).toHaveLength(1);
    await write(school, caseId, { risk: "high", told: "told", toldReason: "By phone" });
    expect(await running(caseId, "tell-individuals")).toHaveLength(0);
  });

  test("told to the ICO late asks for the reasons of the delay, and the log says late", async () => {
    const { school, caseId } = await opened();
    await write(school, caseId, {
      ...parts("aware", daysAgo(5)),
      ico: "yes",
      icoReason: "A risk is likely",
    });
    await refuses(tellIco(school, caseId), "delay", /reasons for the delay/);
    expect((await log(school, "dpo"))[0]).toMatchObject({ late: true, people: "25" });
    await tellIco(school, caseId, { delay: "The supplier told us late" });
    const [sent] = await sql`select sent from outside_referrals where case_id = ${caseId}`;
    expect(sent?.sent).toContain("The supplier told us late");
    expect((await log(school, "dpo"))[0]?.ico).toMatch(/^Told .* after the 72 hours$/);
  });

  test("stands in the log of whoever sees its case; the file holds no word that was written", async () => {
    const { school, caseId, reference } = await opened();
    await write(school, caseId);
    const csv = await withScope(await school.as("dpo"), exportBreaches);
    expect(csv).toContain(reference);
    expect(csv).toContain("Names and contact details, Safeguarding or child protection");
    for (const word of ["Poppy", "family", "deleted"]) expect(csv).not.toContain(word);
    expect(await log(school, "headteacher")).toHaveLength(1);
    expect(await log(school, "dsl")).toEqual([]);
    const other = await makeSchool();
    expect(await log(other, "dpo")).toEqual([]);
    for (const who of ["teacher", "governor", "admin", "chair"] as const)
      await expect(log(school, who)).rejects.toMatchObject({ code: "not-found" });
    await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
      values (${school.schoolId}, ${school.people.headteacher}, ${caseId}, 'named', now())`;
    expect(await log(school, "headteacher")).toEqual([]);
    await expect(
      writeAs(school, "teacher", caseId, "T4", undefined, record()),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("S3-51: goes to the council or the trust by the kind of school and who has a seat", async () => {
    const { school } = await opened();
    const team = async () =>
      withScope(await school.as("headteacher"), (tx, actor) => findDataTeam(tx, actor));
    expect(await team()).toBeNull();
    await sql`update role_assignments set ends_at = now() - interval '1 minute'
      where school_id = ${school.schoolId} and role = 'dpo'`;
    expect((await team())?.body).toBe("trust-data");
    await sql`update schools set kind = 'community' where id = ${school.schoolId}`;
    expect(await team()).toBeNull();
  });
});
