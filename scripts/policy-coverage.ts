import { existsSync, readFileSync } from "node:fs";
import coverage from "@/lib/policies/packs/coverage.json" with { type: "json" };
import { readPacks } from "@/lib/policies/read-pack";

/**
 * `npm run policy-coverage`: every clause of the five policies, whether it works here, works by the
 * national default or is text only, and the test that shows it. Ends with 1 when a clause is
 * missing, or its test is.
 */
const words = { works: "works", national: "by national default", text: "text only" } as const;
type How = keyof typeof words;
const isHow = (value: string | undefined): value is How => value !== undefined && value in words;

/** How many clauses part A of the domain specification reads in each policy. */
const expected = { S0: 44, S1: 44, S2: 14, S3: 53, S4: 42 };
const tests = new Map(Object.entries<string[]>(coverage.tests));
const claims = new Map(Object.entries<string[]>(coverage.clauses));
const titles = new Map(
  readPacks().flatMap((pack) => pack.clauses.map((clause) => [clause.code, clause.words] as const)),
);

/** The test's file and title, if the file is there and has a test of that title. */
function testOf(key: string | undefined): string | null {
  const [file = "", title = ""] = tests.get(key ?? "") ?? [];
  if (!title || !existsSync(file)) return null;
  return readFileSync(file, "utf8").includes(JSON.stringify(title)) ? `${file}: ${title}` : null;
}

const count = { works: 0, national: 0, text: 0, missing: 0 };
for (const [policy, most] of Object.entries(expected)) {
  for (let n = 1; n <= most; n++) {
    const code = `${policy}-${String(n).padStart(2, "0")}`;
    const [how, key] = claims.get(code) ?? [];
    const test = testOf(key);
    const whole = isHow(how) && test !== null && titles.has(code);
    count[whole ? how : "missing"]++;
    console.log(
      `${code}  ${(whole ? words[how] : "MISSING").padEnd(19)}  ${test ?? `no such test: ${key ?? "none"}`}`,
    );
  }
}
const stray = [...claims.keys()].filter((code) => !titles.has(code));
for (const code of stray) console.log(`${code}  is in no pack`);
console.log(
  `clauses: ${count.works} works, ${count.national} by national default, ${count.text} text only, ${count.missing} missing`,
);
process.exitCode = count.missing + stray.length > 0 ? 1 : 0;
