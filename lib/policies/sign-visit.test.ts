import { sql as dsql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { policyVisits } from "@/db/schema/policies";
import { withScope } from "@/db/scope";
import {
  asOwner,
  type CastKey,
  ledgerOf,
  makeSchool,
  openAs,
  sendAs,
  type TestSchool,
} from "@/db/testing";
import { disposalApproved, keepingChanged } from "@/lib/retention/jobs";
import { listReviews, readReview } from "@/lib/retention/list-reviews";
import { approveDisposal, proposeDisposal, refuseDisposal } from "@/lib/retention/propose-disposal";
import { proposeVisits, visitsDue } from "@/lib/retention/propose-visits";
import { approveDisposalSchema } from "@/lib/retention/schema";
import { saveDoor, saveDoorSchema } from "@/lib/schools/save-door";
import { visitsCsv } from "./export";
import { boundOn } from "./list-acceptances";
import { loadPack } from "./load-pack";
import { publishVersion } from "./publish-version";
import { signVisitSchema } from "./schema";
import { findVisit, listVisits, signVisit } from "./sign-visit";

const as = async <T>(
  school: TestSchool,
  who: CastKey,
  work: Parameters<typeof withScope<T>>[1],
): Promise<T> => withScope(await school.as(who), work);

async function schoolWith(open = true) {
  const school = await makeSchool();
  const door = `elm-${school.schoolId.slice(0, 8)}`;
  const { versionId, policyId } = await as(school, "dsl", (tx, actor) =>
    loadPack(tx, actor, { pack: "S3" }),
  );
  await asOwner()`update policy_versions set binds = array['employee', 'visitor']
    where id = ${versionId}`;
  const { sha256 } = await as(school, "headteacher", (tx, actor) =>
    publishVersion(tx, actor, {
      versionId,
      approvedBy: "Governing body",
      approvedOn: "2026-07-06",
      nextReviewOn: "2027-07-05",
      accepted: true,
    }),
  );
  const save = (who: CastKey, how: "yes" | "no" = "yes") =>
    as(school, who, (tx, actor) => saveDoor(tx, actor, { which: "visit", door, open: how }));
  if (open) await save("dsl");
  return { school, policyId, versionId, sha256, door, save };
}
type School = Awaited<ReturnType<typeof schoolWith>>;
const visit = (at: School, more: Record<string, unknown> = {}, address = crypto.randomUUID()) =>
  signVisit(
    signVisitSchema.parse({
      key: crypto.randomUUID(),
      door: at.door,
      versions: [at.sha256],
      visitor: "Vera Guest",
      visiting: "The office",
      accepted: "yes",
      signature: "V Guest",
      ...more,
    }),
    address,
  );
const rows = (at: School) =>
  asOwner()`select name, visiting, sha256, signature_kind from policy_visits
    where school_id = ${at.school.schoolId}`;

describe("a visitor", () => {
  test("signs exactly what is in force where the school opened a page, once, and in the ledger", async () => {
    const at = await schoolWith();
    const found = await findVisit(at.door);
    expect(found?.school).toBe("Elm Primary");
    expect(found?.versions.map((version) => version.sha256)).toEqual([at.sha256]);
    expect(found?.versions[0]?.clauses.length).toBeGreaterThan(40);
    const key = crypto.randomUUID();
    await visit(at, { key });
    await visit(at, { key });
    expect(await rows(at)).toMatchObject([
      { name: "Vera Guest", visiting: "The office", sha256: at.sha256, signature_kind: "typed" },
    ]);
    expect(await ledgerOf(at.school.schoolId)).toContain("visitor-signed");
    await expect(visit(at, { versions: ["0".repeat(64)] })).rejects.toThrow("has changed");
    expect(await rows(at)).toHaveLength(1);
  });

  test("meets no page until headteacher or DSL opens it, nor once it is closed", async () => {
    const at = await schoolWith(false);
    expect(await findVisit(at.door)).toBeNull();
    for (const who of ["teacher", "admin", "chair"] as CastKey[])
      await expect(at.save(who), who).rejects.toThrow("Page not found");
    await expect(visit(at)).rejects.toThrow("has changed");
    await at.save("headteacher");
    await visit(at);
    await at.save("dsl", "no");
    expect(await findVisit(at.door)).toBeNull();
    await expect(visit(at)).rejects.toThrow("has changed");
    expect(await rows(at)).toHaveLength(1);
    expect(
      saveDoorSchema.safeParse({ which: "visit", door: "E P", open: "yes" }).error?.issues[0]
        ?.message,
    ).toBe("Enter 3 to 40 small letters, digits and hyphens");
  });

  test("is removed six years on by two people, and their name with it", async () => {
    const [at, other] = [await schoolWith(), await makeSchool()];
    const { schoolId } = at.school;
    const [old, fresh] = [crypto.randomUUID(), crypto.randomUUID()];
    await visit(at, { key: old });
    await visit(at, { key: fresh, visitor: "Nora Guest" });
    const aged = (years: number, days: number) =>
      asOwner()`update policy_visits set accepted_at =
        now() - make_interval(years => ${years}, days => ${days}) where id = ${old}`;
    const propose = (who: CastKey, school = at.school) =>
      as(school, who, (tx, actor) => proposeVisits(tx, actor, { sure: "yes" }));
    const due = () =>
      as(at.school, "dpo", async (tx, actor) => (await visitsDue(tx, actor))?.count ?? 0);
    const words = async () =>
      (await asOwner()`select value from ledger_openings where school_id = ${schoolId}`)
        .map((row) => String(row.value))
        .join();
    await aged(5, 360);
    expect(await due()).toBe(0);
    await expect(propose("dpo")).rejects.toMatchObject({ code: "conflict" });
    await aged(6, 2);
    expect(await due()).toBe(1);
    for (const who of ["dsl", "deputy", "admin", "teacher", "chair"] as CastKey[])
      await expect(propose(who), who).rejects.toMatchObject({ code: "not-found" });
    await expect(propose("dpo", other)).rejects.toMatchObject({ code: "conflict" });
    // The school's own period holds in the database too.
    const period = (version: number, years: number) =>
      asOwner()`insert into retention_periods values (${schoolId}, 'visitors', ${version},
        ${years}, 'So it was decided', now(), ${at.school.people.dpo})`;
    await period(1, 8);
    expect(await due()).toBe(0);
    await expect(
      as(at.school, "dpo", (tx) =>
        tx.execute(dsql`select sec.propose_visits('dpo', (now() - interval '7 years')::date, 6,
          now()::date)`),
      ),
    ).rejects.toMatchObject({ cause: { message: "not to be disposed of so" } });
    await period(2, 6);

    for (const role of ["dsl", "dpo"])
      await expect(
        as(at.school, "dsl", (tx) =>
          tx.execute(dsql`select sec.propose_visits(${role}, (now() - interval '7 years')::date, 6,
            now()::date)`),
        ),
        `by SQL as ${role}`,
      ).rejects.toMatchObject({ cause: { message: "not-found" } });
    // Of two at the same moment the second waits for the first, and finds it.
    let second: Promise<unknown> = Promise.resolve();
    await as(at.school, "dpo", async (tx, actor) => {
      await proposeVisits(tx, actor, { sure: "yes" });
      let waits = true;
      second = propose("headteacher").finally(() => {
        waits = false;
      });
      second.catch(() => {});
      while (waits && !(await asOwner()`select 1 from pg_locks where not granted`).length);
    });
    await expect(second).rejects.toMatchObject({ code: "conflict" });
    expect(await due()).toBe(0);
    await expect(propose("headteacher")).rejects.toMatchObject({ code: "conflict" });
    const [made] = await asOwner()`select id, case_id from disposals
      where school_id = ${schoolId}`;
    const [disposalId, caseId] = [String(made?.id), String(made?.case_id)];
    const approve = (who: CastKey, school = at.school) =>
      as(school, who, (tx, actor) =>
        approveDisposal(
          tx,
          actor,
          approveDisposalSchema.parse({ caseId, disposalId, sure: "yes" }),
        ),
      );
    for (const who of ["dsl", "chair", "admin"] as CastKey[])
      await expect(approve(who), who).rejects.toMatchObject({ code: "not-found" });
    await expect(approve("headteacher", other)).rejects.toMatchObject({ code: "not-found" });
    await expect(approve("dpo")).rejects.toMatchObject({ code: "check" });
    const list = await as(at.school, "headteacher", (tx, actor) =>
      listReviews(tx, actor, { tab: "proposed", page: 1 }),
    );
    expect(list.rows.map((row) => row.caseId)).toEqual([caseId]);
    const read = await as(at.school, "headteacher", (tx, actor) => readReview(tx, actor, caseId));
    expect(read).toMatchObject({ agreesAs: ["headteacher"], size: { entries: 1, reports: 0 } });
    await expect(
      as(at.school, "headteacher", (tx) =>
        tx.execute(dsql`select sec.hold_record(${caseId}::uuid, 'headteacher', 'legal', 'x',
          now()::date, 'x')`),
      ),
      "a hold is of a case",
    ).rejects.toMatchObject({ cause: { message: "not-found" } });
    // A longer period in between holds it, before the word and before the worker.
    await period(3, 7);
    await keepingChanged({ schoolId, rule: "visitors", personId: null });
    await expect(approve("headteacher")).rejects.toMatchObject({ code: "conflict" });
    await period(4, 6);
    await approve("headteacher");
    await expect(approve("headteacher")).rejects.toMatchObject({ code: "conflict" });
    expect(await words()).toContain("Vera Guest");
    await period(5, 7);
    await disposalApproved({ schoolId, disposalId });
    expect(await rows(at)).toHaveLength(2);
    await period(6, 6);

    const again = await propose("headteacher");
    const [next] = await asOwner()`select id from disposals where case_id = ${again.caseId}
      and refused_at is null`;
    const refused = {
      caseId: again.caseId,
      disposalId: String(next?.id),
      words: "One came back.",
    };
    expect(
      await as(at.school, "dpo", (tx, actor) => refuseDisposal(tx, actor, refused)),
    ).toMatchObject({ keeps: false });
    expect(await rows(at)).toHaveLength(2);

    // Without an officer the chair stands in.
    await asOwner()`update role_assignments set ends_at = now()
      where person_id = ${at.school.people.dpo} and role = 'dpo'`;
    const last = await propose("headteacher");
    const [third] = await asOwner()`select id from disposals where case_id = ${last.caseId}
      and refused_at is null`;
    const done = { caseId: last.caseId, disposalId: String(third?.id), sure: "yes" as const };
    await as(at.school, "chair", (tx, actor) => approveDisposal(tx, actor, done));
    const job = { schoolId, disposalId: done.disposalId };
    await disposalApproved(job);
    await disposalApproved(job);
    expect((await rows(at)).map((row) => row.name)).toEqual(["Nora Guest"]);
    expect(await words()).not.toContain("Vera Guest");
    expect(await words()).toContain("Nora Guest");
    const ended = await as(at.school, "headteacher", (tx, actor) =>
      readReview(tx, actor, last.caseId),
    );
    expect(ended.certificate).toMatchObject({ approvedAs: "chair", removed: { entries: 1 } });
    await expect(propose("headteacher")).rejects.toMatchObject({ code: "conflict" });
    expect((await ledgerOf(last.caseId)).filter((one) => one === "record-disposed")).toHaveLength(
      1,
    );
    expect((await ledgerOf(schoolId)).filter((one) => one === "visitor-signed")).toHaveLength(2);
    await expect(
      as(at.school, "headteacher", (tx, actor) =>
        proposeDisposal(tx, actor, { caseId: last.caseId, read: "yes" }),
      ),
    ).rejects.toMatchObject({ code: "not-found" });
  });

  test("is asked for everything, in words", () => {
    const { error } = signVisitSchema.safeParse({
      key: crypto.randomUUID(),
      door: "elm",
      versions: "a".repeat(64),
      visitor: "",
      visiting: "",
    });
    expect(error?.issues.map((issue) => issue.message)).toEqual([
      "Enter your name",
      "Enter whom you visit",
      "Tick that you have read and accept it",
    ]);
  });

  test("is stopped after sixty tries in fifteen minutes from one address", async () => {
    const at = await schoolWith();
    const address = crypto.randomUUID();
    for (let n = 0; n < 60; n++) await visit(at, {}, address);
    await expect(visit(at, {}, address)).rejects.toMatchObject({ code: "too-many" });
    await visit(at);
    expect(await rows(at)).toHaveLength(61);
  });

  test("is known to those who administer policies, and to nobody else", async () => {
    const at = await schoolWith();
    await visit(at, { visitor: "=SUM(1)", drawn: "M10 10L60 80L120 20L200 90" });
    for (const who of ["dsl", "headteacher", "dpo"] as CastKey[])
      expect(
        (await as(at.school, who, (tx, actor) => listVisits(tx, actor, at.policyId))).rows,
        who,
      ).toHaveLength(1);
    for (const who of ["teacher", "manager", "governor", "admin"] as CastKey[]) {
      await expect(
        as(at.school, who, (tx, actor) => listVisits(tx, actor, at.policyId)),
        who,
      ).rejects.toThrow("Page not found");
      expect(await as(at.school, who, (tx) => tx.select().from(policyVisits)), who).toEqual([]);
    }
    const csv = visitsCsv(
      await as(at.school, "dsl", (tx, actor) => listVisits(tx, actor, at.policyId)),
    );
    expect(csv.split("\r\n")[1]).toContain(`"'=SUM(1)","The office"`);
    expect(csv).toContain(`"drawn","${at.sha256}"`);
  });

  test("who is named in a case had accepted it that day, under the name they signed in by", async () => {
    const at = await schoolWith();
    await visit(at, { visitor: "walter crane" });
    const { reportId } = await sendAs(at.school, "teacher", {
      type: "CYB",
      affected: "me",
      named0Name: "Walter Crane",
      named0Kind: "outsider",
    });
    const { caseId } = await openAs(at.school, "headteacher", reportId);
    const on = (day: string) =>
      as(at.school, "headteacher", (tx, actor) => boundOn(tx, actor, caseId, day));
    const today = new Date().toISOString().slice(0, 10);
    expect(await on(today)).toMatchObject([
      { person: "Walter Crane", visited: true, lapsed: false, dueOn: null },
    ]);
    expect(await on("2026-09-10")).toEqual([]);
  });
});
