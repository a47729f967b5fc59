import { expect, test } from "vitest";
import { ownDatabase } from "@/db/testing";
import { judgeAppends, measureAppends } from "./ledger";

test("appends are measured beside plain inserts, and all of them are in the ledger", async () => {
  const base = await ownDatabase();
  const admin = base.asSuperuser();
  await admin`insert into installation (single, demo, origin, created_at)
    values (true, true, 'test.daybook', now())`;
  const measured = await measureAppends(admin, base.asSequencer(), [10, 700], {
    seconds: 0.2,
    rounds: 1,
  });
  expect(measured.map((one) => one.entries)).toEqual([10, 700]);
  for (const one of measured) expect(Math.min(one.appends, one.plain)).toBeGreaterThan(0);
  const [left] = await admin`select count(*)::int as n from ledger_entries`;
  expect(left?.n).toBeGreaterThanOrEqual(700);
  await base.drop();
});

test("what is slow, or slower at the end, is named", () => {
  const at = (entries: number, appends: number) => ({ entries, appends, plain: 1000 });
  expect(judgeAppends([at(1, 800), at(1_000_000, 790)])).toEqual([]);
  expect(judgeAppends([at(1, 300)])).toHaveLength(1);
  expect(judgeAppends([at(1, 800), at(1_000_000, 500)])).toEqual([
    "1000000 entries: slower than at the start",
  ]);
});
