"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { changePeriod } from "./change-period";
import { enterDates } from "./enter-dates";
import { holdRecord, releaseRecord } from "./hold-record";
import { approveDisposal, proposeDisposal, refuseDisposal } from "./propose-disposal";
import {
  approveDisposalSchema,
  changePeriodSchema,
  enterDatesSchema,
  holdRecordSchema,
  proposeDisposalSchema,
  refuseDisposalSchema,
  releaseRecordSchema,
} from "./schema";

const next =
  (done: string) =>
  ({ caseId }: { caseId: string }) =>
    `/retention/${caseId}?done=${done}`;

const hold = formAction({
  name: "hold-record",
  schema: holdRecordSchema,
  verb: holdRecord,
  goTo: next("held"),
});
export async function holdRecordAction(state: FormState, form: FormData) {
  return hold(state, form);
}

const release = formAction({
  name: "release-record",
  schema: releaseRecordSchema,
  verb: releaseRecord,
  goTo: next("released"),
});
export async function releaseRecordAction(state: FormState, form: FormData) {
  return release(state, form);
}

const propose = formAction({
  name: "propose-disposal",
  schema: proposeDisposalSchema,
  verb: proposeDisposal,
  goTo: next("proposed"),
});
export async function proposeDisposalAction(state: FormState, form: FormData) {
  return propose(state, form);
}

const approve = formAction({
  name: "approve-disposal",
  schema: approveDisposalSchema,
  verb: approveDisposal,
  goTo: next("approved"),
});
export async function approveDisposalAction(state: FormState, form: FormData) {
  return approve(state, form);
}

const refuse = formAction({
  name: "refuse-disposal",
  schema: refuseDisposalSchema,
  verb: refuseDisposal,
  goTo: next("refused"),
});
export async function refuseDisposalAction(state: FormState, form: FormData) {
  return refuse(state, form);
}

const period = formAction({
  name: "change-period",
  schema: changePeriodSchema,
  verb: changePeriod,
  goTo: ({ rule }) => `/retention/rules?done=changed#${rule}`,
});
export async function changePeriodAction(state: FormState, form: FormData) {
  return period(state, form);
}

const dates = formAction({
  name: "enter-dates",
  schema: enterDatesSchema,
  verb: enterDates,
  goTo: next("dated"),
});
export async function enterDatesAction(state: FormState, form: FormData) {
  return dates(state, form);
}
