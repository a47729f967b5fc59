import { parseArgs } from "node:util";
import { closeDatabase } from "@/db/scope";
import { checkEvidence } from "@/lib/evidence/check-evidence";
import { checkProblems, flawWords, sizeWords } from "@/lib/evidence/labels";
import { loadEnvironment } from "./environment.ts";

/**
 * `npm run check-evidence`: compares the store with the database, then reads whole every item that
 * is due; with `--all` every item. Exit code 1 when anything is damaged or lost. Removes no evidence.
 */
const { values } = parseArgs({ options: { all: { type: "boolean", default: false } } });
Object.assign(process.env, { DAYBOOK_URL: "http://localhost:3000", ...process.env });
Object.assign(process.env, await loadEnvironment());
try {
  const given = { minutes: Number.POSITIVE_INFINITY, compare: true };
  const result = await checkEvidence(new Date(), values.all ? { ...given, days: 0 } : given);
  const { problem, compared, swept } = result;
  if (problem) console.log(checkProblems[problem]);
  for (const key of compared?.strays ?? [])
    console.log(`No item tells of the file ${key}: left alone.`);
  for (const { id, found } of swept.damaged)
    console.log(`Item ${id}: ${flawWords[found]?.what}. ${flawWords[found]?.next}`);
  for (const { id } of compared?.missing ?? [])
    console.log(`Item ${id}: its file is not in the store.`);
  if (compared?.dropped) console.log(`${compared.dropped} abandoned uploads were removed.`);
  if (!problem)
    console.log(
      `${swept.items} items (${sizeWords(swept.bytes)}) were read whole; ${swept.damaged.length} are damaged.`,
    );
  if (problem || swept.damaged.length + (compared?.missing.length ?? 0) > 0) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
await closeDatabase();
