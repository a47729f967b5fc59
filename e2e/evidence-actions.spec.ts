import postgres from "postgres";
import { evidenceActions } from "./action-matrix.ts";
import { makePicture } from "./files/make-picture.ts";
import { expect, test } from "./fixtures.ts";
import { idIn, startReplay } from "./replay.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

test("each action on a file of a case does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { as, origin, formAt, post, replay, done } = await startReplay(browser, evidenceActions, {
    ofOwnSchool: [],
  });
  const follow = async (role: string, path: string, button: string, values = {}) => {
    const page = await as(role);
    const form = await formAt(page, path, button);
    const fields = form.fields.filter(([name]) => !(name in values));
    const sent = { path, fields: [...fields, ...Object.entries<string>(values)] };
    return (await post(page, { ...sent, fields: sent.fields as [string, string][] })).headers()
      .location;
  };
  const draft = `/reports/drafts/${idIn((await follow("staff", "/", "Report a concern")) ?? "")}`;
  await follow("staff", `${draft}/what-happened`, "Continue", {
    safety: "no",
    type: "CYB",
    affectedName: "Theo Wright",
    when: "today",
    platform: "Game",
    account: "He is told to hurt himself.",
  });
  for (const name of ["a.png", "b.png"]) {
    await (await as("staff")).request.post(`${draft}/evidence/upload`, {
      headers: { origin },
      multipart: {
        files: { name, mimeType: "image/png", buffer: await makePicture(`File ${name}`) },
      },
    });
  }
  const reportId = idIn((await follow("staff", `${draft}/check`, "Send report")) ?? "");
  const at = `/cases/${idIn((await follow("dsl", `/queue/${reportId}`, "Open a case")) ?? "")}`;
  const [file, other] = (await sql`select id from evidence where report_id = ${reportId}`).map(
    (row) => `${at}/evidence/${row.id}`,
  );
  await replay("addDescriptionAction", "dsl", `${file}`, "Add description", {
    words: "A message in a game's chat.",
  });
  const check = `${file}/redact?step=check&areas=1,100,100,200,200`;
  await replay("redactEvidenceAction", "dsl", check, "Save copy", {
    removed: "A name",
    reason: "They are not part of it",
  });
  // Its bytes are read as words, whatever they are.
  await sql`update evidence set kind = 'text' where id = ${idIn(String(other).split("evidence/")[1] ?? "")}`;
  await replay("redactTextAction", "dsl", `${other}/redact`, "See the copy", {
    step: "save",
    names: "PNG = a kind of picture",
    reason: "They are not part of it",
  });
  await follow("dsl", `${other}`, "Seal file");
  const instruction = {
    officer: "DC Rowe",
    force: "West Force",
    reference: "W/26/1182",
    "instructed-day": "2",
    "instructed-month": "11",
    "instructed-year": "2020",
  };
  const write = "Write down the instruction";
  await replay("askDestructionAction", "dsl", `${other}`, write, instruction);
  await replay("withdrawDestructionAction", "headteacher", `${other}`, "Withdraw the instruction");
  await follow("dsl", `${other}`, write, instruction);
  await replay("destroyEvidenceAction", "headteacher", `${other}`, "Destroy the file", {
    read: "yes",
  });
  await replay("noteBackupsAction", "dsl", `${other}/certificate`, "Write down", {
    backupsWords: "The disc was shredded.",
    "backups-day": "2",
    "backups-month": "11",
    "backups-year": "2020",
  });
  expect([...done].sort()).toEqual(Object.keys(evidenceActions).sort());
});
