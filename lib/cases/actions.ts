"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
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

const open = formAction({
  name: "open-case",
  schema: openCaseSchema,
  verb: openCase,
  goTo: ({ caseId }, { then }) =>
    then === "next" ? "/queue/next?done=opened" : `/cases/${caseId}?done=opened`,
});
export async function openCaseAction(state: FormState, form: FormData) {
  return open(state, form);
}
const join = formAction({
  name: "join-case",
  schema: joinCaseSchema,
  verb: joinCase,
  goTo: next("joined"),
});
export async function joinCaseAction(state: FormState, form: FormData) {
  return join(state, form);
}
const close = formAction({
  name: "close-report",
  schema: closeReportSchema,
  verb: closeReport,
  goTo: next("closed"),
});
export async function closeReportAction(state: FormState, form: FormData) {
  return close(state, form);
}
const snooze = formAction({
  name: "snooze-report",
  schema: snoozeReportSchema,
  verb: snoozeReport,
  goTo: next("snoozed"),
});
export async function snoozeReportAction(state: FormState, form: FormData) {
  return snooze(state, form);
}
const ask = formAction({
  name: "ask-reporter",
  schema: askReporterSchema,
  verb: askReporter,
  goTo: next("asked"),
});
export async function askReporterAction(state: FormState, form: FormData) {
  return ask(state, form);
}
const note = formAction({
  name: "note-case",
  schema: noteCaseSchema,
  verb: noteCase,
  goTo: tab("/timeline", "noted"),
});
export async function noteCaseAction(state: FormState, form: FormData) {
  return note(state, form);
}
const move = formAction({
  name: "move-case",
  schema: moveCaseSchema,
  verb: moveCase,
  goTo: ({ caseId, action }) => `/cases/${caseId}?done=${action}`,
});
export async function moveCaseAction(state: FormState, form: FormData) {
  return move(state, form);
}
const severity = formAction({
  name: "change-severity",
  schema: changeSeveritySchema,
  verb: changeSeverity,
  goTo: tab("", "severity"),
});
export async function changeSeverityAction(state: FormState, form: FormData) {
  return severity(state, form);
}
const add = formAction({
  name: "add-action",
  schema: addActionSchema,
  verb: addAction,
  goTo: tab("/actions", "added"),
});
export async function addActionAction(state: FormState, form: FormData) {
  return add(state, form);
}
const finish = formAction({
  name: "finish-action",
  schema: finishActionSchema,
  verb: finishAction,
  goTo: tab("/actions", "finished"),
});
export async function finishActionAction(state: FormState, form: FormData) {
  return finish(state, form);
}
const involve = formAction({
  name: "involve-person",
  schema: involvePersonSchema,
  verb: involvePerson,
  goTo: ({ caseId, left }) =>
    left ? "/queue?tab=all&done=left" : `/cases/${caseId}/people?done=involved`,
});
export async function involvePersonAction(state: FormState, form: FormData) {
  return involve(state, form);
}
const message = formAction({
  name: "message-reporter",
  schema: messageReporterSchema,
  verb: messageReporter,
  goTo: tab("/messages", "sent"),
});
export async function messageReporterAction(state: FormState, form: FormData) {
  return message(state, form);
}
const rate = formAction({
  name: "rate-report",
  schema: rateReportSchema,
  verb: rateReport,
  goTo: ({ reportId }) => `/queue/${reportId}?done=rated`,
});
export async function rateReportAction(state: FormState, form: FormData) {
  return rate(state, form);
}
const pass = formAction({
  name: "assign-owner",
  schema: assignOwnerSchema,
  verb: assignOwner,
  goTo: ({ caseId, left }) =>
    left ? "/queue?tab=all&done=passed" : `/cases/${caseId}?done=passed`,
});
export async function assignOwnerAction(state: FormState, form: FormData) {
  return pass(state, form);
}
const pause = formAction({
  name: "pause-clock",
  schema: pauseClockSchema,
  verb: pauseClock,
  goTo: tab("/deadlines", "paused"),
});
export async function pauseClockAction(state: FormState, form: FormData) {
  return pause(state, form);
}
const resume = formAction({
  name: "resume-clock",
  schema: resumeClockSchema,
  verb: resumeClock,
  goTo: tab("/deadlines", "resumed"),
});
export async function resumeClockAction(state: FormState, form: FormData) {
  return resume(state, form);
}
const settle = formAction({
  name: "settle-clock",
  schema: settleClockSchema,
  verb: settleClock,
  goTo: tab("/deadlines", "settled"),
});
export async function settleClockAction(state: FormState, form: FormData) {
  return settle(state, form);
}
const begin = formAction({
  name: "begin-clock",
  schema: beginClockSchema,
  verb: beginClock,
  goTo: tab("/deadlines", "begun"),
});
export async function beginClockAction(state: FormState, form: FormData) {
  return begin(state, form);
}
const record = formAction({
  name: "write-record",
  schema: writeRecordSchema,
  verb: writeRecord,
  goTo: tab("/process", "recorded"),
});
export async function writeRecordAction(state: FormState, form: FormData) {
  return record(state, form);
}
const convene = formAction({
  name: "convene-panel",
  schema: convenePanelSchema,
  verb: convenePanel,
  goTo: tab("", "appeal"),
});
export async function convenePanelAction(state: FormState, form: FormData) {
  return convene(state, form);
}
const link = formAction({
  name: "link-cases",
  schema: linkCasesSchema,
  verb: linkCases,
  goTo: tab("/related", "linked"),
});
export async function linkCasesAction(state: FormState, form: FormData) {
  return link(state, form);
}
const unlink = formAction({
  name: "unlink-cases",
  schema: unlinkCasesSchema,
  verb: unlinkCases,
  goTo: tab("/related", "unlinked"),
});
export async function unlinkCasesAction(state: FormState, form: FormData) {
  return unlink(state, form);
}
const merge = formAction({
  name: "merge-case",
  schema: mergeCaseSchema,
  verb: mergeCase,
  goTo: tab("/related", "merged"),
});
export async function mergeCaseAction(state: FormState, form: FormData) {
  return merge(state, form);
}
const split = formAction({
  name: "split-case",
  schema: splitCaseSchema,
  verb: splitCase,
  goTo: tab("/related", "split"),
});
export async function splitCaseAction(state: FormState, form: FormData) {
  return split(state, form);
}
const track = formAction({
  name: "change-track",
  schema: changeTrackSchema,
  verb: changeTrack,
  goTo: tab("", "track"),
});
export async function changeTrackAction(state: FormState, form: FormData) {
  return track(state, form);
}
