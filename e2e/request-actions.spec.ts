import postgres from "postgres";
import { requestActions } from "./action-matrix.ts";
import { expect, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("each action on requests does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { replay, done } = await startReplay(browser, requestActions, { ofOwnSchool: [] });
  // Somebody with one report, so that there is little to decide.
  const [person] = await sql`select i.person_id as id from involvements i
    join people p on p.school_id = i.school_id and p.id = i.person_id and p.kind = 'pupil'
    join schools s on s.id = p.school_id and s.name = 'Elm Primary'
    join triages t on t.school_id = i.school_id and t.report_id = i.report_id and t.track = 'T2'
    left join case_reports j on j.school_id = t.school_id and j.report_id = t.report_id
    group by i.person_id order by count(*), count(j.case_id) limit 1`;
  const opened = await replay(
    "openRequestAction",
    "dsl",
    `/requests/new?person=${person?.id}`,
    "Save request",
    {
      checked: "Her mother came herself.",
      "received-day": "12",
      "received-month": "11",
      "received-year": "2026",
    },
  );
  const at = `/requests/${idIn(opened)}`;
  await replay("extendRequestAction", "headteacher", `${at}?do=extend`, "Extend", {
    why: "They ask for eight years.",
  });
  // An answer that holds nothing: the officer sees no case of a child.
  await replay("givePackAction", "dpo", at, "Make the answer", {
    givenTo: "Her mother",
    how: "By hand",
    sure: "yes",
  });
  const [told] = await sql`select i.report_id as id from involvements i
    where i.person_id = ${person?.id ?? ""} and i.report_id is not null limit 1`;
  await replay("decideItemAction", "dsl", `${at}?item=${told?.id}`, "Save", { choice: "include" });
  await replay("endRequestAction", "dpo", `${at}?do=end`, "End request", { ended: "Answered." });
  expect([...done].sort()).toEqual(Object.keys(requestActions).sort());
});
