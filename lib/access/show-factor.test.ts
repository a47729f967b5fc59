import { sql } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { describe, expect, test } from "vitest";
import { withNobody, withScope } from "@/db/scope";
import { asOwner, makeSchool, signInAs, type TestSchool } from "@/db/testing";
import { newFactor, newRecoveryCodes } from "./check-factor";
import { hashThrottle, hashToken, hex, sealSecret } from "./seal-secret";
import { showFactor } from "./show-factor";

const codeOf = (secret: string, at: Date) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() });
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
const wrong = "abcdefghjk";

/** A DSL who set up an app, as the settings page does it. */
async function withApp(school: TestSchool) {
  const [secret, codes, at] = [newFactor(), newRecoveryCodes(), new Date()];
  const first = await school.as("dsl", { secondFactor: false });
  const step = Math.floor(at.getTime() / 30_000) - 2;
  await withScope(first, (tx) =>
    tx.execute(sql`select sec.save_factor(${hex(sealSecret(secret))}, ${step}::int,
      array[${sql.join(
        codes.map((code) => hex(hashToken(code))),
        sql`, `,
      )}])`),
  );
  const half = () => signInAs(school.schoolId, school.people.dsl, { secondFactor: false });
  return { secret, codes, at, first, half };
}
const standing = async (tokenHash: string) => {
  const [row] = await withNobody((tx) =>
    tx.execute(sql`select sec.touch_session(${hex(Buffer.from(tokenHash, "hex"))}) as is`),
  );
  return row?.is;
};

describe("the second factor", () => {
  test("a session that has not shown it opens nothing, and showing it makes it whole", async () => {
    const dsl = await withApp(await makeSchool());
    const { tokenHash } = await dsl.half();
    expect(await standing(tokenHash)).toBe("half");
    await expect(withScope({ tokenHash }, async () => 1)).rejects.toThrow("signed out");
    expect(await showFactor(tokenHash, codeOf(dsl.secret, dsl.at), dsl.at)).toBe(true);
    expect(await standing(tokenHash)).toBe("whole");
    expect(await withScope({ tokenHash }, async (_tx, actor) => actor.roles)).toContain("dsl");
  });

  test("no statement of the app makes a half session whole, nor takes the factor away", async () => {
    const dsl = await withApp(await makeSchool());
    const { tokenHash } = await dsl.half();
    const denied = { cause: { code: "42501" } };
    for (const statement of [
      "update sessions set second_factor = true",
      "update accounts set totp_secret = null",
      "select code_hash from recovery_codes",
    ]) {
      await expect(
        withNobody((tx) => tx.execute(sql.raw(statement))),
        statement,
      ).rejects.toMatchObject(denied);
    }
    await withNobody(async (tx) => {
      await tx.execute(sql`select set_config('daybook.session', ${tokenHash}, true)`);
      const [row] = await tx.execute(sql`select sec.person() as person,
        sec.save_factor('\\x00', 1, array['\\x00']::bytea[]) as saved`);
      expect(row).toEqual({ person: null, saved: false });
      await tx.execute(sql`select sec.save_password('x')`);
    });
    expect(await standing(tokenHash)).toBe("half");
    expect(await showFactor(tokenHash, codeOf(dsl.secret, dsl.at), dsl.at)).toBe(true);
  });

  test("a code serves once, and none from before it afterwards", async () => {
    const dsl = await withApp(await makeSchool());
    const [one, two] = [await dsl.half(), await dsl.half()];
    const code = codeOf(dsl.secret, dsl.at);
    const both = await Promise.all([
      showFactor(one.tokenHash, code, dsl.at),
      showFactor(two.tokenHash, code, dsl.at),
    ]);
    expect(both.filter(Boolean)).toHaveLength(1);
    const rest = both[0] ? two : one;
    expect(await showFactor(rest.tokenHash, codeOf(dsl.secret, later(dsl.at, -30)), dsl.at)).toBe(
      false,
    );
    const next = later(dsl.at, 30);
    expect(await showFactor(rest.tokenHash, codeOf(dsl.secret, next), next)).toBe(true);
  });

  test("a code of two steps ago or ahead is none", async () => {
    const dsl = await withApp(await makeSchool());
    const { tokenHash } = await dsl.half();
    for (const seconds of [-60, 60]) {
      const code = codeOf(dsl.secret, later(dsl.at, seconds));
      expect(await showFactor(tokenHash, code, dsl.at)).toBe(false);
    }
  });

  test("ten wrong ones from any session and even the right one waits, fifteen minutes", async () => {
    const school = await makeSchool();
    const dsl = await withApp(school);
    for (let i = 0; i < 10; i++)
      expect(await showFactor((await dsl.half()).tokenHash, wrong, dsl.at)).toBe(false);
    const { tokenHash } = await dsl.half();
    const right = () => showFactor(tokenHash, codeOf(dsl.secret, dsl.at), dsl.at);
    await expect(right()).rejects.toMatchObject({ code: "too-many" });
    const [account] =
      await asOwner()`select id from accounts where person_id = ${school.people.dsl}`;
    await asOwner()`update sign_in_failures set at = at - interval '15 minutes'
      where throttle_key = ${hashThrottle("proof", String(account?.id))}`;
    expect(await right()).toBe(true);
    const failures =
      await asOwner()`select 1 from ledger_leaves where school_id = ${school.schoolId}
      and leaf::json ->> 'action' = 'sign-in-failed' and leaf::json ->> 'reason' = 'code'`;
    expect(failures).toHaveLength(10);
  });

  test("each recovery code signs in once, in capitals and spaces too; others' never", async () => {
    const [dsl, other] = [await withApp(await makeSchool()), await withApp(await makeSchool())];
    const code = dsl.codes[0] ?? "";
    expect(dsl.codes).toHaveLength(10);
    expect(await showFactor((await other.half()).tokenHash, code, dsl.at)).toBe(false);
    const typed = `${code.slice(0, 5)} ${code.slice(5)}`.toUpperCase();
    expect(await showFactor((await dsl.half()).tokenHash, typed, dsl.at)).toBe(true);
    expect(await showFactor((await dsl.half()).tokenHash, code, dsl.at)).toBe(false);
    expect(await showFactor((await dsl.half()).tokenHash, dsl.codes[1] ?? "", dsl.at)).toBe(true);
  });

  test("a new app ends other sessions and the old recovery codes", async () => {
    const school = await makeSchool();
    const dsl = await withApp(school);
    const elsewhere = await school.as("dsl");
    await withScope(dsl.first, (tx) =>
      tx.execute(sql`select sec.save_factor(${hex(sealSecret(newFactor()))}, 1,
        array[${hex(hashToken("newcode"))}])`),
    );
    expect(await standing(elsewhere.tokenHash)).toBeNull();
    expect(await standing(dsl.first.tokenHash)).toBe("whole");
    const { tokenHash } = await dsl.half();
    expect(await showFactor(tokenHash, dsl.codes[0] ?? "", dsl.at)).toBe(false);
    expect(await showFactor(tokenHash, "newcode", dsl.at)).toBe(true);
  });

  test("a session that ended, or never was, cannot show it", async () => {
    const dsl = await withApp(await makeSchool());
    const { tokenHash } = await dsl.half();
    await asOwner()`update sessions set idle_expires_at = now()
      where token_hash = ${Buffer.from(tokenHash, "hex")}`;
    for (const hash of [tokenHash, "00".repeat(32)]) {
      await expect(showFactor(hash, codeOf(dsl.secret, dsl.at), dsl.at)).rejects.toMatchObject({
        code: "signed-out",
      });
    }
  });
});
