import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import {
  addPerson,
  asOwner,
  type CastKey,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { drawPages } from "@/lib/cases/draw-pages";
import { acknowledgeVersion } from "./acknowledge-version";
import { acceptancesCsv, policyPages } from "./export";
import { boundOn, exportAcceptances, listAcceptances, trustRates } from "./list-acceptances";
import { loadPack } from "./load-pack";
import { publishVersion } from "./publish-version";
import { policyById } from "./queries";

const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: Parameters<typeof withScope<T>>[1],
  at?: Date,
): Promise<T> => withScope({ ...(await school.as(who)), ...(at ? { at } : {}) }, work);

async function schoolWith() {
  const school = await makeSchool();
  const { versionId, policyId } = await as(school, "dsl", (tx, actor) =>
    loadPack(tx, actor, { pack: "S3" }),
  );
  const { sha256 } = await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, {
      versionId,
      approvedBy: "Governing body",
      approvedOn: "2026-07-06",
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  const accept = (who: CastKey, at?: Date, drawn = "") =>
    as(
      school,
      who,
      (tx, actor) =>
        acknowledgeVersion(tx, actor, {
          policyId,
          sha256,
          accepted: "yes",
          name: "Printed Name",
          signature: "signed",
          drawn,
        }),
      at,
    );
  return { school, versionId, policyId, sha256, accept };
}
const path = "M10 10L60 80L120 20L200 90";

describe("who has accepted a version", () => {
  test("is counted by group for those who administer it, and for a manager in their team alone", async () => {
    const { school, policyId, accept } = await schoolWith();
    const supply = await addPerson(school.schoolId, { name: "Sue Supply" });
    await asOwner()`update people set engagement = 'supply' where id = ${supply}`;
    await accept("teacher");
    await accept("governor");
    const all = await as(school, "dsl", (tx, actor) => listAcceptances(tx, actor, policyId));
    const group = (name: string) => all.groups.find((one) => one.as === name);
    expect(group("supply")).toEqual({ as: "supply", bound: 1, accepted: 0 });
    expect(group("governor")).toMatchObject({ accepted: 1 });
    expect(group("employee")).toMatchObject({ accepted: 1 });
    const team = await as(school, "manager", (tx, actor) => listAcceptances(tx, actor, policyId));
    expect(team.groups).toEqual([{ as: "employee", bound: 2, accepted: 1 }]);
    expect(team.people?.map((person) => person.name)).toEqual(["Colin Webb", "Tara Quinn"]);
  });

  test("counts no acceptance that is over, for anybody", async () => {
    const { school, policyId, accept } = await schoolWith();
    await accept("teacher", new Date(Date.now() - 366 * 24 * 60 * 60 * 1000));
    const all = await as(school, "dsl", (tx, actor) => listAcceptances(tx, actor, policyId));
    expect(all.groups.every((group) => group.accepted === 0)).toBe(true);
    expect(all.people?.find((person) => person.name === "Tara Quinn")).toMatchObject({
      at: null,
      before: expect.any(Date),
    });
  });

  test("comes in pages, the missing first", async () => {
    const { school, policyId, accept } = await schoolWith();
    for (let n = 0; n < 110; n++) await addPerson(school.schoolId, { name: `Person ${n}` });
    await accept("teacher");
    const page = (n: number) =>
      as(school, "dsl", (tx, actor) => listAcceptances(tx, actor, policyId, n));
    const [one, two] = [await page(1), await page(2)];
    expect([one.people?.length, one.more, two.more]).toEqual([100, true, false]);
    expect(two.people?.at(-1)?.name).toBe("Tara Quinn");
  });

  test("is a file with name, version, hash, time and kind of signature, for no governor", async () => {
    const { school, policyId, sha256, accept } = await schoolWith();
    await accept("teacher", new Date("2026-11-20T09:00:00Z"), path);
    await accept("colleague");
    const csv = async (who: CastKey) =>
      acceptancesCsv(await as(school, who, (tx, actor) => exportAcceptances(tx, actor, policyId)));
    const lines = (await csv("manager")).split("\r\n");
    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(
      new RegExp(
        `^"Tara Quinn","Employees",".*","1","2026-11-20T09:00:00.000Z","Printed Name","drawn","${sha256}"$`,
      ),
    );
    expect(lines[1]).toContain('"typed"');
    expect(await csv("dsl")).toContain('"not yet"');
    for (const who of ["governor", "chair", "teacher", "admin"] as CastKey[])
      await expect(csv(who), who).rejects.toThrow("Page not found");
  });
});

describe("a trust lead", () => {
  test("sees a rate of each school the same sign-in leads to, none of too few, and of no other", async () => {
    const [one, two, other] = [await schoolWith(), await schoolWith(), await schoolWith()];
    const sql = asOwner();
    const names = ["One", "Two", "Zoo"].map((name) => `${name} ${crypto.randomUUID()}`);
    for (const [i, { school }] of [one, two, other].entries()) {
      await school.as("trustLead");
      await sql`update schools set name = ${names[i] ?? ""} where id = ${school.schoolId}`;
      await sql`insert into identities (school_id, issuer, subject, account_id, linked_at)
        select ${school.schoolId}, 'https://login.example', ${names[i < 2 ? 0 : 2] ?? ""},
          id, now() from accounts where person_id = ${school.people.trustLead}`;
    }
    for (let n = 0; n < 12; n++) await addPerson(two.school.schoolId, { name: `Person ${n}` });
    await two.accept("teacher");
    const lead = () => as(one.school, "trustLead", (tx, actor) => trustRates(tx, actor));
    const rates = await lead();
    expect(rates.map((row) => row.school)).toEqual([names[0], names[1]]);
    expect(rates[0]?.rate).toBeNull();
    expect(rates[1]?.rate).toBe(4);
    for (const who of ["headteacher", "chair", "teacher"] as CastKey[])
      expect(await as(one.school, who, (tx, actor) => trustRates(tx, actor)), who).toEqual([]);
    await sql`update accounts set state = 'suspended' where person_id = ${two.school.people.trustLead}`;
    expect(await lead()).toHaveLength(1);
  });
});

describe("at a decision", () => {
  test("a new starter is shown with the day until which they had to accept it", async () => {
    const { school, versionId, accept } = await schoolWith();
    const sql = asOwner();
    await sql`update policy_versions set published_at = '2026-09-03T09:00:00Z' where id = ${versionId}`;
    await sql`update people set created_at = '2026-10-05T08:00:00Z' where id = ${school.people.colleague}`;
    const { reportId } = await sendAs(school, "teacher", {
      type: "APB",
      affected: "school",
      named0Name: "Colin Webb",
    });
    const { caseId } = await openAs(school, "headteacher", reportId);
    const on = (day: string) =>
      as(school, "headteacher", (tx, actor) => boundOn(tx, actor, caseId, day));
    // Ten school days after Monday the 5th.
    expect(await on("2026-10-08")).toMatchObject([
      { acceptedAt: null, dueOn: "2026-10-19", lapsed: false },
    ]);
    await accept("colleague", new Date("2026-10-09T08:00:00Z"));
    expect(await on("2026-10-12")).toMatchObject([{ dueOn: null, lapsed: false }]);
    const later = await on("2027-10-09");
    expect(later).toMatchObject([{ lapsed: true, acceptedAt: expect.any(Date) }]);
    expect(later[0]?.dueOn).toMatch(/^2027-10-2\d$/);
  });
});

describe("a version as a document", () => {
  test("is tagged, with its headings and every clause", async () => {
    const { school, policyId } = await schoolWith();
    const { shown } = await as(school, "teacher", (tx, actor) => policyById(tx, actor, policyId));
    const pages = policyPages(shown, "Elm Primary");
    const words = pages.sections.flatMap((section) => section.facts.map(([, value]) => value));
    for (const clause of shown.clauses) expect(words).toContain(clause.words);
    expect(words).toContain(shown.sha256);
    const pdf = await drawPages({ ...pages, at: new Date("2026-11-21T10:00:00Z") });
    for (const mark of ["/StructTreeRoot", "/MarkInfo", "/Lang (en-GB)"])
      expect(pdf.includes(mark), mark).toBe(true);
  });
});
