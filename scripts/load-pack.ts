import { parseArgs } from "node:util";
import type postgres from "postgres";
import { connect } from "@/db/migrate";
import { draftPack } from "@/db/seed/draft-pack";
import { localDay } from "@/lib/dates";
import { describeRules, noRules, type Rules, rulesSchema } from "@/lib/policies/describe-rules";
import { findDefects } from "@/lib/policies/find-defects";
import { readPack, readPacks } from "@/lib/policies/read-pack";
import { outcomeWords } from "@/lib/referrals/labels";

/**
 * `npm run load-pack -- S3 --school NAME`: what would change at a school if a policy began from
 * this pack, and with `--write` a draft of it. Nobody is bound before the school publishes it.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { school: { type: "string" }, write: { type: "boolean", default: false } },
});

/** Something to be put right by whoever runs it; nothing was written. */
class Refusal extends Error {}

async function findSchool(tx: postgres.TransactionSql) {
  const all = await tx<{ id: string; name: string; urn: string | null }[]>`
    select id, name, urn from schools order by name`;
  const wanted = values.school?.toLowerCase();
  const found = all.filter(({ name, urn }) =>
    wanted ? name.toLowerCase() === wanted || urn === wanted : all.length === 1,
  );
  const [school] = found;
  if (school && found.length === 1) return school;
  throw new Refusal(
    `Say which school with --school and its URN or name: ${all.map(({ name }) => name).join(", ")}`,
  );
}

/** The rules the school's policies in force set, over nothing. */
async function rulesNow(tx: postgres.TransactionSql, schoolId: string): Promise<Rules> {
  const rows = await tx<{ rules: Record<string, unknown> }[]>`
    select rules from (select distinct on (policy_id) rules, published_at from policy_versions
      where school_id = ${schoolId} and published_at is not null
      order by policy_id, number desc) v where jsonb_typeof(rules) = 'object' order by published_at`;
  const set = rows
    .flatMap(({ rules }) => Object.entries(rules))
    .filter(([, value]) => value !== null);
  return rulesSchema.parse({ ...noRules, ...Object.fromEntries(set) });
}

async function main(): Promise<void> {
  const pack = readPack(positionals[0] ?? "");
  if (!pack)
    throw new Refusal(
      `Say which pack: ${readPacks()
        .map(({ code, title }) => `${code} (${title})`)
        .join(", ")}`,
    );
  const url = process.env.DATABASE_URL;
  if (!url) throw new Refusal("Set DATABASE_URL to the database, as the login that owns it");
  const sql = connect(url);
  try {
    await sql.begin(async (tx) => {
      await tx`set local role daybook_owner`;
      const school = await findSchool(tx);
      console.log(`${school.name}, from pack ${pack.code}: ${pack.title}`);
      console.log(`  ${pack.clauses.length} clauses, binding ${pack.binds.join(", ")}`);
      const before = describeRules(await rulesNow(tx, school.id), outcomeWords);
      const after = describeRules(pack.rules ?? noRules, outcomeWords);
      const changed = after.filter((rule, n) => rule.words !== before[n]?.words);
      console.log(`Rules that would change once it is published: ${changed.length}`);
      for (const rule of changed) {
        const was = before.find(({ name }) => name === rule.name)?.words;
        console.log(
          `  ${rule.label}: ${was} -> ${rule.words}${rule.national ? " (national default)" : ""}`,
        );
      }
      const defects = findDefects(pack, localDay(new Date()));
      console.log(`To be read before it is published: ${defects.length} findings`);
      for (const defect of defects) console.log(`  ${defect.clause ?? "whole"}: ${defect.code}`);
      if (!values.write) {
        console.log("Nothing was written. Run it again with --write to draft it.");
        return;
      }
      const done = await draftPack(tx, school.id, pack.code);
      console.log(
        done === "drafted"
          ? "Drafted. Read it under Policies, approve it and publish it there."
          : "There is a policy from this pack already. Nothing was written.",
      );
    });
  } finally {
    await sql.end();
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
