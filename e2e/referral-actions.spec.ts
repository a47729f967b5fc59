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
    ofOwnSchool: ["saveTemplateAction"],
  });
  const [found] = await sql`select c.id from cases c join schools s on s.id = c.school_id
    and s.name = 'Elm Primary' where c.track = 'T2' and c.state = 'active'
    and not c.restricted and not exists (select 1 from walls w where w.matter_id = c.id)
    order by c.type = 'CYB' desc limit 1`;
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
  await replay("moveOutsideAction", "headteacher", `${one}?do=receive`, "Save", {
    reference: "P-1",
  });
  await replay("answerFlagAction", "dsl", `${at}?law=pha-1997`, "Save", {
    said: "advice",
    reason: "Asked the authority's lawyer.",
  });
  await sql`with c as (select school_id, id, owner_id from cases where id = ${caseId}),
    r as (insert into referrals (school_id, id, case_id, "to", asked, evidence_ids, sent_at, sent_by,
      due_at, state) select school_id, gen_random_uuid(), id, 'headteacher', '?', '{}', now(),
      owner_id, now(), 'decided' from c returning *)
    insert into decisions (school_id, id, case_id, referral_id, decision, reason, evidence, decided_at,
      decided_by, decided_as) select school_id, gen_random_uuid(), case_id, id, 'informal', 'Why',
      '[]', now(), sent_by, 'headteacher' from r`;
  await replay("writeLetterAction", "headteacher", `/cases/${caseId}/letters/new`, "Save letter", {
    toName: "Theo Wright",
  });
  await replay("saveTemplateAction", "headteacher", "/settings/letters", "Save letter", {
    title: "Our decision",
  });
  await sql`delete from walls where matter_id = ${caseId}`;
  expect([...done].sort()).toEqual(Object.keys(referralActions).sort());
});
