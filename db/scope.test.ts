import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { checkRole } from "@/db/check-role";
import { type Tx, withScope } from "@/db/scope";
import { testDatabase } from "@/db/test-database";
import { asOwner, makeSchool, signInAs } from "@/db/testing";

const count = async (tx: Tx, table: string) => {
  const [row] = (await tx.execute(
    sql.raw(`select count(*)::int as n from ${table}`),
  )) as unknown as {
    n: number;
  }[];
  return row?.n;
};

describe("the database's walls", () => {
  test("row security is forced on every table, and the app's login owns none", async () => {
    const open = await asOwner()`select relname from pg_class c join pg_namespace n
      on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p')
      and not (c.relrowsecurity and c.relforcerowsecurity)`;
    expect(open.map((row) => row.relname)).toEqual([]);
    await checkRole(testDatabase().appUrl);
    await expect(checkRole(testDatabase().adminUrl)).rejects.toThrow("row-level security");
  });

  test("no view, materialised view or truncate right lets anybody round them", async () => {
    const views = await asOwner()`select relname from pg_class c join pg_namespace n
      on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('v', 'm')`;
    expect(views).toHaveLength(0);
    const rights = await asOwner()`select table_name, privilege_type from
      information_schema.table_privileges where grantee = 'daybook_app' and table_schema = 'public'
      and privilege_type in ('TRUNCATE', 'TRIGGER', 'REFERENCES')`;
    expect(rights).toHaveLength(0);
  });

  test("every unique key and primary key of a school's table starts with the school", async () => {
    const keys = await asOwner()`select c.relname, i.indexrelid::regclass::text as key
      from pg_index i join pg_class c on c.oid = i.indrelid
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'school_id'
      where c.relnamespace = 'public'::regnamespace and i.indisunique and i.indkey[0] <> a.attnum
        and c.relname not like 'ledger_%' and c.relname <> 'sessions'`;
    expect(keys.map((row) => row.key)).toEqual([]);
  });

  test("without a live session there is nobody and not a row", async () => {
    const school = await makeSchool();
    await expect(withScope({ tokenHash: "00" }, async () => 1)).rejects.toThrow("signed out");
    const claims = await school.as("teacher");
    await asOwner()`update sessions set ended_at = now()
      where token_hash = decode(${claims.tokenHash}, 'hex')`;
    await expect(withScope(claims, async () => 1)).rejects.toThrow("signed out");
  });

  test("a school is all one can see", async () => {
    const [mine, other] = [await makeSchool(), await makeSchool()];
    await withScope(await mine.as("dsl"), async (tx, actor) => {
      expect(actor.schoolId).toBe(mine.schoolId);
      expect(await count(tx, `people where school_id = '${other.schoolId}'`)).toBe(0);
      expect(await count(tx, "schools")).toBe(1);
    });
  });

  test("without a second factor only what reads nobody else's report is held", async () => {
    const school = await makeSchool();
    const claims = await signInAs(school.schoolId, school.people.dsl, { secondFactor: false });
    await withScope(claims, async (_tx, actor) => {
      expect(actor.roles).toEqual(["staff"]);
      expect(actor.heldRoles).toEqual(["staff", "dsl"]);
      expect(actor.tracks).toEqual([]);
    });
  });

  test("secrets of accounts and the ledger can be read by no statement of the app", async () => {
    const school = await makeSchool();
    const admin = await school.as("admin");
    for (const statement of [
      "select password_hash from accounts",
      "select leaf from ledger_leaves",
    ]) {
      await expect(withScope(admin, (tx) => tx.execute(sql.raw(statement)))).rejects.toMatchObject({
        cause: { code: "42501" },
      });
    }
  });
});
