import postgres from "postgres";
import { schoolActions } from "./action-matrix.ts";
import { expect, personOf, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

/** Numbers, invitations, routes, readings and the door are always of one's own school. */
const ofOwnSchool = [
  "addRecipientAction",
  "chooseReadingAction",
  "dropRecipientAction",
  "freezeSnapshotAction",
  "invitePersonAction",
  "saveContactAction",
  "saveDoorAction",
];

test("each action on the school and its people does nothing for whoever may not use it", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { again, replay, done } = await startReplay(browser, schoolActions, { ofOwnSchool });
  const one = async (query: Promise<postgres.RowList<postgres.Row[]>>) =>
    String((await query)[0]?.id);

  await replay("freezeSnapshotAction", "headteacher", "/governance/new", "Freeze numbers", {
    term: "Summer 2026",
    "meeting-day": "11",
    "meeting-month": "12",
    "meeting-year": "2026",
  });

  // Routes, deadlines and one's own calendar.
  await replay("addRecipientAction", "headteacher", "/routes/5", "Add recipient", {
    role: "chair",
  });
  await replay("dropRecipientAction", "admin", "/routes/5", "Take away");
  await replay("chooseReadingAction", "dsl", "/settings/deadlines", "Save", {
    kind: "platform",
    reading: "week",
  });
  await replay("saveContactAction", "dpo", "/settings/contacts", "Save contact", {
    body: "lado",
    contact: "Mrs Hale",
  });
  await replay("saveDoorAction", "headteacher", "/settings/door", /^Open$|^Save name$/, {
    which: "tell",
    door: `elm-${crypto.randomUUID().slice(0, 8)}`,
    open: "yes",
  });

  // People and roles.
  const invited = await replay("invitePersonAction", "admin", "/people/invite", "Add person", {
    name: "Ivy Replay",
    email: `ivy.${Date.now()}@elm.example`,
    engagement: "supply",
  });
  const ivy =
    idIn(invited) ||
    (await one(sql`select id from people where name = 'Ivy Replay'
    order by created_at desc limit 1`));
  await replay("renewInvitationAction", "admin", `/people/${ivy}`, "New invitation");
  const governor = await one(sql`select id from people where name = ${personOf("governor").name}`);
  await replay("assignRoleAction", "admin", `/people/${ivy}`, "Give role", {
    role: "line-manager",
  });
  await replay("arrangeCoverAction", "admin", `/people/${ivy}`, "Arrange cover", {
    coverRole: "line-manager",
    coverId: governor,
    "coverFrom-day": "11",
    "coverFrom-month": "12",
    "coverFrom-year": "2026",
    "coverUntil-day": "12",
    "coverUntil-month": "12",
    "coverUntil-year": "2026",
  });
  await replay("endRoleAction", "admin", `/people/${ivy}`, "End role");
  await replay("suspendAccountAction", "admin", `/people/${governor}`, "Suspend account");
  await replay("reinstateAccountAction", "admin", `/people/${governor}`, "Reinstate account");
  await again("governor");
  const secret = await sql`select totp_secret from accounts where person_id = ${governor}`;
  await replay("resetFactorAction", "admin", `/people/${governor}`, "Reset second step");
  await sql`update accounts set totp_secret = ${secret[0]?.totp_secret ?? null} where person_id = ${governor}`;
  await again("governor");

  expect([...done].sort()).toEqual(Object.keys(schoolActions).sort());
});
