import { beforeAll, describe, expect, test } from "vitest";
import { withScope } from "@/db/scope";
import { asOwner, makeSchool, openAs, sendAs, type TestSchool } from "@/db/testing";
import { caseRules } from "@/lib/clocks/labels";
import { dueFor } from "@/lib/clocks/start-clock";
import { localInstant } from "@/lib/dates";
import { schoolCalendar } from "@/lib/schools/queries";
import { beginClock } from "./begin-clock";

const sql = asOwner();
const day = "2026-11-13";

describe("a deadline begun in a case", () => {
  let school: TestSchool;
  let caseId: string;
  beforeAll(async () => {
    school = await makeSchool();
    const { reportId } = await sendAs(school, "teacher", {
      affected: "",
      affectedName: "Poppy Ives",
    });
    ({ caseId } = await openAs(school, "dsl", reportId));
  });

  test.each(caseRules.map((rule) => ({ rule, title: `B8 ${rule.label} (${rule.kind})` })))(
    "$title",
    async ({ rule }) => {
      const { kind } = rule;
      const due = await withScope(await school.as("dsl"), async (tx, actor) => {
        await beginClock(tx, actor, { caseId, kind, day, time: "10:00" });
        return dueFor(kind, localInstant(day, "10:00"), await schoolCalendar(tx, actor));
      });
      const rows = await sql`select unit, length, basis, mark, force, due_at, stopped_at,
        alert_at is not null as reminds from clocks where case_id = ${caseId} and kind = ${kind}`;
      expect(rows).toEqual([
        {
          unit: rule.unit,
          length: rule.length,
          basis: rule.basis,
          mark: rule.mark,
          force: rule.force,
          due_at: due,
          stopped_at: null,
          reminds: rule.force !== "information",
        },
      ]);
    },
  );

  test("the case is due with the first of them that binds", async () => {
    const [first] = await sql`select min(due_at) as at from clocks where case_id = ${caseId}
      and stopped_at is null and force <> 'information'`;
    const [found] = await sql`select due_at from cases where id = ${caseId}`;
    expect(found?.due_at).toEqual(first?.at);
  });
});
