import postgres from "postgres";
import { referralActions } from "./action-matrix.ts";
import { expect, personOf, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());
const walled = "deputy-dsl";

test("each action on a referral outside does nothing for whoever may not use it", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { replay, done } = await startReplay(browser, referralActions, {
    walled,
    ofOwnSchool: ["saveContactAction"],
  });
  const [found] = await sql`select c.id from cases c join schools s on s.id = c.school_id
    and s.name = 'Elm Primary' where c.track = 'T2' and c.state = 'active'
    and not c.restricted and not exists (select 1 from walls w where w.matter_id = c.id) limit 1`;
  const caseId = String(found?.id);
  await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
    select p.school_id, p.id, ${caseId}, 'named', now() from people p
    where p.name = ${personOf(walled).name}`;
  const at = `/cases/${caseId}/referrals`;
  const sent = await replay(
    "referOutsideAction",
    "dsl",
    `${at}/new?body=platform`,
    "Save referral",
    { sent: "The post", channel: "app", basis: "nobody" },
  );
  const one = `${at}/${idIn(sent.slice(at.length))}`;
  await replay("moveOutsideAction", "headteacher", `${one}?do=look`, "Save", { visible: "no" });
  await replay("saveContactAction", "dpo", "/settings/contacts", "Save contact", {
    body: "lado",
    contact: "Mrs Hale",
  });
  await sql`delete from walls where matter_id = ${caseId}`;
  expect([...done].sort()).toEqual(Object.keys(referralActions).sort());
});
