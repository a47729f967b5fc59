import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, makeSchool, type TestSchool } from "@/db/testing";
import { invitePerson } from "@/lib/people/invite-person";
import { reinstateAccount, suspendAccount } from "@/lib/people/suspend-account";
import { acceptInvitation, findInvitation } from "./accept-invitation";
import { openIdentity } from "./open-session";
import { hashToken } from "./seal-secret";

const issuer = "https://directory.example";
const someone = () => ({ issuer, subject: crypto.randomUUID() });
const invite = async (school: TestSchool, email = `${crypto.randomUUID()}@school.example`) =>
  withScope(await school.as("admin"), (tx, actor) =>
    invitePerson(tx, actor, { name: "New Person", email, engagement: "employee", jobTitle: "" }),
  );
const enter = (who: { issuer: string; subject: string }, invitation?: string) =>
  openIdentity({ ...who, factor: false, agent: "test", invitation });
const personIn = (token: string | null) =>
  withScope({ tokenHash: hashToken(token ?? "").toString("hex") }, async (_tx, actor) => actor);
const identities = (school: TestSchool) =>
  asOwner()`select subject from identities where school_id = ${school.schoolId}`;

describe("an invitation", () => {
  test("makes one account, once, by whichever way comes first", async () => {
    const school = await makeSchool();
    const { token } = await invite(school);
    expect(await findInvitation(token)).toMatchObject({ name: "New Person" });
    const both = await Promise.all([
      acceptInvitation(token, "one"),
      acceptInvitation(token, "two"),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await findInvitation(token)).toBeNull();
    expect(await enter(someone(), token)).toBeNull();
    expect(await identities(school)).toEqual([]);
  });

  test("serves for seven days", async () => {
    const { token } = await invite(await makeSchool());
    const age = (left: string) =>
      asOwner()`update invitations set expires_at = now() + ${left}::interval
        where token_hash = ${hashToken(token)}`;
    await age("1 minute");
    expect(await findInvitation(token)).not.toBeNull();
    await age("0 seconds");
    expect(await findInvitation(token)).toBeNull();
    expect(await acceptInvitation(token, "hash")).toBe(false);
    expect(await enter(someone(), token)).toBeNull();
  });

  test("of a suspended person does nothing, and serves when they are let in again", async () => {
    const school = await makeSchool();
    const { token, personId } = await invite(school);
    await asOwner()`update accounts set state = 'active' where person_id = ${personId}`;
    const admin = await school.as("admin");
    await withScope(admin, (tx, actor) => suspendAccount(tx, actor, { personId }));
    const who = someone();
    expect(await enter(who, token)).toBeNull();
    expect(await acceptInvitation(token, "hash")).toBe(false);
    expect(await identities(school)).toEqual([]);
    await withScope(admin, (tx, actor) => reinstateAccount(tx, actor, { personId }));
    expect((await personIn(await enter(who, token))).personId).toBe(personId);
  });
});

describe("an identity of the school's directory", () => {
  test("gets in once an invitation linked it, and is in the ledger by code", async () => {
    const school = await makeSchool();
    const { token, personId } = await invite(school);
    const who = someone();
    expect(await enter(who)).toBeNull();
    expect((await personIn(await enter(who, token))).personId).toBe(personId);
    expect((await personIn(await enter(who))).personId).toBe(personId);
    const leaves = await asOwner()`select leaf::json ->> 'reason' as reason from ledger_leaves
      where school_id = ${school.schoolId} and leaf::json ->> 'action' = 'signed-in'`;
    expect(leaves.map((leaf) => leaf.reason)).toEqual(["oidc", "oidc"]);
  });

  test("is known by issuer and subject together, never by what it calls itself", async () => {
    const school = await makeSchool();
    const { token } = await invite(school);
    const who = someone();
    await enter(who, token);
    expect(await enter({ issuer: "https://elsewhere.example", subject: who.subject })).toBeNull();
    const [account] = await asOwner()`select email from accounts
      where school_id = ${school.schoolId} limit 1`;
    expect(await enter({ issuer, subject: String(account?.email) })).toBeNull();
  });

  test("of one person at a school cannot take a second invitation there", async () => {
    const school = await makeSchool();
    const who = someone();
    const mine = await invite(school);
    await enter(who, mine.token);
    const theirs = await invite(school);
    expect(await enter(who, theirs.token)).toBeNull();
    expect(await findInvitation(theirs.token)).not.toBeNull();
    expect((await personIn(await enter(who))).personId).toBe(mine.personId);
  });

  test("at two schools with one e-mail needs an invitation from each", async () => {
    const [one, two] = [await makeSchool(), await makeSchool()];
    const email = `${crypto.randomUUID()}@trust.example`;
    const [first, second] = [await invite(one, email), await invite(two, email)];
    const who = someone();
    expect((await personIn(await enter(who, first.token))).schoolId).toBe(one.schoolId);
    expect(await identities(two)).toEqual([]);
    expect((await personIn(await enter(who))).schoolId).toBe(one.schoolId);
    expect((await personIn(await enter(who, second.token))).schoolId).toBe(two.schoolId);
  });

  test("of a suspended person is refused like an unknown one", async () => {
    const school = await makeSchool();
    const { token, personId } = await invite(school);
    const who = someone();
    await enter(who, token);
    const admin = await school.as("admin");
    await withScope(admin, (tx, actor) => suspendAccount(tx, actor, { personId }));
    expect(await enter(who)).toBeNull();
  });
});
