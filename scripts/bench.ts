import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { measureBundle } from "@/bench/bundle";
import { judgeAppends, measureAppends } from "@/bench/ledger";
import {
  judgeGrowth,
  judgeSlowest,
  type Line,
  lookAtPlans,
  measurePages,
  measureSending,
} from "@/bench/measure";
import { readsAcross } from "@/bench/pages";
import {
  alike,
  closeAll,
  few,
  fillAlike,
  fillBoth,
  inAll,
  inSchool,
  openLedger,
  openServer,
  openSite,
} from "@/bench/sites";
import { measureRecording } from "@/bench/upload";
import { build, run, step } from "./serve.ts";

/**
 * `npm run bench`: the production server over HTTP, once with a thousand reports and cases and once
 * with all of them; then appends to the ledger from the first entry to the millionth. Exit code 1
 * when a target is missed. `-- --ledger 100000` measures the ledger alone, up to so many entries;
 * `-- --schools` the queue, the search and a person's pages with five schools and with five hundred.
 */
const { values } = parseArgs({
  options: {
    ledger: { type: "string" },
    evidence: { type: "boolean" },
    policies: { type: "boolean" },
    schools: { type: "boolean" },
  },
});
const count = (n: number) => n.toLocaleString("en-GB");
const ms = (n: number) => n.toFixed(n < 10 ? 1 : 0);

function print(lines: Line[], [little, much] = [few, inAll]): void {
  const head = ["", count(little), count(much), "p95", "grew", "direct", "times", "HTML", "script"];
  const cells = lines.map((line) => [
    line.name,
    ms(line.little.p50),
    ms(line.much.p50),
    ms(line.much.p95),
    line.grew.toFixed(2),
    ms(line.direct),
    (line.much.p50 / line.direct).toFixed(0),
    line.html?.toFixed(1) ?? "",
    line.script?.toFixed(1) ?? "",
    String(line.look.statements),
    `${line.look.rows} ${line.look.table}`,
    line.missed.join("; ") || "met",
  ]);
  const rows = [[...head, "plans", "most rows read", "targets"], ...cells];
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0))) ?? [];
  const text = rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(" | "));
  text.splice(1, 0, widths.map((width) => "-".repeat(width)).join(" | "));
  console.log(text.map((row) => `| ${row} |`).join("\n"));
}

/** The way of one large file, in a process by itself (bench/keep-file.ts); how many targets it misses. */
async function keepFile(): Promise<number> {
  const said = await run(process.execPath, ["--import", "tsx", "bench/keep-file.ts"]);
  const line = said.split("\n").find((one) => one.startsWith("{")) ?? "{}";
  const { raw, disk, kept, read, ratio, cpuRatio, memory, readMemory } = JSON.parse(line);
  console.log(`
A file of 500 MB: SHA-256 and ChaCha20-Poly1305 alone ${ms(raw)} MB/s, the disk alone ${ms(disk)}; kept at ${ms(kept)}, read at ${ms(read)}.
  Kept / alone ${ratio.toFixed(2)} by the clock (target 0.6), ${cpuRatio.toFixed(2)} by the work of all cores with the disk's.
  Memory above idle ${ms(memory)} MB while keeping (target 80), ${ms(readMemory)} MB with reading.
`);
  return (ratio < 0.6 ? 1 : 0) + (memory >= 80 ? 1 : 0);
}

/** Publishing to 2,000 people and who of 1,000 has accepted, by bench/policies.ts; what was missed. */
async function policies(): Promise<number> {
  const said = await run(process.execPath, ["--import", "tsx", "bench/policies.ts"]);
  const line = said.split("\n").find((one) => one.startsWith("{")) ?? "{}";
  const { publish, tell, cover, direct, notices, expected } = JSON.parse(line);
  console.log(`
Policies: publishing to 2,000 people ${ms(publish.p50)} ms, at most ${ms(publish.most)} (target 500);
  telling them ${ms(tell.p50)} ms, at most ${ms(tell.most)} (target 3,000); ${count(notices)} of ${count(expected)} notices.
  Who of 1,000 has accepted: ${ms(cover.p50)} ms, at most ${ms(cover.most)} (target 200), the rows alone ${ms(direct.p50)}.
`);
  const met = [publish.most <= 500, tell.most <= 3_000, cover.most <= 200, notices === expected];
  return met.filter((one) => !one).length;
}

async function ledger(upTo: number): Promise<number> {
  const { admin, sequencer } = await openLedger();
  const sizes = [0, 1_000, 10_000, 100_000, 1_000_000].filter((size) => size <= upTo);
  const measured = await step(`Appending to a ledger of up to ${count(upTo)} entries`, () =>
    measureAppends(admin, sequencer, sizes, { seconds: 4, rounds: 3 }),
  );
  await Promise.all([admin.end(), sequencer.end()]);
  console.log("\nAppends a second, with fsync, the sequencer at work beside them:\n");
  for (const { entries, appends, plain } of measured)
    console.log(
      `${count(entries).padStart(11)} entries: ${appends.toFixed(0).padStart(6)}, a plain insert ${plain.toFixed(0).padStart(6)}: ${(appends / plain).toFixed(2)}`,
    );
  const wrong = judgeAppends(measured);
  for (const words of wrong) console.log(words);
  return wrong.length;
}

async function pages(): Promise<number> {
  const loads = [loadavg()[0]];
  await step("Building the product", build);
  const adminUrl = await step("Starting PostgreSQL", openServer);
  const filled = await step("Filling two databases", () => fillBoth(adminUrl));
  const little = await step(`Starting it with ${count(few)} reports and cases`, () =>
    openSite(filled.little, filled.people),
  );
  const much = await step(
    `Starting it with ${count(inSchool)} in the school, ${count(inAll)} in the database`,
    () => openSite(filled.much, filled.people),
  );
  loads.push(loadavg()[0]);
  const lines = await step("Asking for pages", () => measurePages(little, much));
  loads.push(loadavg()[0]);
  lines.push(...(await step("Sending reports", () => measureSending(little, much))));
  loads.push(loadavg()[0]);
  const recording = await step("Sending a recording", () => measureRecording(little));
  await step("Looking at the plans", () => lookAtPlans(much, lines));
  judgeGrowth(lines);
  const bundle = await step("Exporting 1 GB", measureBundle);
  const load = loads.map((one) => one?.toFixed(1)).join(", ");
  console.log(`\n${cpus().length} cores, load ${load}. Milliseconds (p50) and kilobytes:\n`);
  if ((loads[0] ?? 0) > 1)
    console.log("Other work ran here: p95 says as much of it as of Daybook.\n");
  print(lines);
  console.log(`\n${recording.words}`);
  console.log([bundle.words, ...bundle.missed].join(" "));
  return (
    recording.missed + bundle.missed.length + lines.filter((line) => line.missed.length > 0).length
  );
}

async function acrossSchools(): Promise<number> {
  const totals: [number, number] = [alike.few * alike.inSchool, alike.many * alike.inSchool];
  await step("Building the product", build);
  const adminUrl = await step("Starting PostgreSQL", openServer);
  const filled = await step(`Filling ${alike.many} schools`, () => fillAlike(adminUrl));
  const little = await openSite(filled.little, filled.people);
  const much = await openSite(filled.much, filled.people);
  const before = loadavg()[0];
  const lines = await step("Asking for pages", () => measurePages(little, much, readsAcross, 120));
  await step("Looking at the plans", () => lookAtPlans(much, lines));
  judgeSlowest(lines);
  console.log(
    `\n${cpus().length} cores, load ${before?.toFixed(1)} to ${loadavg()[0]?.toFixed(1)}. p95 with few: ${lines.map((line) => `${line.name} ${ms(line.little.p95)}`).join(", ")}. "Grew" is of p95.\n`,
  );
  print(lines, totals);
  return lines.filter((line) => line.missed.length > 0).length;
}

let missed = 1;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => void closeAll().then(() => process.exit(1)));
}
try {
  if (values.ledger) missed = await ledger(Number(values.ledger));
  else if (values.evidence) missed = await keepFile();
  else if (values.policies) missed = await policies();
  else if (values.schools) missed = await acrossSchools();
  else
    missed = (await keepFile()) + (await policies()) + (await pages()) + (await ledger(1_000_000));
  console.log(missed === 0 ? "\nEvery target was met" : `\n${missed} missed a target`);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
} finally {
  await closeAll();
}
process.exit(missed === 0 ? 0 : 1);
