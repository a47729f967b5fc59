import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import type postgres from "postgres";

type Node = {
  "Node Type": string;
  "Relation Name"?: string;
  "Actual Rows"?: number;
  "Actual Loops"?: number;
  "Rows Removed by Filter"?: number;
  Plans?: Node[];
};
export type Look = {
  /** Statements with a plan, those inside the database's functions too. */
  statements: number;
  /** Sequential scans on a large table, by the table's name. */
  scanned: string[];
  /** The most rows that one scan read, and of which table. */
  rows: number;
  table: string;
};

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The log's entries: a line that begins with a tab belongs to the one before it. */
function plansIn(text: string, user: string): Node[] {
  return text
    .split(/\n(?!\t)/)
    .filter((entry) => entry.startsWith(`${user} `) && entry.includes(" plan:"))
    .map((entry) => JSON.parse(entry.slice(entry.indexOf("{"))).Plan as Node);
}

/** What a piece of the server's log says of the statements one user ran. */
export function readPlans(text: string, user: string, large: ReadonlySet<string>): Look {
  const plans = plansIn(text, user);
  if (plans.length === 0) throw new Error("The database wrote no plan");
  const nodes = plans.flatMap(nodesOf);
  const [most] = nodes
    .filter((node) => node["Relation Name"])
    .map((node) => ({
      table: node["Relation Name"] ?? "",
      rows:
        ((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) *
        (node["Actual Loops"] ?? 0),
    }))
    .toSorted((a, b) => b.rows - a.rows);
  const scanned = nodes
    .filter((node) => node["Node Type"].endsWith("Seq Scan"))
    .map((node) => node["Relation Name"] ?? "")
    .filter((table) => large.has(table));
  return {
    statements: plans.length,
    scanned: [...new Set(scanned)],
    rows: most?.rows ?? 0,
    table: most?.table ?? "",
  };
}

/** A table of more rows than this is never read from end to end. */
const largeTable = 10_000;

/**
 * Has the server write every plan as it ran: under the app's own role and row-level security, those
 * inside functions too. `look` says what one piece of work led to.
 */
export async function watchPlans(admin: postgres.Sql, logFile: string) {
  const large = new Set(
    (
      await admin`select relname from pg_class where relkind = 'r'
        and relnamespace = 'public'::regnamespace and reltuples > ${largeTable}`
    ).map((row) => String(row.relname)),
  );
  for (const setting of ["log_min_duration = 0", "log_analyze = on", "log_timing = off"])
    await admin.unsafe(`alter system set auto_explain.${setting}`);
  await admin`select pg_reload_conf()`;
  const log = openSync(logFile, "r");
  let at = fstatSync(log).size;
  const read = () => {
    const bytes = Buffer.alloc(fstatSync(log).size - at);
    at += readSync(log, bytes, 0, bytes.length, at);
    return bytes.toString("utf8");
  };
  return {
    async look(work: () => Promise<unknown>): Promise<Look> {
      read();
      await work();
      return readPlans(read(), `daybook_app@${admin.options.database}`, large);
    },
    async stop() {
      closeSync(log);
      await admin`alter system reset auto_explain.log_min_duration`;
      await admin`select pg_reload_conf()`;
    },
  };
}
