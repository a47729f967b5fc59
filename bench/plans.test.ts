import { expect, test } from "vitest";
import { readPlans } from "./plans.ts";

const scan = (table: string, type = "Seq Scan") => ({
  "Node Type": type,
  "Relation Name": table,
  "Actual Rows": 3,
  "Rows Removed by Filter": 40,
  "Actual Loops": 2,
});
/** An entry as auto_explain writes it: every line but the first begins with a tab. */
const entry = (user: string, plan: object) =>
  `${user}@large LOG:  duration: 0.1 ms  plan:\n${JSON.stringify({ "Query Text": "select", Plan: plan }, null, 2).replace(/^/gm, "\t")}\n`;
const large = new Set(["reports", "cases"]);
const look = (text: string) => readPlans(text, "daybook_app@large", large);

test("a sequential scan of a large table is found wherever it stands in a plan", () => {
  const plan = { "Node Type": "Limit", Plans: [{ "Node Type": "Append", Plans: [scan("cases")] }] };
  const text =
    entry("daybook_app", plan) + entry("daybook_app", scan("cases", "Parallel Seq Scan"));
  expect(look(text)).toEqual({ statements: 2, scanned: ["cases"], rows: 86, table: "cases" });
});

test("a small table, an index and another user's statement are none", () => {
  const text = [
    entry("daybook_app", scan("terms")),
    entry("daybook_app", scan("reports", "Index Scan")),
    entry("daybook_worker", scan("reports")),
    "daybook_app@large ERROR:  something else\n",
  ].join("");
  expect(look(text)).toMatchObject({ statements: 2, scanned: [] });
});

test("a log without a plan is no good news", () => {
  expect(() => look("")).toThrow("wrote no plan");
});
