import { dutyActions } from "./action-matrix.ts";
import { expect, test } from "./fixtures.ts";
import { startReplay } from "./replay.ts";

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
  expect([...done].sort()).toEqual(Object.keys(dutyActions).sort());
});
