import { readFileSync } from "node:fs";
import type { DemoPerson } from "../db/seed/seed-demo.ts";

// In the suite each worker has an installation of its own, so that no story disturbs another's. It
// is chosen here, before any module reads the environment.
const { TEST_PARALLEL_INDEX = "0" } = process.env;
Object.assign(
  process.env,
  JSON.parse(process.env[`DAYBOOK_WORKER_${TEST_PARALLEL_INDEX}`] ?? "{}"),
);

export const readDemo = () =>
  JSON.parse(readFileSync(process.env.DAYBOOK_DEMO_JSON ?? ".daybook/demo.json", "utf8")) as {
    url: string;
    people: DemoPerson[];
  };
