import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, signInAs, type TestSchool } from "@/db/testing";
import { assignRole } from "./assign-role";
import { endRole } from "./end-role";
import { invitePerson } from "./invite-person";
import { resetFactor } from "./reset-factor";
import { reinstateAccount, suspendAccount } from "./suspend-account";

const assignmentOf = async (school: TestSchool, who: CastKey, role: string) => {
  const [row] =
    await asOwner()`select id from role_assignments where person_id = ${school.people[who]}
    and role = ${role}`;
  return String(row?.id);
};

describe("people and access", () => {
  test("an administrator gives and ends a role; others find no such page", async () => {
    const school = await makeSchool();
    const input = { personId: school.people.colleague, role: "line-manager" as const, until: null };
    await withScope(await school.as("admin"), (tx, actor) => assignRole(tx, actor, input));
    const roles = await withScope(await school.as("colleague"), async (_tx, actor) => actor.roles);
    expect(roles).toContain("line-manager");
    for (const who of ["teacher", "dsl", "headteacher", "governor"] as CastKey[]) {
      await expect(
        withScope(await school.as(who), (tx, actor) => assignRole(tx, actor, input)),
      ).rejects.toThrow("Page not found");
    }
  });

  test("a role that opens other people's reports is given under the eyes of headteacher and DSL", async () => {
    const school = await makeSchool();
    const give = async (role: "deputy-dsl" | "staff") =>
      withScope(await school.as("admin"), (tx, actor) =>
        assignRole(tx, actor, { personId: school.people.colleague, role, until: null }),
      );
    const told = async () =>
      (
        await asOwner()`select person_id, path from notices where kind = 'role-given'
          and school_id = ${school.schoolId} order by path desc`
      ).map((row) => [row.person_id, row.path]);
    await give("staff");
    expect(await told()).toEqual([]);
    await give("deputy-dsl");
    expect(await told()).toEqual([
      [school.people.headteacher, `/people/${school.people.colleague}`],
      [school.people.dsl, "/notices"],
    ]);
  });

  test("nobody gives a role to themself or to somebody of another school", async () => {
    const [mine, other] = [await makeSchool(), await makeSchool()];
    for (const personId of [mine.people.admin, other.people.colleague, mine.people.pupil]) {
      await expect(
        withScope(await mine.as("admin"), (tx, actor) =>
          assignRole(tx, actor, { personId, role: "dsl", until: null }),
        ),
      ).rejects.toThrow("Page not found");
    }
  });

  test("a role without which some report would reach nobody cannot be ended", async () => {
    const school = await makeSchool();
    const admin = await school.as("admin");
    const ending = async (who: CastKey, role: string) => ({
      personId: school.people[who],
      assignmentId: await assignmentOf(school, who, role),
    });
    const spare = await ending("governor", "governor");
    await withScope(admin, (tx, actor) => endRole(tx, actor, spare));
    const needed = await ending("trustLead", "trust-lead");
    await expect(withScope(admin, (tx, actor) => endRole(tx, actor, needed))).rejects.toThrow(
      "would reach nobody",
    );
    const still = await withScope(await school.as("trustLead"), async (_tx, actor) => actor.roles);
    expect(still).toContain("trust-lead");
  });

  test("a suspended account is shut out at its next request, and let in again", async () => {
    const school = await makeSchool();
    const claims = await signInAs(school.schoolId, school.people.colleague);
    const person = { personId: school.people.colleague };
    await withScope(await school.as("admin"), (tx, actor) => suspendAccount(tx, actor, person));
    await expect(withScope(claims, async () => 1)).rejects.toThrow("signed out");
    await withScope(await school.as("admin"), (tx, actor) => reinstateAccount(tx, actor, person));
    expect(await withScope(claims, async () => 1)).toBe(1);
  });

  test("resetting a factor ends the person's sessions and reads nothing", async () => {
    const school = await makeSchool();
    const claims = await signInAs(school.schoolId, school.people.dsl);
    await withScope(await school.as("admin"), (tx, actor) =>
      resetFactor(tx, actor, { personId: school.people.dsl }),
    );
    await expect(withScope(claims, async () => 1)).rejects.toThrow("signed out");
  });

  test("an invitation makes one account, and an address is taken once", async () => {
    const school = await makeSchool();
    const input = {
      name: "New Person",
      email: "new@school.example",
      engagement: "employee" as const,
      jobTitle: "",
    };
    const { token } = await withScope(await school.as("admin"), (tx, actor) =>
      invitePerson(tx, actor, input),
    );
    expect(token).toHaveLength(32);
    const [row] =
      await asOwner()`select count(*)::int as n from invitations where school_id = ${school.schoolId}
      and encode(token_hash, 'escape') like ${`%${token}%`}`;
    expect(row?.n).toBe(0);
    await expect(
      withScope(await school.as("admin"), (tx, actor) => invitePerson(tx, actor, input)),
    ).rejects.toMatchObject({ fields: { email: expect.stringContaining("already signs in") } });
  });
});
