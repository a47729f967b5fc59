import { randomUUID } from "node:crypto";
import type postgres from "postgres";
import { afterAll, describe, expect, test } from "vitest";
import { connect } from "@/db/migrate";
import { testDatabase } from "@/db/test-database";
import { asOwner as behindTheWalls } from "@/db/testing";
import type { StaffLine } from "@/lib/people/read-staff-list";
import { roleWords } from "@/lib/reports/labels";
import { schoolSchema } from "@/lib/schools/schema";
import { asOwner, goLive, inviteAgain, schoolGaps, setUpSchool } from "./set-up-school";

const planOf = (name: string, urn: string, trust: string | null = "Rowan Trust") =>
  schoolSchema.parse({
    trust,
    name,
    nation: "england",
    urn,
    phase: "primary",
    kind: "academy",
    pupilsOnRoll: 212,
    safeguardingPhone: "01632 960 300",
    outOfHours: "Duty team, 01632 960 399",
    terms: [{ name: "Autumn 2026", startsOn: "2026-09-02", endsOn: "2026-12-18" }],
    insetDays: ["2026-09-02"],
    administrator: { name: "Ada Nunn", email: "ada@rowan.example" },
  });
const line = (
  name: string,
  roles: StaffLine["roles"],
  manager: string | null = null,
): StaffLine => ({
  name,
  email: `${name.toLowerCase().replace(/[^a-z]+/g, ".")}@rowan.example`,
  engagement: roles.includes("chair") || roles.includes("vice-chair") ? "governor" : "employee",
  jobTitle: "",
  roles,
  manager,
});
const staff: StaffLine[] = [
  line("Helen Marsh", ["staff", "headteacher"]),
  line("Dilys Hughes", ["staff", "dsl"]),
  line("Ben Adeyemi", ["staff", "deputy-dsl", "line-manager"]),
  line("Carol Finch", ["chair"]),
  line("Vikram Rao", ["vice-chair"]),
  line("Thea Lund", ["trust-lead"]),
  line("Dmitri Vale", ["staff", "dpo"]),
  line("Asha Patel", ["staff"], "ben.adeyemi@rowan.example"),
];

/** A migrated database that holds nothing, for one test. */
const opened: { sql: postgres.Sql; name: string }[] = [];
async function emptyDatabase(): Promise<postgres.Sql> {
  const name = `daybook_test_setup_${randomUUID().slice(0, 8)}`;
  await behindTheWalls().unsafe(`create database ${name} template daybook_template`);
  const url = new URL(testDatabase().adminUrl);
  url.pathname = `/${name}`;
  const sql = connect(url.href);
  opened.push({ sql, name });
  return sql;
}
afterAll(async () => {
  for (const { sql, name } of opened) {
    await sql.end();
    await behindTheWalls().unsafe(`drop database ${name} with (force)`);
  }
});

const countAll = async (sql: postgres.Sql) => {
  const counts: Record<string, number> = {};
  for (const table of [
    "installation",
    "trusts",
    "schools",
    "terms",
    "inset_days",
    "routes",
    "concern_types",
    "people",
    "role_assignments",
    "accounts",
    "invitations",
    "ledger_leaves",
  ]) {
    const [row] = await sql.unsafe(`select count(*)::int as n from ${table}`);
    counts[table] = row?.n;
  }
  return counts;
};
const acceptAll = (sql: postgres.Sql) => sql`update accounts set state = 'active'`;

describe("setting up a school", () => {
  test("adds it with its people once, and nothing when it is done again", async () => {
    const sql = await emptyDatabase();
    const plan = planOf("Rowan Primary", "123456");
    const first = await asOwner(sql, (tx) => setUpSchool(tx, plan, staff));
    const counts = await countAll(sql);
    expect(counts).toMatchObject({
      installation: 1,
      trusts: 1,
      schools: 1,
      terms: 1,
      inset_days: 1,
      people: 9,
      accounts: 9,
      invitations: 9,
    });
    expect(first).toMatchObject({ school: "added", people: 9 });
    expect(new Set(first.invited.map((to) => to.token)).size).toBe(9);
    const second = await asOwner(sql, (tx) => setUpSchool(tx, plan, staff));
    expect(second).toEqual({ schoolId: first.schoolId, school: "known", people: 0, invited: [] });
    expect(await countAll(sql)).toEqual(counts);
    const [asha] = await sql`select m.name from people p join people m on m.id = p.line_manager_id
      where p.name = 'Asha Patel'`;
    expect(asha?.name).toBe("Ben Adeyemi");
  });

  test("a second school of the trust stands beside the first, with its own people", async () => {
    const sql = await emptyDatabase();
    const one = planOf("Rowan Primary", "123456");
    const two = planOf("Sorbus Infants", "123457", "rowan trust");
    const first = await asOwner(sql, (tx) => setUpSchool(tx, one, staff));
    const second = await asOwner(sql, (tx) => setUpSchool(tx, two, staff));
    expect(second.schoolId).not.toBe(first.schoolId);
    const schools = await sql`select trust_id from schools`;
    expect(new Set(schools.map((row) => row.trust_id)).size).toBe(1);
    const [found] =
      await sql`select count(*)::int as n from people where school_id = ${second.schoolId}`;
    expect(found?.n).toBe(9);
    await expect(
      asOwner(sql, (tx) => setUpSchool(tx, planOf("Another name", "123456"), [])),
    ).rejects.toThrow("URN 123456 is Rowan Primary already, not Another name");
  });

  test("a changed telephone number is taken over, and stands in the ledger", async () => {
    const sql = await emptyDatabase();
    const plan = planOf("Rowan Primary", "123456");
    await asOwner(sql, (tx) => setUpSchool(tx, plan, []));
    await asOwner(sql, (tx) =>
      setUpSchool(tx, { ...plan, safeguardingPhone: "01632 960 777" }, []),
    );
    const [school] = await sql`select safeguarding_phone from schools`;
    expect(school?.safeguarding_phone).toBe("01632 960 777");
    const leaves = await sql`select leaf from ledger_leaves`;
    const actions = leaves.map((row) => JSON.parse(row.leaf).action);
    expect(actions.filter((action) => action === "school-changed")).toHaveLength(1);
    expect(JSON.stringify(leaves)).not.toMatch(/Rowan|Ada|01632/);
  });

  test("goes live only when every route reaches somebody who has accepted", async () => {
    const sql = await emptyDatabase();
    const plan = planOf("Rowan Primary", "123456");
    const { schoolId } = await asOwner(sql, (tx) => setUpSchool(tx, plan, staff.slice(0, 2)));
    const live = async () => (await sql`select live_at from schools`)[0]?.live_at;
    const go = () => asOwner(sql, (tx) => goLive(tx, schoolId, roleWords));
    expect(await go()).toContain("Nobody is chair of governors.");
    await asOwner(sql, (tx) => setUpSchool(tx, plan, staff));
    expect(await go()).toContain(
      "Carol Finch (chair of governors) has not accepted the invitation.",
    );
    expect(await live()).toBeNull();
    await acceptAll(sql);
    await sql`update accounts set state = 'suspended' where email = 'thea.lund@rowan.example'`;
    expect(await go()).toContain("Nobody is trust lead.");
    expect(await live()).toBeNull();
    await acceptAll(sql);
    expect(await go()).toEqual([]);
    expect(await live()).toBeInstanceOf(Date);
    const since = await live();
    expect(await go()).toEqual([]);
    expect(await live()).toEqual(since);
  });

  test("once a school is live an old list gives nobody a role back", async () => {
    const sql = await emptyDatabase();
    const plan = planOf("Rowan Primary", "123456");
    const { schoolId } = await asOwner(sql, (tx) => setUpSchool(tx, plan, staff));
    await acceptAll(sql);
    await asOwner(sql, (tx) => goLive(tx, schoolId, roleWords));
    await sql`delete from role_assignments where role = 'dsl'`;
    const more = [...staff, line("New Person", ["staff", "dpo"])];
    expect((await asOwner(sql, (tx) => setUpSchool(tx, plan, more))).people).toBe(1);
    const [dsl] = await sql`select count(*)::int as n from role_assignments where role = 'dsl'`;
    expect(dsl?.n).toBe(0);
    expect(await asOwner(sql, (tx) => schoolGaps(tx, schoolId, roleWords))).toEqual([
      "Nobody is designated safeguarding lead (DSL).",
    ]);
  });

  test("new invitations end the old ones, for those alone who have not accepted", async () => {
    const sql = await emptyDatabase();
    const plan = planOf("Rowan Primary", "123456");
    const { schoolId } = await asOwner(sql, (tx) => setUpSchool(tx, plan, staff.slice(0, 2)));
    await sql`update accounts set state = 'active' where email = 'ada@rowan.example'`;
    const again = await asOwner(sql, (tx) => inviteAgain(tx, schoolId));
    expect(again.map((to) => to.name)).toEqual(["Dilys Hughes", "Helen Marsh"]);
    const [open] = await sql`select count(*)::int as n from invitations i
      join accounts a on a.id = i.account_id where a.state = 'invited' and i.expires_at > now()`;
    expect(open?.n).toBe(2);
  });

  test("a failure half way leaves nothing", async () => {
    const sql = await emptyDatabase();
    const twice = [line("Helen Marsh", ["staff"]), line("Helen Marsh", ["staff"])];
    await expect(
      asOwner(sql, (tx) => setUpSchool(tx, planOf("Rowan Primary", "123456"), twice)),
    ).rejects.toThrow("accounts_email");
    expect(Object.values(await countAll(sql)).every((n) => n === 0)).toBe(true);
  });
});

describe("what a database is", () => {
  test("a demo takes no real school", async () => {
    const sql = await emptyDatabase();
    await sql`insert into installation values (true, true, 'demo.daybook', now())`;
    await expect(
      asOwner(sql, (tx) => setUpSchool(tx, planOf("Rowan Primary", "123456"), [])),
    ).rejects.toThrow("This database is a demo");
  });

  test("is said once: neither owner nor superuser turns a school into a demo", async () => {
    const sql = await emptyDatabase();
    await asOwner(sql, (tx) => setUpSchool(tx, planOf("Rowan Primary", "123456"), []));
    for (const statement of [
      "update installation set demo = true",
      "delete from installation",
      "truncate installation",
    ])
      await expect(sql.unsafe(statement)).rejects.toThrow("does not change");
    const [row] = await sql`select demo from installation`;
    expect(row?.demo).toBe(false);
  });
});
