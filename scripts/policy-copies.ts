import { execFileSync } from "node:child_process";
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * `npm run policy-copies -- FOLDER`: no eight words in a row of the documents in a folder (.txt,
 * .md) stand in a file of this project. What a school wrote is paraphrased here and never copied.
 */
const length = 8;
const folder = process.argv[2];
if (!folder || !existsSync(folder)) {
  console.error("Name the folder with the documents: npm run policy-copies -- FOLDER");
  process.exit(2);
}
const wordsOf = (text: string) =>
  text
    .toLowerCase()
    .replaceAll("’", "'")
    .match(/[a-z0-9']+/g) ?? [];
const runsOf = (text: string) => {
  const words = wordsOf(text);
  return words.slice(length - 1).map((_, i) => words.slice(i, i + length).join(" "));
};
const runs = new Map(
  globSync("*.{txt,md}", { cwd: folder }).flatMap((name) =>
    runsOf(readFileSync(join(folder, name), "utf8")).map((run) => [run, name] as const),
  ),
);
const ours = execFileSync("git", ["ls-files"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(tsx?|mjs|json|md|sql)$/.test(file) && file !== "package-lock.json");
let found = 0;
for (const file of ours.filter((name) => existsSync(name))) {
  for (const run of runsOf(readFileSync(file, "utf8"))) {
    if (!runs.has(run)) continue;
    found++;
    console.log(`${file}: "${run}" is in ${runs.get(run)}`);
  }
}
console.log(
  `${runs.size} runs of ${length} words looked for in ${ours.length} files: ${found} found`,
);
process.exitCode = runs.size === 0 || found > 0 ? 1 : 0;
