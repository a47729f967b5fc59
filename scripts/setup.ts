import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createTransport } from "nodemailer";
import type postgres from "postgres";
import { checkInstallation } from "@/db/check-installation";
import { connect, migrate } from "@/db/migrate";
import {
  asOwner,
  goLive,
  type Invited,
  invitationDays,
  inviteAgain,
  schoolGaps,
  setUpSchool,
  withAdministrator,
} from "@/db/seed/set-up-school";
import { composeInvitation } from "@/lib/people/emails";
import { readStaffList, type StaffLine } from "@/lib/people/read-staff-list";
import { roleWords } from "@/lib/reports/labels";
import { findGaps } from "@/lib/schools/find-gaps";
import national from "@/lib/schools/routes/england.json" with { type: "json" };
import { type SchoolPlan, schoolSchema } from "@/lib/schools/schema";
import type { Route } from "@/lib/schools/types";
import { askSchool } from "./ask-school.ts";
import { dataDirOf, readSecrets } from "./environment.ts";

/**
 * `npm run setup`: a real school, from questions or from a file, into the database of DATABASE_URL.
 * It says what is still missing, and lets a school go live only when nothing is.
 */
const { values } = parseArgs({
  options: {
    file: { type: "string" },
    staff: { type: "string" },
    school: { type: "string" },
    "dry-run": { type: "boolean", default: false },
    "go-live": { type: "boolean", default: false },
    "invite-again": { type: "boolean", default: false },
    status: { type: "boolean", default: false },
    "data-dir": { type: "string" },
  },
});
const dataDir = dataDirOf(values["data-dir"]);
const nationalRoutes = national.routes as unknown as Route[];
const address = process.env.DAYBOOK_URL ?? `http://localhost:${process.env.PORT ?? 3000}`;

/** Something to be put right by whoever runs setup; nothing was written. */
class Refusal extends Error {}

const readText = (file: string) => {
  if (!existsSync(file)) throw new Refusal(`There is no file ${file}`);
  return readFileSync(file);
};

function parsePlan(answers: unknown): SchoolPlan {
  const parsed = schoolSchema.safeParse(answers);
  if (parsed.success) return parsed.data;
  throw new Refusal(
    parsed.error.issues
      .map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ` : "") + issue.message)
      .join("\n"),
  );
}

function parseJson(file: string): unknown {
  try {
    return JSON.parse(
      readText(file)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}

/** The plan and the staff file: from a file, from questions, or neither when only a state is asked. */
async function readPlan(): Promise<{ plan: SchoolPlan; staffFile: string } | null> {
  if (values.file)
    return { plan: parsePlan(parseJson(values.file)), staffFile: values.staff ?? "" };
  if (values.status || values["go-live"] || values["invite-again"]) return null;
  const { answers, staffFile } = await askSchool(new Date());
  const kept = join(dataDir, `school-${new Date().toISOString().slice(0, 10)}.json`);
  writeFileSync(kept, JSON.stringify(answers, null, 2), { mode: 0o600 });
  console.log(`\nYour answers are in ${kept}: run this again with --file to go on from them.`);
  return { plan: parsePlan(answers), staffFile: values.staff ?? staffFile };
}

const known = (sql: postgres.ISql, plan: SchoolPlan) =>
  sql<{ name: string; email: string }[]>`select p.name, lower(p.email) as email from people p
    join schools s on s.id = p.school_id
    where p.kind in ('staff', 'governor') and p.email is not null and p.left_at is null
      and (s.urn = ${plan.urn} or (${plan.urn} = '' and lower(s.name) = lower(${plan.name})))`;

function readStaff(
  file: string,
  plan: SchoolPlan,
  already: { name: string; email: string }[],
): StaffLine[] {
  if (!file) return [];
  const { people, problems } = readStaffList(readText(file), [...already, plan.administrator]);
  if (problems.length > 0) throw new Refusal(`${file} cannot be used:\n  ${problems.join("\n  ")}`);
  return people;
}

/** By mail when SMTP_URL is set; what cannot be mailed goes to a file only its owner can read. */
async function handOut(school: string, invited: Invited[], first: string): Promise<void> {
  if (invited.length === 0) return;
  const link = (to: Invited) => `${address}/invite/${to.token}`;
  const smtp = process.env.SMTP_URL ? createTransport(process.env.SMTP_URL) : null;
  const left: Invited[] = [];
  for (const to of invited) {
    const mail = composeInvitation({ ...to, school, link: link(to), days: invitationDays });
    const from = process.env.MAIL_FROM ?? "Daybook <daybook@localhost>";
    const sent = await smtp?.sendMail({ from, to: to.email, ...mail }).catch((error: Error) => {
      console.log(`The invitation to ${to.email} could not be mailed: ${error.message}`);
    });
    if (!sent && to.email !== first) left.push(to);
  }
  const admin = invited.find((to) => to.email === first);
  if (admin) {
    console.log(`\nInvitation of the administrator ${admin.name}, shown this once:`);
    console.log(`  ${link(admin)}`);
  }
  if (left.length === 0) return;
  const file = join(dataDir, `invitations-${new Date().toISOString().replace(/\W/g, "")}.csv`);
  const rows = left.map((to) =>
    [to.name, to.email, link(to)].map((v) => `"${v.replaceAll('"', '""')}"`),
  );
  writeFileSync(file, ["name,email,link", ...rows.map(String)].join("\r\n"), { mode: 0o600 });
  console.log(`\n${left.length} invitation links are in ${file}. Hand them out, then delete it.`);
}

type Shown = { name: string; live: boolean; nation: string };
function say({ name, live, nation }: Shown, gaps: string[]): void {
  console.log(
    `\n${name}: ${live ? "live, reports can be sent" : "not live, no report can be sent"}${gaps.length > 0 ? ". Missing:" : "."}`,
  );
  for (const gap of gaps) console.log(`  - ${gap}`);
  if (gaps.length === 0 && !live) console.log("  Nothing is missing. Go live with --go-live.");
  if (nation !== "england")
    console.log("  The routes, words and clocks are England's: have them checked locally.");
}

type School = Shown & { id: string; urn: string | null };
const schools = (sql: postgres.ISql) =>
  sql<
    School[]
  >`select id, name, urn, live_at is not null as live, nation from schools order by name`;

function choose(list: School[], plan: SchoolPlan | null): School {
  const wanted = plan ? plan.urn || plan.name : values.school;
  const found = wanted
    ? list.filter((s) => s.urn === wanted || s.name.toLowerCase() === wanted.toLowerCase())
    : list;
  const [only] = found;
  if (only && found.length === 1) return only;
  throw new Refusal(
    `Say which school with --school and its URN or name: ${list.map((s) => s.name).join(", ")}`,
  );
}

class DryRun extends Error {}

async function write(sql: postgres.Sql, plan: SchoolPlan, staffFile: string): Promise<void> {
  let invited: Invited[] = [];
  try {
    await asOwner(sql, async (tx) => {
      const staff = readStaff(staffFile, plan, await known(tx, plan));
      const done = await setUpSchool(tx, plan, staff);
      invited = done.invited;
      console.log(
        `\n${plan.name} is ${done.school === "added" ? "added" : "there already"}; people added: ${done.people}.`,
      );
      if (!values["dry-run"]) return;
      const [school] = (await schools(tx)).filter(({ id }) => id === done.schoolId);
      if (school) say(school, await schoolGaps(tx, done.schoolId, roleWords));
      throw new DryRun();
    });
  } catch (error) {
    if (!(error instanceof DryRun)) throw error;
    console.log("\nThis was a dry run: nothing was written.");
    return;
  }
  await handOut(plan.name, invited, plan.administrator.email);
}

/** What was asked beyond the school itself, then the state of every school in words. */
async function finish(sql: postgres.Sql, plan: SchoolPlan | null): Promise<void> {
  const again = await asOwner(sql, async (tx) => {
    const list = await schools(tx);
    if (list.length === 0) console.log("No school is set up in this database yet.");
    const chosen = values["go-live"] || values["invite-again"] ? choose(list, plan) : null;
    if (chosen && values["go-live"] && (await goLive(tx, chosen.id, roleWords)).length > 0)
      process.exitCode = 1;
    for (const school of await schools(tx)) say(school, await schoolGaps(tx, school.id, roleWords));
    if (!chosen || !values["invite-again"]) return null;
    return { school: chosen.name, invited: await inviteAgain(tx, chosen.id) };
  });
  if (again) await handOut(again.school, again.invited, "");
}

/** The list alone, for a database that has no tables yet: the gaps are those of the national routes. */
function rehearse(plan: SchoolPlan, staff: StaffLine[]): void {
  const holders = withAdministrator(plan, staff).flatMap(({ email, name, roles }) =>
    roles.map((role) => ({ personId: email, name, role, canSignIn: false })),
  );
  console.log(`\n${plan.name} would be added; people added: ${staff.length}.`);
  say({ ...plan, live: false }, findGaps(nationalRoutes, holders, roleWords));
}

async function main(): Promise<void> {
  const adminUrl = process.env.DATABASE_URL;
  if (!adminUrl)
    throw new Refusal(
      "Set DATABASE_URL to the database, as a login that may create roles and owns it",
    );
  const sql = connect(adminUrl);
  try {
    const installation = await checkInstallation(sql);
    if (installation === "demo")
      throw new Refusal("This database is a demo. A real school needs a database of its own");
    const { passwords } = readSecrets(dataDir);
    if (values["dry-run"] && installation === "empty" && values.file) {
      const plan = parsePlan(parseJson(values.file));
      rehearse(plan, readStaff(values.staff ?? "", plan, []));
      console.log("\nThis was a dry run: nothing was written.");
      return;
    }
    const asked = await readPlan();
    await migrate(adminUrl, passwords);
    if (asked) await write(sql, asked.plan, asked.staffFile);
    if (values["dry-run"]) return;
    await finish(sql, asked?.plan ?? null);
  } finally {
    await sql.end();
  }
}

try {
  await main();
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
