import { CsvError, parse } from "csv-parse/sync";
import type { z } from "zod";
import { type Role, roles } from "@/lib/access/types";
import { engagements, invitePersonSchema } from "./schema";

/** One person of a staff list, checked. `manager` is the line manager's e-mail address. */
export type StaffLine = Pick<
  z.output<typeof invitePersonSchema>,
  "name" | "email" | "engagement" | "jobTitle"
> & { roles: Role[]; manager: string | null };
export type StaffList = { people: StaffLine[]; problems: string[] };

type Raw = { line: number; fields: Map<Column, string> };
type Column = "name" | "email" | "engagement" | "roles" | "manager" | "jobTitle";

const columns: Readonly<Record<string, Column>> = {
  name: "name",
  fullname: "name",
  email: "email",
  emailaddress: "email",
  engagement: "engagement",
  engagementtype: "engagement",
  role: "roles",
  roles: "roles",
  linemanager: "manager",
  jobtitle: "jobTitle",
};
const headings = "name, e-mail, engagement, roles, line manager, job title";

const roleNames: Readonly<Record<string, Role>> = {
  ...Object.fromEntries(roles.map((role) => [role.replace("-", ""), role])),
  designatedsafeguardinglead: "dsl",
  deputydesignatedsafeguardinglead: "deputy-dsl",
  head: "headteacher",
  chairofgovernors: "chair",
  vicechairofgovernors: "vice-chair",
  dataprotectionofficer: "dpo",
  chairoftrustees: "trust-chair",
  administrator: "admin",
  systemadministrator: "admin",
};
/** "Marsh, Helen", as many systems export it, is Helen Marsh: walls are matched by name. */
const turned = (name: string) => name.replace(/^([^,]+), *([^,]+)$/, "$2 $1");
const letters = (text: string) => text.toLowerCase().replace(/[^\p{L}]/gu, "");

/** Excel writes UTF-8 with a mark, UTF-16, or the old Windows page, depending on how it was saved. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

const csvSentences: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: "a quotation mark is opened and never closed",
  CSV_INVALID_CLOSING_QUOTE: "there are letters after a closing quotation mark",
  INVALID_OPENING_QUOTE: "a quotation mark stands in the middle of a field",
};

function readRows(text: string): Raw[] | string {
  const first = text.split(/\r?\n/, 1)[0] ?? "";
  const delimiter = [";", "\t", ","].find((mark) => first.includes(mark)) ?? ",";
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, {
      delimiter,
      trim: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
    }) as never;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const sentence = csvSentences[error.code] ?? "this is not a list that can be read";
    return `Line ${error.lines}: ${sentence}.`;
  }
  const head = records.shift()?.record;
  if (!head) return "The staff list is empty.";
  const wanted = head.map((heading) => columns[letters(heading)]);
  const strange = head.filter((heading, i) => heading && !wanted[i]);
  if (strange[0]) return `The column "${strange[0]}" is not known. The columns are: ${headings}.`;
  for (const [column, word] of [
    ["name", "name"],
    ["email", "e-mail"],
    ["engagement", "engagement"],
  ] as const) {
    const found = wanted.filter((name) => name === column).length;
    if (found === 0) return `The column "${word}" is missing. The columns are: ${headings}.`;
    if (found > 1) return `The column "${word}" is there twice.`;
  }
  const rows: Raw[] = [];
  for (const { record, info } of records) {
    if (record.length > head.length)
      return `Line ${info.lines} has more fields than the first line. Put a field that holds "${delimiter}" in quotation marks.`;
    const fields = new Map<Column, string>();
    wanted.forEach((column, i) => {
      const text = (record[i] ?? "").normalize("NFC").replace(/\s+/g, " ");
      if (column) fields.set(column, column === "name" ? turned(text) : text);
    });
    rows.push({ line: info.lines, fields });
  }
  return rows.length > 0 ? rows : "The staff list names nobody.";
}

function readRoles(typed: string, engagement: StaffLine["engagement"]): Role[] | string {
  const given: Role[] = [];
  for (const part of typed.split(/[;,/+|]/).filter((word) => word.trim())) {
    const role = roleNames[letters(part)];
    if (!role) return `"${part.trim()}" is not a role. The roles are: ${roles.join(", ")}`;
    given.push(role);
  }
  const governor = engagement === "governor";
  const inSchool = given.find((role) => ["dsl", "deputy-dsl", "headteacher"].includes(role));
  if (governor && inSchool) return `a governor cannot be ${inSchool}`;
  const chairing = given.find((role) => role === "chair" || role === "vice-chair");
  // The School Governance Regulations 2013, regulation 7: never somebody employed at the school.
  if (chairing && engagement === "employee") return `an employee cannot be ${chairing}`;
  if (governor && given.length === 0) return ["governor"];
  const works = ["employee", "supply", "agency", "trainee"].includes(engagement);
  return [...new Set<Role>([...(works ? (["staff"] as const) : []), ...given])];
}

function readPerson(row: Raw): StaffLine | string[] {
  const field = (column: Column) => row.fields.get(column) ?? "";
  const parsed = invitePersonSchema.safeParse({
    name: field("name"),
    email: field("email"),
    engagement: field("engagement").toLowerCase(),
    jobTitle: field("jobTitle"),
  });
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) =>
        path[0] === "engagement"
          ? `"${field("engagement")}" is not a way of working with the school. Use one of: ${engagements.join(", ")}, governor`
          : path[0] === "name" && field("name").length > 120
            ? "the name is longer than 120 characters"
            : `${message} (it says "${field(path[0] as Column).slice(0, 60)}")`,
      );
  if (/^[=+@-]/.test(field("name")))
    problems.push(`a name cannot begin with "${field("name")[0]}"`);
  const held = parsed.success ? readRoles(field("roles"), parsed.data.engagement) : [];
  if (typeof held === "string") problems.push(held);
  if (!parsed.success || typeof held === "string" || problems.length > 0) return problems;
  return { ...parsed.data, roles: held, manager: field("manager") || null };
}

/** The e-mail address of the line manager a list names by address or by name; a string says why not. */
function findManager(
  person: StaffLine,
  known: readonly { name: string; email: string }[],
): { email: string } | string {
  const typed = turned(person.manager ?? "").toLowerCase();
  const meant = known.filter((p) => p.email === typed || p.name.toLowerCase() === typed);
  const emails = new Set(meant.map((p) => p.email));
  if (emails.size > 1)
    return `several people are called "${person.manager}". Give the line manager's e-mail address`;
  const [email] = emails;
  if (!email) return `the line manager "${person.manager}" is not on the list`;
  return email === person.email ? "nobody can be their own line manager" : { email };
}

function findCircle(people: readonly StaffLine[]): string | null {
  const above = new Map(people.map((person) => [person.email, person.manager]));
  for (const person of people) {
    let at = person.manager;
    for (let steps = 0; at !== null && steps <= people.length; steps++) {
      if (at === person.email) return person.name;
      at = above.get(at) ?? null;
    }
  }
  return null;
}

/**
 * A staff list as it comes out of a spreadsheet: comma, semicolon or tab, any order of columns,
 * any usual encoding. Each bad line is named in a sentence; nothing of a list with one is used.
 * `already` are people of the school who may be line managers without standing in this list.
 */
export function readStaffList(
  bytes: Uint8Array,
  already: readonly { name: string; email: string }[] = [],
): StaffList {
  if (bytes.length > 5_000_000) return { people: [], problems: ["The staff list is over 5 MB."] };
  const rows = readRows(decode(bytes));
  if (typeof rows === "string") return { people: [], problems: [rows] };
  const problems: string[] = [];
  const lineOf = new Map<string, number>();
  const people: StaffLine[] = [];
  for (const row of rows) {
    const read = readPerson(row);
    if (Array.isArray(read)) {
      problems.push(...read.map((sentence) => `Line ${row.line}: ${sentence}.`));
      continue;
    }
    const earlier = lineOf.get(read.email);
    if (earlier !== undefined) {
      problems.push(`Line ${row.line}: ${read.email} is on line ${earlier} already.`);
      continue;
    }
    lineOf.set(read.email, row.line);
    people.push(read);
  }
  const known = [
    ...already,
    ...rows.map(({ fields }) => ({
      name: fields.get("name") ?? "",
      email: (fields.get("email") ?? "").toLowerCase(),
    })),
  ];
  for (const person of people) {
    if (!person.manager) continue;
    const found = findManager(person, known);
    if (typeof found === "string") problems.push(`Line ${lineOf.get(person.email)}: ${found}.`);
    else person.manager = found.email;
  }
  const circle = problems.length === 0 ? findCircle(people) : null;
  if (circle) problems.push(`Line managers go round in a circle that includes ${circle}.`);
  for (const { manager } of people) {
    const leader = people.find((person) => person.email === manager);
    if (leader && !leader.roles.includes("line-manager")) leader.roles.push("line-manager");
  }
  return problems.length > 0 ? { people: [], problems } : { people, problems };
}
