import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type postgres from "postgres";
import { numberLeaves } from "@/lib/ledger/number-leaves";

/** Appends a second, each in a transaction of its own, and the same of a plain insert beside them. */
export type Appends = { entries: number; appends: number; plain: number };

/** What a plain insert may be faster by: security.md section 3 measured 0.81 with one client. */
export const leastRatio = 0.4;
/** Of the speed at the first entries, what must be left at the last. */
export const leastFlat = 0.8;

const matter = randomUUID();
const append = (sql: postgres.Sql) =>
  sql`select sec.write_leaf(${matter}, 'system', 'system', 'case-viewed', 'case', ${randomUUID()},
    null, 'summary', null)`;
const plain = (sql: postgres.Sql) =>
  sql`insert into plain_rows (id, at, leaf) values (${randomUUID()}, now(), ${"x".repeat(420)})`;

async function perSecond(work: () => PromiseLike<unknown>, seconds: number): Promise<number> {
  const began = performance.now();
  let n = 0;
  while (performance.now() - began < seconds * 1000) {
    await work();
    n++;
  }
  return n / ((performance.now() - began) / 1000);
}

const median = (list: readonly number[]) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;

/**
 * Measures at each of these numbers of entries: `admin` owns the database and commits with fsync.
 * What lies between is put in many at a time, in the plain table as well; all of the ledger is
 * numbered and signed as in the product.
 */
export async function measureAppends(
  admin: postgres.Sql,
  sequencer: postgres.Sql,
  sizes: readonly number[],
  options: { seconds: number; rounds: number },
): Promise<Appends[]> {
  await admin`create table if not exists plain_rows (id uuid primary key, at timestamptz, leaf text)`;
  const dir = mkdtempSync(join(tmpdir(), "daybook-bench-"));
  const signer = { key: generateKeyPairSync("ed25519").privateKey, headFile: join(dir, "head") };
  const number = async () => {
    while ((await numberLeaves(sequencer, signer, new Date())) > 0);
  };
  const measured: Appends[] = [];
  for (const size of sizes) {
    await number();
    const [now] = await admin`select count(*)::int as n from ledger_entries`;
    for (let left = size - Number(now?.n); left > 0; left -= 20_000) {
      await admin`select sec.write_leaf(gen_random_uuid(), 'system', 'system', 'case-viewed', 'case',
        gen_random_uuid(), null, 'summary', null) from generate_series(1, ${Math.min(left, 20_000)}::int)`;
      await admin`insert into plain_rows select gen_random_uuid(), now(), repeat('x', 420)
        from generate_series(1, ${Math.min(left, 20_000)}::int)`;
      await number();
    }
    await admin`analyze`;
    // What was put in many at a time is on the disk before anything is measured.
    await admin`checkpoint`;
    await perSecond(() => append(admin), 1);
    await perSecond(() => plain(admin), 1);
    const rounds: { append: number; plain: number }[] = [];
    for (let round = 0; round < options.rounds; round++) {
      // The sequencer works beside the appends, as it does each second.
      let running = true;
      const signing = (async () => {
        while (running) {
          await numberLeaves(sequencer, signer, new Date());
          await new Promise((done) => setTimeout(done, 200));
        }
      })();
      const one = await perSecond(() => append(admin), options.seconds);
      running = false;
      await signing;
      rounds.push({ append: one, plain: await perSecond(() => plain(admin), options.seconds) });
    }
    measured.push({
      entries: size,
      appends: median(rounds.map((round) => round.append)),
      plain: median(rounds.map((round) => round.plain)),
    });
  }
  rmSync(dir, { recursive: true });
  return measured;
}

/** What is missed, in words. */
export function judgeAppends(measured: readonly Appends[]): string[] {
  const ratio = (one: Appends) => one.appends / one.plain;
  const [first] = measured;
  return measured.flatMap((one) => {
    const missed: string[] = [];
    if (ratio(one) < leastRatio)
      missed.push(`${one.entries} entries: ${ratio(one).toFixed(2)} of a plain insert`);
    if (first && ratio(one) < ratio(first) * leastFlat)
      missed.push(`${one.entries} entries: slower than at the start`);
    return missed;
  });
}
