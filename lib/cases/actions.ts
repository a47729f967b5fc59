"use server";

import { formAction } from "@/lib/access/form-action";
import { addAction } from "./add-action";
import { askReporter } from "./ask-reporter";
import { assignOwner } from "./assign-owner";
import { beginClock } from "./begin-clock";
import { changeSeverity } from "./change-severity";
import { changeTrack } from "./change-track";
import { closeReport } from "./close-report";
import { convenePanel } from "./convene-panel";
import { finishAction } from "./finish-action";
import { involvePerson } from "./involve-person";
import { joinCase } from "./join-case";
import { linkCases, unlinkCases } from "./link-cases";
import { mergeCase } from "./merge-case";
import { messageReporter } from "./message-reporter";
import { moveCase } from "./move-case";
import { noteCase } from "./note-case";
import { openCase } from "./open-case";
import { pauseClock, resumeClock } from "./pause-clock";
import { rateReport } from "./rate-report";
import {
  addActionSchema,
  askReporterSchema,
  assignOwnerSchema,
  beginClockSchema,
  changeSeveritySchema,
  changeTrackSchema,
  closeReportSchema,
  convenePanelSchema,
  finishActionSchema,
  involvePersonSchema,
  joinCaseSchema,
  linkCasesSchema,
  mergeCaseSchema,
  messageReporterSchema,
  moveCaseSchema,
  noteCaseSchema,
  openCaseSchema,
  pauseClockSchema,
  rateReportSchema,
  resumeClockSchema,
  settleClockSchema,
  snoozeReportSchema,
  splitCaseSchema,
  unlinkCasesSchema,
  writeRecordSchema,
} from "./schema";
import { settleClock } from "./settle-clock";
import { snoozeReport } from "./snooze-report";
import { splitCase } from "./split-case";
import { writeRecord } from "./write-record";

/** Triaged: the next report opens by itself. */
const next = (done: string) => () => `/queue/next?done=${done}`;
const tab = (name: string, done: string) => (result: { caseId: string }) =>
  `/cases/${result.caseId}${name}?done=${done}`;

export const openCaseAction = formAction({
  name: "open-case",
  schema: openCaseSchema,
  verb: openCase,
  goTo: ({ caseId }, { then }) =>
    then === "next" ? "/queue/next?done=opened" : `/cases/${caseId}?done=opened`,
});
export const joinCaseAction = formAction({
  name: "join-case",
  schema: joinCaseSchema,
  verb: joinCase,
  goTo: next("joined"),
});
export const closeReportAction = formAction({
  name: "close-report",
  schema: closeReportSchema,
  verb: closeReport,
  goTo: next("closed"),
});
export const snoozeReportAction = formAction({
  name: "snooze-report",
  schema: snoozeReportSchema,
  verb: snoozeReport,
  goTo: next("snoozed"),
});
export const askReporterAction = formAction({
  name: "ask-reporter",
  schema: askReporterSchema,
  verb: askReporter,
  goTo: next("asked"),
});
export const noteCaseAction = formAction({
  name: "note-case",
  schema: noteCaseSchema,
  verb: noteCase,
  goTo: tab("/timeline", "noted"),
});
export const moveCaseAction = formAction({
  name: "move-case",
  schema: moveCaseSchema,
  verb: moveCase,
  goTo: ({ caseId, action }) => `/cases/${caseId}?done=${action}`,
});
export const changeSeverityAction = formAction({
  name: "change-severity",
  schema: changeSeveritySchema,
  verb: changeSeverity,
  goTo: tab("", "severity"),
});
export const addActionAction = formAction({
  name: "add-action",
  schema: addActionSchema,
  verb: addAction,
  goTo: tab("/actions", "added"),
});
export const finishActionAction = formAction({
  name: "finish-action",
  schema: finishActionSchema,
  verb: finishAction,
  goTo: tab("/actions", "finished"),
});
export const involvePersonAction = formAction({
  name: "involve-person",
  schema: involvePersonSchema,
  verb: involvePerson,
  goTo: ({ caseId, left }) =>
    left ? "/queue?tab=all&done=left" : `/cases/${caseId}/people?done=involved`,
});
export const messageReporterAction = formAction({
  name: "message-reporter",
  schema: messageReporterSchema,
  verb: messageReporter,
  goTo: tab("/messages", "sent"),
});
export const rateReportAction = formAction({
  name: "rate-report",
  schema: rateReportSchema,
  verb: rateReport,
  goTo: ({ reportId }) => `/queue/${reportId}?done=rated`,
});
export const assignOwnerAction = formAction({
  name: "assign-owner",
  schema: assignOwnerSchema,
  verb: assignOwner,
  goTo: ({ caseId, left }) =>
    left ? "/queue?tab=all&done=passed" : `/cases/${caseId}?done=passed`,
});
export const pauseClockAction = formAction({
  name: "pause-clock",
  schema: pauseClockSchema,
  verb: pauseClock,
  goTo: tab("/deadlines", "paused"),
});
export const resumeClockAction = formAction({
  name: "resume-clock",
  schema: resumeClockSchema,
  verb: resumeClock,
  goTo: tab("/deadlines", "resumed"),
});
export const settleClockAction = formAction({
  name: "settle-clock",
  schema: settleClockSchema,
  verb: settleClock,
  goTo: tab("/deadlines", "settled"),
});
export const beginClockAction = formAction({
  name: "begin-clock",
  schema: beginClockSchema,
  verb: beginClock,
  goTo: tab("/deadlines", "begun"),
});
export const writeRecordAction = formAction({
  name: "write-record",
  schema: writeRecordSchema,
  verb: writeRecord,
  goTo: tab("/process", "recorded"),
});
export const convenePanelAction = formAction({
  name: "convene-panel",
  schema: convenePanelSchema,
  verb: convenePanel,
  goTo: tab("", "appeal"),
});
export const linkCasesAction = formAction({
  name: "link-cases",
  schema: linkCasesSchema,
  verb: linkCases,
  goTo: tab("/related", "linked"),
});
export const unlinkCasesAction = formAction({
  name: "unlink-cases",
  schema: unlinkCasesSchema,
  verb: unlinkCases,
  goTo: tab("/related", "unlinked"),
});
export const mergeCaseAction = formAction({
  name: "merge-case",
  schema: mergeCaseSchema,
  verb: mergeCase,
  goTo: tab("/related", "merged"),
});
export const splitCaseAction = formAction({
  name: "split-case",
  schema: splitCaseSchema,
  verb: splitCase,
  goTo: tab("/related", "split"),
});
export const changeTrackAction = formAction({
  name: "change-track",
  schema: changeTrackSchema,
  verb: changeTrack,
  goTo: tab("", "track"),
});
