import postgres from "postgres";
import { actions } from "./action-matrix.ts";
import { makePicture } from "./files/make-picture.ts";
import { expect, personOf, sharedHeaders, signedIn, test } from "./fixtures.ts";
import { changedSince, digest, idIn, otherSchool, roles, startReplay } from "./replay.ts";
import { replayDisclosures } from "./replay-disclosures.ts";

const sql = postgres(process.env.DAYBOOK_ADMIN_URL ?? "", { max: 1, onnotice: () => {} });
test.afterAll(() => sql.end());

/** Walled from everything this story makes. */
const walled = "deputy-dsl";
test("each server action does nothing for whoever may not use it, and its work once", async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const { as, nobody, origin, formAt, post, replay, done } = await startReplay(browser, actions, {
    walled,
    ofOwnSchool: [],
  });
  async function newDraft(): Promise<string> {
    const page = await as("staff");
    const answer = await post(page, await formAt(page, "/", "Report a concern"));
    return `/reports/drafts/${idIn(answer.headers().location ?? "")}`;
  }
  const answers = (account: string) => ({
    safety: "no",
    type: "CYB",
    affectedName: "Theo Wright",
    when: "today",
    platform: "Game",
    account,
  });
  async function newReport(account: string): Promise<string> {
    const page = await as("staff");
    const draft = await newDraft();
    const step = await formAt(page, `${draft}/what-happened`, "Continue");
    const extra = Object.entries(answers(account));
    await post(page, {
      ...step,
      fields: [...step.fields.filter(([name]) => !(name in answers(""))), ...extra],
    });
    const check = await formAt(page, `${draft}/check`, "Send report");
    const reportId = idIn((await post(page, check)).headers().location ?? "");
    await wall(reportId);
    return reportId;
  }
  async function wall(matter: string): Promise<void> {
    await sql`insert into walls (school_id, person_id, matter_id, reason, built_at)
      select p.school_id, p.id, ${matter}, 'named', now() from people p
      where p.name = ${personOf(walled).name} on conflict do nothing`;
  }
  const one = async (query: Promise<postgres.RowList<postgres.Row[]>>) =>
    String((await query)[0]?.id);

  // Drafts and their evidence.
  const draft = await newDraft();
  const bytes = await makePicture("Action");
  for (const name of ["a.png", "b.png"]) {
    await (await as("staff")).request.post(`${draft}/evidence/upload`, {
      headers: { origin },
      multipart: { files: { name, mimeType: "image/png", buffer: bytes } },
    });
  }
  await replay(
    "continueDraftAction",
    "staff",
    `${draft}/what-happened`,
    "Continue",
    answers("He is told to hurt himself."),
  );
  await replay("describeEvidenceAction", "staff", `${draft}/evidence`, "Save details", {
    caption: "Seen on his tablet",
  });
  await sql`insert into readings (school_id, evidence_id, words, stamp, stamp_at, read_at)
    select school_id, id, '', '12 Nov 2026', '2026-11-12', now() from evidence
    where draft_id = ${draft.split("/").at(-1) ?? ""}
    on conflict (school_id, evidence_id) do update set stamp = excluded.stamp,
      stamp_at = excluded.stamp_at`;
  await replay(
    "answerReadingAction",
    "staff",
    `${draft}/evidence`,
    "Use 12 Nov 2026 as when it was posted",
  );
  await replay("removeEvidenceAction", "staff", `${draft}/evidence`, "Remove");
  await replay("makePhoneLinkAction", "staff", `${draft}/evidence`, "Use my phone");
  const shared = await (await as("staff")).request.post("/share/upload", {
    headers: sharedHeaders,
    multipart: { files: { name: "s.png", mimeType: "image/png", buffer: bytes } },
    maxRedirects: 0,
  });
  await replay("answerSafetyAction", "staff", shared.headers().location ?? "", "Continue", {
    safety: "no",
  });
  const spare = await newDraft();
  const sent = await replay("sendReportAction", "staff", `${draft}/check`, "Send report", {
    recipient: "line-manager",
  });
  const reportId = idIn(sent);
  await wall(reportId);

  // What follows from here needs a fresh page for the draft, so the rest comes by the report.
  await replay("acknowledgeReportAction", "line-manager", `/sent-to-me/${reportId}`, "Acknowledge");
  await replay("passReportAction", "line-manager", `/sent-to-me/${reportId}`, "Pass on", {
    to: "headteacher",
  });
  await replay("sealEvidenceAction", "staff", `/reports/${reportId}`, "Seal file");
  await replay("addAddendumAction", "staff", `/reports/${reportId}`, "Add to report", {
    words: "It went on today.",
  });
  await replay("rateReportAction", "dsl", `/queue/${reportId}?do=rate`, "Save risk", {
    severity: "3",
    reason: "",
  });
  await replay("snoozeReportAction", "dsl", `/queue/${reportId}?do=snooze`, "Snooze report", {
    "until-day": "11",
    "until-month": "12",
    "until-year": "2026",
  });
  await replay("askReporterAction", "dsl", `/queue/${reportId}?do=ask`, "Send question", {
    words: "Which game?",
  });
  await replay("replyToHandlerAction", "staff", `/reports/${reportId}`, "Send reply", {
    reply: "A racing game.",
  });
  const other = await newReport("The same again, by another account.");
  const third = await newReport("Two friends fell out.");
  await replay("closeReportAction", "dsl", `/queue/${third}?do=close`, "Close report", {
    reason: "Settled between them.",
    wishesSeen: "yes",
  });
  const opened = await replay("openCaseAction", "dsl", `/queue/${reportId}`, "Open a case");
  const caseId = idIn(opened);
  const at = `/cases/${caseId}`;
  const [found] = await sql`select reference from cases where id = ${caseId}`;
  await replay("joinCaseAction", "dsl", `/queue/${other}?do=join`, "Join the case", {
    reference: String(found?.reference),
    reason: "The same child and game.",
  });
  await replayDisclosures(replay, sql, caseId);
  await replay("noteCaseAction", "dsl", `${at}/timeline`, "Save note", {
    words: "Spoke with his mother.",
  });
  await replay("changeSeverityAction", "dsl", `${at}/risk`, "Save risk", {
    severity: "2",
    reason: "He is with his family.",
  });
  await replay("addActionAction", "dsl", `${at}/actions`, "Add action", {
    words: "Ring the platform",
    "due-day": "11",
    "due-month": "12",
    "due-year": "2026",
  });
  await replay("finishActionAction", "dsl", `${at}/actions`, "Mark as done");
  await replay("involvePersonAction", "dsl", `${at}/people`, "Add person", {
    person: "Leo Fenn",
    part: "witness",
  });
  await replay("beginClockAction", "dsl", `${at}/deadlines`, "Start deadline", {
    kind: "subject-access",
    "from-day": "2",
    "from-month": "11",
    "from-year": "2026",
  });
  const clock = await one(
    sql`select id from clocks where case_id = ${caseId} and kind = 'subject-access'`,
  );
  const deadline = `${at}/deadlines/${clock}`;
  await replay("pauseClockAction", "dsl", deadline, "Pause it", {
    reason: "clarification",
    awaited: "Which years, from his mother",
  });
  await replay("resumeClockAction", "dsl", deadline, "Let it run again");
  await replay("settleClockAction", "dsl", deadline, "Save", {
    words: "Answered by letter.",
  });
  await replay("messageReporterAction", "dsl", `${at}/messages`, "Send message", {
    words: "Thank you. He is safe.",
  });
  await replay("referCaseAction", "dsl", `${at}/refer`, "Refer case", {
    asked: "Is the other pupil to be excluded?",
  });
  const referral = await one(
    sql`select id from referrals where case_id = ${caseId} and state = 'open'`,
  );
  await replay("decideReferralAction", "headteacher", `/decisions/${referral}`, "Record decision", {
    decision: "no-action",
    reason: "A talk is enough.",
  });
  const head = await one(
    sql`select p.id from people p where p.name = ${personOf("headteacher").name}`,
  );
  await replay("assignOwnerAction", "dsl", `${at}/owner`, "Pass case", {
    ownerId: head,
    reason: "I am away.",
  });
  await replay("discardDraftAction", "staff", `${spare}/what-happened`, "Throw the draft away");

  // What only a script sends, while somebody types.
  const typing = await signedIn(browser, "staff");
  await typing.goto("/");
  await typing.getByRole("button", { name: "Report a concern" }).click();
  await typing.waitForURL(/what-happened/);
  const typed = idIn(typing.url());
  async function capture(action: string, type: () => Promise<void>, text: string): Promise<void> {
    const [request] = await Promise.all([
      typing.waitForRequest((r) => r.method() === "POST" && Boolean(r.headers()["next-action"])),
      type(),
    ]);
    await request.response();
    const before = await digest();
    const body = (request.postData() ?? "").replace(text, "Somebody else's words");
    expect(body).toContain("Somebody else's words");
    const headers = {
      origin,
      "next-action": request.headers()["next-action"] ?? "",
      "content-type": request.headers()["content-type"] ?? "",
    };
    for (const role of roles.filter((name) => name !== "staff")) {
      await (await as(role)).request.post(request.url(), { headers, data: body });
      expect(await changedSince(before), `${action} as ${role}`).toEqual([]);
    }
    await (await as("staff", otherSchool)).request.post(request.url(), {
      headers,
      data: body,
    });
    await nobody.request.post(request.url(), { headers, data: body });
    expect(await changedSince(before), `${action} as nobody`).toEqual([]);
    await (await as("staff")).request.post(request.url(), { headers, data: body });
    expect(await changedSince(before), `${action} as its owner`).not.toEqual([]);
    done.add(action);
  }
  await capture(
    "autosaveDraft",
    () => typing.getByLabel("What happened?").fill("Words of the writer"),
    "Words of the writer",
  );
  await typing.request.post(`/reports/drafts/${typed}/evidence/upload`, {
    headers: { origin },
    multipart: { files: { name: "c.png", mimeType: "image/png", buffer: bytes } },
  });
  await typing.goto(`/reports/drafts/${typed}/evidence`);
  await typing.getByText("Details", { exact: false }).first().click();
  await capture(
    "saveDetails",
    () => typing.getByLabel(/Caption/).fill("Words of the finder"),
    "Words of the finder",
  );

  const expected = Object.entries(actions).filter(([, rule]) => rule !== "own");
  expect([...done].sort()).toEqual(expected.map(([name]) => name).sort());
});
