"use server";

import { formAction } from "@/lib/access/form-action";
import { changePeriod } from "./change-period";
import { enterDates } from "./enter-dates";
import { holdRecord, releaseRecord } from "./hold-record";
import { approveDisposal, proposeDisposal, refuseDisposal } from "./propose-disposal";
import { proposeVisits } from "./propose-visits";
import {
  approveDisposalSchema,
  changePeriodSchema,
  enterDatesSchema,
  holdRecordSchema,
  proposeDisposalSchema,
  proposeVisitsSchema,
  refuseDisposalSchema,
  releaseRecordSchema,
} from "./schema";

const next =
  (done: string) =>
  ({ caseId }: { caseId: string }) =>
    `/retention/${caseId}?done=${done}`;

export const holdRecordAction = formAction({
  name: "hold-record",
  schema: holdRecordSchema,
  verb: holdRecord,
  goTo: next("held"),
});

export const releaseRecordAction = formAction({
  name: "release-record",
  schema: releaseRecordSchema,
  verb: releaseRecord,
  goTo: next("released"),
});

export const proposeDisposalAction = formAction({
  name: "propose-disposal",
  schema: proposeDisposalSchema,
  verb: proposeDisposal,
  goTo: next("proposed"),
});

export const approveDisposalAction = formAction({
  name: "approve-disposal",
  schema: approveDisposalSchema,
  verb: approveDisposal,
  goTo: next("approved"),
});

export const refuseDisposalAction = formAction({
  name: "refuse-disposal",
  schema: refuseDisposalSchema,
  verb: refuseDisposal,
  goTo: ({ caseId, keeps }) =>
    keeps ? next("refused")({ caseId }) : "/retention?tab=proposed&done=refused",
});

export const changePeriodAction = formAction({
  name: "change-period",
  schema: changePeriodSchema,
  verb: changePeriod,
  goTo: ({ rule }) => `/retention/rules?done=changed#${rule}`,
});

export const enterDatesAction = formAction({
  name: "enter-dates",
  schema: enterDatesSchema,
  verb: enterDates,
  goTo: next("dated"),
});

export const proposeVisitsAction = formAction({
  name: "propose-visits",
  schema: proposeVisitsSchema,
  verb: proposeVisits,
  goTo: next("proposed"),
});
