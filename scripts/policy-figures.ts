import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { localDay } from "@/lib/dates";
import { findDefects } from "@/lib/policies/find-defects";
import { proposePolicy } from "@/lib/policies/propose-policy";
import { readDocument } from "@/lib/policies/read-document";
import { readPack } from "@/lib/policies/read-pack";

/**
 * `npm run policy-figures -- FOLDER`: how much of the five schools' documents an import gets right,
 * measured against the packs that people made of them, and whether the defect finder finds what
 * part A of the domain specification lists. Files are taken in the order of their names: S0 to S4.
 */
const folder = process.argv[2];
if (!folder || !existsSync(folder)) {
  console.error("Name the folder with the documents: npm run policy-figures -- FOLDER");
  process.exit(2);
}
/** The defects that the tables of A and A6 name for each document, by the finder's codes. */
const listed: Record<string, string[]> = {
  S0: ["review-overdue", "footnote", "scope", "A6-1", "A6-2", "A6-5", "A6-6", "A6-10"],
  S1: [
    "no-approver",
    "no-approval-date",
    "no-review-date",
    "A6-7-kcsie",
    "A6-7-prevent",
    "act-year",
    "broken-reference",
    "A6-1",
    "A6-2",
    "A6-4",
    "A6-9",
    "A6-11",
  ],
  S2: [
    "no-approval-date",
    "no-review-date",
    "A6-3-cyberbullying",
    "A6-3-evidence",
    "A6-3-indecent-images",
  ],
  S3: ["review-before-approval", "broken-reference", "unnamed-recipient", "A6-4"],
  S4: [
    "review-overdue",
    "placeholder",
    "A6-7-preventing-bullying",
    "A6-7-cyberbullying-staff",
    "A6-7-education-support",
    "A6-12",
  ],
};
const small = new Set(
  "that this with from have they them their which where what when than".split(" "),
);
const stems = (text: string) =>
  new Set(
    (text.toLowerCase().match(/[a-z]{4,}/g) ?? [])
      .filter((word) => !small.has(word))
      .map((word) => word.slice(0, 5)),
  );
/** The pack is in our own words: a clause counts as found where half of its words come together. */
const likeness = (pack: Set<string>, words: Set<string>) =>
  [...pack].filter((stem) => words.has(stem)).length / Math.max(pack.size, 1);

const sum = { clauses: 0, found: 0, kinds: 0, dates: 0, known: 0, listed: 0, hit: 0 };
for (const [n, name] of globSync("*.txt", { cwd: folder }).toSorted().entries()) {
  const pack = readPack(`S${n}`);
  if (!pack) continue;
  const { lines, wrapped } = await readDocument(readFileSync(join(folder, name)), name);
  const draft = proposePolicy(lines, wrapped);
  const proposed = draft.clauses.map((clause) => ({ ...clause, stems: stems(clause.words) }));
  const best = pack.clauses.map((clause) => {
    const own = stems(clause.words);
    const near = proposed
      .map((one) => ({ kind: one.kind, like: likeness(own, one.stems) }))
      .toSorted((a, b) => b.like - a.like)
      .filter((one) => one.like >= 0.5);
    return { found: near.length > 0, kind: near.some((one) => one.kind === clause.kind) };
  });
  const found = best.filter((one) => one.found).length;
  const kinds = best.filter((one) => one.kind).length;
  const days = ["approvedOn", "reviewedOn", "nextReviewOn"] as const;
  const dates = days.filter((day) => draft[day] === pack[day]).length;
  const codes = new Set(findDefects(pack, localDay(new Date())).map((defect) => defect.code));
  const wanted = listed[pack.code] ?? [];
  const missed = wanted.filter((code) => !codes.has(code));
  console.log(
    `${pack.code}  ${draft.clauses.length} clauses proposed; of the pack's ${pack.clauses.length} ${found} found, ${kinds} with the right kind; ${dates} of 3 dates right`,
  );
  console.log(
    `    defects listed: ${wanted.length}, found ${wanted.length - missed.length}${missed.length > 0 ? `, missed ${missed.join(", ")}` : ""}`,
  );
  sum.clauses += pack.clauses.length;
  sum.found += found;
  sum.kinds += kinds;
  sum.dates += dates;
  sum.known += days.length;
  sum.listed += wanted.length;
  sum.hit += wanted.length - missed.length;
}
const clean = readPack("N");
const invented = clean
  ? findDefects(
      {
        ...clean,
        approvedBy: "Governing body",
        approvedOn: localDay(new Date()),
        nextReviewOn: `${new Date().getFullYear() + 1}-01-01`,
      },
      localDay(new Date()),
    ).length
  : 0;
const share = (part: number, whole: number) =>
  `${part} of ${whole} (${Math.round((100 * part) / whole)} %)`;
console.log(
  `import: clauses ${share(sum.found, sum.clauses)}, kinds ${share(sum.kinds, sum.clauses)}, dates ${share(sum.dates, sum.known)}`,
);
console.log(`defects: ${share(sum.hit, sum.listed)}; invented on a clean policy: ${invented}`);
process.exitCode = sum.listed === 0 || sum.hit < sum.listed || invented > 0 ? 1 : 0;
