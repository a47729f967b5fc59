import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withNobody, withScope } from "@/db/scope";
import { asOwner, type CastKey, makeSchool, type TestSchool } from "@/db/testing";
import { endRole } from "@/lib/people/end-role";
import { changePassword } from "./change-password";
import { hashPassword, openSession } from "./open-session";
import { hashThrottle, hashToken, hex } from "./seal-secret";

const password = "three words together";
const cheap = hashPassword(password);
const anyone = () => `${crypto.randomUUID()}@school.example`;
const anywhere = () => `address ${crypto.randomUUID()}`;

/** An account with a password for one of the cast. */
async function give(
  school: TestSchool,
  who: CastKey,
  { email = anyone(), state = "active", hash = null as string | null } = {},
) {
  await asOwner()`insert into accounts (school_id, id, person_id, email, password_hash, state, created_at)
    values (${school.schoolId}, ${crypto.randomUUID()}, ${school.people[who]}, ${email},
      ${hash ?? (await cheap)}, ${state}, now())`;
  return email;
}
const attempt = (email: string, typed: string, address = anywhere()) =>
  openSession({ email, password: typed, address, agent: "test" });
const claimsOf = (token: string) => ({ tokenHash: hashToken(token).toString("hex") });
const signIn = async (email: string) => claimsOf((await attempt(email, password)) ?? "");
const schoolOf = (token: string | null) =>
  withScope(claimsOf(token ?? ""), async (_tx, actor) => actor.schoolId);
const standing = async (tokenHash: string) => {
  const [row] = await withNobody((tx) =>
    tx.execute(sql`select sec.touch_session(${hex(Buffer.from(tokenHash, "hex"))}) as is`),
  );
  return row?.is;
};
const tooMany = { code: "too-many" };

describe("signing in with a password", () => {
  test("opens a session, and the ledger says so with codes only", async () => {
    const school = await makeSchool();
    const email = await give(school, "teacher");
    expect(await schoolOf(await attempt(email, password))).toBe(school.schoolId);
    expect(await attempt(email, "another password")).toBeNull();
    const leaves = await asOwner()`select leaf::json ->> 'action' as action,
      leaf::json ->> 'reason' as reason from ledger_leaves where school_id = ${school.schoolId}
      order by at`;
    expect(leaves.map((l) => `${l.action} ${l.reason}`)).toEqual([
      "pseudonym-made null",
      "signed-in password",
      "sign-in-failed password",
    ]);
  });

  test("answers the same to a wrong password, a suspended, an invited and an unknown one", async () => {
    const school = await makeSchool();
    const emails = [
      await give(school, "teacher"),
      await give(school, "colleague", { state: "suspended" }),
      await give(school, "manager", { state: "invited" }),
      anyone(),
    ];
    expect(await attempt(emails[0] ?? "", "wrong")).toBeNull();
    for (const email of emails.slice(1)) expect(await attempt(email, password)).toBeNull();
  });

  test("one address at two schools leads to the school whose password it is", async () => {
    const [mine, other] = [await makeSchool(), await makeSchool()];
    const email = await give(mine, "teacher");
    await give(other, "teacher", { email, hash: await hashPassword("the other password") });
    expect(await schoolOf(await attempt(email, password))).toBe(mine.schoolId);
    expect(await schoolOf(await attempt(email, "the other password"))).toBe(other.schoolId);
    expect(await attempt(email, "neither")).toBeNull();
  });
});

describe("tries are counted", () => {
  test("ten of one account from one address, then even the right password waits", async () => {
    const school = await makeSchool();
    const [email, colleague] = [await give(school, "teacher"), await give(school, "colleague")];
    const here = anywhere();
    for (let i = 0; i < 10; i++) expect(await attempt(email, "wrong", here)).toBeNull();
    await expect(attempt(email, password, here)).rejects.toMatchObject(tooMany);
    expect(await attempt(email, password, anywhere())).not.toBeNull();
    expect(await attempt(colleague, password, here)).not.toBeNull();
    await asOwner()`update sign_in_failures set at = at - interval '15 minutes'
      where throttle_key = ${hashThrottle("account", `${email} from ${here}`)}`;
    expect(await attempt(email, password, here)).not.toBeNull();
  });

  test("forty at once are judged no more than ten times", async () => {
    const school = await makeSchool();
    const email = await give(school, "teacher");
    const here = anywhere();
    const answers = await Promise.allSettled(
      Array.from({ length: 40 }, () => attempt(email, "wrong", here)),
    );
    expect(answers.filter((a) => a.status === "fulfilled")).toHaveLength(10);
  });

  test("an account nobody has runs out just as one that exists", async () => {
    const [email, here] = [anyone(), anywhere()];
    for (let i = 0; i < 10; i++) expect(await attempt(email, "wrong", here)).toBeNull();
    await expect(attempt(email, "wrong", here)).rejects.toMatchObject(tooMany);
  });

  test("fifty of one account from anywhere, and a hundred from one address", async () => {
    const school = await makeSchool();
    const email = await give(school, "teacher");
    const here = anywhere();
    const fill = (key: Buffer, n: number) =>
      asOwner()`insert into sign_in_failures (id, throttle_key, at)
        select gen_random_uuid(), ${key}, now() from generate_series(1, ${n})`;
    await fill(hashThrottle("account", email), 49);
    expect(await attempt(email, password)).not.toBeNull();
    expect(await attempt(email, "wrong")).toBeNull();
    await expect(attempt(email, password)).rejects.toMatchObject(tooMany);
    await fill(hashThrottle("address", here), 99);
    const neighbour = await give(school, "colleague");
    expect(await attempt(neighbour, password, here), "a right one is not counted").not.toBeNull();
    expect(await attempt(neighbour, "wrong", here)).toBeNull();
    await expect(attempt(neighbour, password, here)).rejects.toMatchObject(tooMany);
  });

  test("a right one forgets one's own failures here", async () => {
    const school = await makeSchool();
    const email = await give(school, "teacher");
    const here = anywhere();
    for (let round = 0; round < 2; round++) {
      for (let i = 0; i < 9; i++) await attempt(email, "wrong", here);
      expect(await attempt(email, password, here)).not.toBeNull();
    }
  });
});

describe("a session ends", () => {
  test("when idle, and slides while it is used", async () => {
    const school = await makeSchool();
    const { tokenHash } = await signIn(await give(school, "teacher"));
    const set = (ago: string, left: string) =>
      asOwner()`update sessions set last_seen_at = now() - ${ago}::interval,
        idle_expires_at = now() + ${left}::interval where token_hash = ${Buffer.from(tokenHash, "hex")}`;
    await set("29 minutes", "1 minute");
    expect(await standing(tokenHash)).toBe("whole");
    const left = await withScope(
      { tokenHash },
      async (_tx, actor) => +actor.idleExpiresAt - +actor.at,
    );
    expect(left).toBeGreaterThan(29 * 60_000);
    await set("30 minutes", "-1 second");
    expect(await standing(tokenHash)).toBe("idle");
    await expect(withScope({ tokenHash }, async () => 1)).rejects.toThrow("signed out");
  });

  test("at its absolute limit, however much it is used", async () => {
    const school = await makeSchool();
    const { tokenHash } = await signIn(await give(school, "teacher"));
    await asOwner()`update sessions set absolute_expires_at = now()
      where token_hash = ${Buffer.from(tokenHash, "hex")}`;
    expect(await standing(tokenHash)).toBe("limit");
    await expect(withScope({ tokenHash }, async () => 1)).rejects.toThrow("signed out");
  });

  test("everywhere at once when its owner says so, and nobody else's", async () => {
    const school = await makeSchool();
    const email = await give(school, "teacher");
    const [one, two] = [await signIn(email), await signIn(email)];
    const neighbour = await signIn(await give(school, "colleague"));
    await withScope(one, (tx) => tx.execute(sql`select sec.end_my_sessions(false)`));
    for (const claims of [one, two]) expect(await standing(claims.tokenHash)).toBeNull();
    expect(await standing(neighbour.tokenHash)).toBe("whole");
  });

  test("elsewhere when the password is changed, which takes the present one", async () => {
    const school = await makeSchool();
    const email = await give(school, "teacher");
    const [here, elsewhere] = [await signIn(email), await signIn(email)];
    expect(await changePassword(here, "wrong", "four other words here")).toHaveProperty("current");
    expect(await changePassword(here, password, "short")).toHaveProperty("password");
    expect(await standing(elsewhere.tokenHash)).toBe("whole");
    expect(await changePassword(here, password, "four other words here")).toBeNull();
    expect(await standing(elsewhere.tokenHash)).toBeNull();
    expect(await standing(here.tokenHash)).toBe("whole");
    expect(await attempt(email, password)).toBeNull();
    expect(await attempt(email, "four other words here")).not.toBeNull();
  });

  test("guessing the present password from an open session runs out", async () => {
    const school = await makeSchool();
    const claims = await signIn(await give(school, "teacher"));
    for (let i = 0; i < 10; i++) await changePassword(claims, "wrong", "four other words here");
    await expect(changePassword(claims, password, "four other words here")).rejects.toMatchObject(
      tooMany,
    );
  });

  test("a role that ends is gone at the next click of the same session", async () => {
    const school = await makeSchool();
    const claims = await school.as("governor");
    const roles = () => withScope(claims, async (_tx, actor) => actor.roles);
    expect(await roles()).toEqual(["governor"]);
    const [held] = await asOwner()`select id from role_assignments
      where person_id = ${school.people.governor}`;
    await withScope(await school.as("admin"), (tx, actor) =>
      endRole(tx, actor, { personId: school.people.governor, assignmentId: String(held?.id) }),
    );
    expect(await roles()).toEqual([]);
  });
});
