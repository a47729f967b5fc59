import postgres from "postgres";
import { dutyActions } from "./action-matrix.ts";
import { expect, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("each action on complaints and transfers does nothing for whoever may not use it", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { replay, done } = await startReplay(browser, dutyActions, {
    ofOwnSchool: ["recordComplaintAction"],
  });
  await replay("recordComplaintAction", "headteacher", "/complaints/new", "Record complaint", {
    from: "public",
    subject: "other",
    words: "Nobody answered the letter.",
    stage: "informal",
    "received-day": "2",
    "received-month": "11",
    "received-year": "2026",
  });
  const [child] = await sql`select i.person_id as id from involvements i
    join cases c on c.school_id = i.school_id and c.id = i.case_id and c.track = 'T2'
    join schools s on s.id = c.school_id and s.name = 'Elm Primary'
    join people p on p.school_id = i.school_id and p.id = i.person_id and p.kind = 'pupil'
    where c.state = 'active' and i.part = 'affected' and not exists (select 1 from walls w
      where w.school_id = c.school_id and w.matter_id = c.id)
    and not exists (select 1 from file_transfers t where t.school_id = i.school_id
      and t.pupil_id = i.person_id) limit 1`;
  const begun = await replay(
    "startTransferAction",
    "dsl",
    `/transfers/new?person=${child?.id}`,
    "Begin the transfer",
    {
      school: "Oak Academy",
      contact: "Mr Dunn, DSL",
      rung: "yes",
      timing: "in-year",
      "counts-day": "27",
      "counts-month": "11",
      "counts-year": "2026",
    },
  );
  await replay("moveTransferAction", "dsl", `/transfers/${idIn(begun)}`, "Call it off", {
    words: "The child stays.",
  });
  expect([...done].sort()).toEqual(Object.keys(dutyActions).sort());
});
