import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Decrypter } from "age-encryption";
import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, ledgerOf, makeSchool } from "@/db/testing";
import { caseWithFiles, discloseAs, signLedger } from "@/db/testing-bundle";
import { makePicture } from "@/e2e/files/make-picture";
import { confirmDisclosure, passcodeOf } from "./confirm-disclosure";
import { listDisclosures } from "./list-disclosures";
import { skipBytes, streamBundle } from "./stream-bundle";

async function whole(from: Readable | AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of from) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const given = async (fields: Record<string, string> = {}) => {
  const school = await makeSchool();
  const made = await caseWithFiles(school, {
    "shot one.png": await makePicture("Hello"),
    "shot two.png": await makePicture("Another"),
  });
  const id = await discloseAs(school, "dsl", made.caseId, fields);
  await signLedger();
  return { school, id, ...made };
};
const gone = { code: "not-found" };

describe("a bundle", () => {
  test("is what verify.py finds nothing in, and the same each time it is saved", async () => {
    const { school, id } = await given();
    const bundle = await streamBundle(await school.as("dsl"), id, true);
    const bytes = await whole(bundle.open());
    expect(bytes.length).toBe(bundle.size);
    const path = join(mkdtempSync(join(tmpdir(), "bundle-")), bundle.name);
    writeFileSync(path, bytes);
    const done = spawnSync("python3", ["public/verify.py", path], { encoding: "utf8" });
    expect(done.stdout).toContain("AS GIVEN");
    expect(done.status).toBe(0);
    const again = await streamBundle(await school.as("headteacher"), id, false);
    const rest = await whole(skipBytes(again.open(), 70_001));
    expect(rest.equals(bytes.subarray(70_001))).toBe(true);
  });

  test("tells nothing of what was left out, nor of a reporter who is not named", async () => {
    const school = await makeSchool();
    const made = await caseWithFiles(school, {
      "kept.png": await makePicture("Hello"),
      "secret-name.png": await makePicture("Another"),
    });
    const [, left = ""] = made.items;
    const id = await discloseAs(school, "dsl", made.caseId, {
      [`item-${left}`]: "others",
      reporter: "no",
    });
    await signLedger();
    const bytes = await whole((await streamBundle(await school.as("dsl"), id, true)).open());
    const text = bytes.toString("latin1");
    const [row] = await asOwner()`select sha256 from evidence where id = ${left}`;
    for (const secret of ["secret-name", String(row?.sha256), "Tara Quinn", "They asked for it"])
      expect(text, secret).not.toContain(secret);
    expect(text).toContain('"reason":"others"');
    expect(text).toContain("The reporter");
  });

  test("is for whoever may disclose the case, and for nobody else", async () => {
    const { school, id, caseId } = await given();
    for (const who of ["teacher", "deputy", "manager", "governor", "admin", "chair"] as const)
      await expect(streamBundle(await school.as(who), id, true), who).rejects.toMatchObject(gone);
    const other = await makeSchool();
    await expect(streamBundle(await other.as("dsl"), id, true)).rejects.toMatchObject(gone);
    await asOwner()`insert into walls (school_id, person_id, matter_id, reason, built_at)
      values (${school.schoolId}, ${school.people.headteacher}, ${caseId}, 'named', now())`;
    await expect(streamBundle(await school.as("headteacher"), id, true)).rejects.toMatchObject(
      gone,
    );
    for (const who of ["deputy", "headteacher", "teacher"] as const)
      await expect(discloseAs(school, who, caseId), who).rejects.toMatchObject(gone);
  });

  test("never holds a sealed item: not chosen, not sealed later", async () => {
    const { school, id, caseId, items } = await given();
    await asOwner()`update evidence set state = 'sealed' where id = ${items[0] ?? ""}`;
    await expect(streamBundle(await school.as("dsl"), id, true)).rejects.toMatchObject({
      code: "conflict",
    });
    const next = await discloseAs(school, "dsl", caseId);
    await signLedger();
    const bytes = await whole((await streamBundle(await school.as("dsl"), next, true)).open());
    expect(bytes.includes("shot-one.png")).toBe(false);
    expect(bytes.includes("shot-two.png")).toBe(true);
    expect(bytes.includes('"reason":"sealed"')).toBe(true);
  });

  test("that is lent opens with its passcode in another program, until its day", async () => {
    const { school, id } = await given({
      lent: "yes",
      "until-day": "1",
      "until-month": "3",
      "until-year": "2099",
    });
    const bundle = await streamBundle(await school.as("dsl"), id, true);
    const bytes = await whole(bundle.open());
    expect([bundle.name.endsWith(".zip.age"), bytes.length]).toEqual([true, bundle.size]);
    const age = new Decrypter();
    age.addPassphrase(passcodeOf(id));
    expect(Buffer.from(await age.decrypt(bytes)).includes("Lent: return or destroy by")).toBe(true);
    const wrong = new Decrypter();
    wrong.addPassphrase(passcodeOf(crypto.randomUUID()));
    await expect(wrong.decrypt(bytes)).rejects.toThrow();
    const late = { ...(await school.as("dsl")), at: new Date("2099-03-02T10:00:00Z") };
    await expect(streamBundle(late, id, true)).rejects.toMatchObject({ code: "conflict" });
  });

  test("breaks off at a damaged file, and says so to the handlers", async () => {
    const { school, id, items } = await given();
    await asOwner()`update evidence set size = size - 1 where id = ${items[1] ?? ""}`;
    const bundle = await streamBundle(await school.as("dsl"), id, true);
    await expect(whole(bundle.open())).rejects.toThrow("damaged");
    expect(await ledgerOf(items[1] ?? "")).toContain("evidence-damaged");
  });

  test("is in the ledger and the timeline, once, and cannot be changed", async () => {
    const { school, id, caseId, items } = await given();
    expect(await ledgerOf(caseId)).toContain("case-disclosed");
    expect(await ledgerOf(items[0] ?? "")).toContain("evidence-disclosed");
    const again = withScope(await school.as("dsl"), (tx, actor) =>
      confirmDisclosure(tx, actor, { disclosureId: id, sure: "yes" }),
    );
    await expect(again).rejects.toMatchObject({ code: "conflict" });
    const [one] = await withScope(await school.as("dsl"), (tx, actor) =>
      listDisclosures(tx, actor, caseId),
    );
    expect(one).toMatchObject({ state: "given", included: 2, leftOut: 0 });
    await withScope(await school.as("dsl"), async (tx) => {
      const changed = await tx.execute(
        sql`update disclosures set manifest = 'x' where id = ${id}::uuid returning id`,
      );
      expect(changed).toHaveLength(0);
    });
  });
});
