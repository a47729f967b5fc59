"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import {
  confirmDisclosure,
  confirmDisclosureSchema,
  dropDisclosure,
  dropDisclosureSchema,
} from "@/lib/cases/confirm-disclosure";
import { draftDisclosure, draftDisclosureSchema } from "@/lib/cases/draft-disclosure";
import { recordComplaint, recordComplaintSchema } from "@/lib/cases/record-complaint";
import { answerFlag } from "./answer-flag";
import { decideReferral } from "./decide-referral";
import { moveOutside } from "./move-outside";
import { moveTransfer } from "./move-transfer";
import { referCase } from "./refer-case";
import { referOutside } from "./refer-outside";
import { saveContact } from "./save-contact";
import { saveTemplate } from "./save-template";
import {
  answerFlagSchema,
  decideReferralSchema,
  moveOutsideSchema,
  referCaseSchema,
  referOutsideSchema,
  saveContactSchema,
  saveTemplateSchema,
  writeLetterSchema,
} from "./schema";
import { startTransfer } from "./start-transfer";
import { moveTransferSchema, startTransferSchema } from "./transfer-forms";
import { writeLetter } from "./write-letter";

const refer = formAction({
  name: "refer-case",
  schema: referCaseSchema,
  verb: referCase,
  goTo: ({ caseId }) => `/cases/${caseId}/referrals?done=referred`,
});
export async function referCaseAction(state: FormState, form: FormData) {
  return refer(state, form);
}

const decide = formAction({
  name: "decide-referral",
  schema: decideReferralSchema,
  verb: decideReferral,
  goTo: () => "/decisions?done=decided",
});
export async function decideReferralAction(state: FormState, form: FormData) {
  return decide(state, form);
}

const draft = formAction({
  name: "draft-disclosure",
  schema: draftDisclosureSchema,
  verb: draftDisclosure,
  goTo: ({ caseId, disclosureId }) => `/cases/${caseId}/disclosures/${disclosureId}`,
});
export async function draftDisclosureAction(state: FormState, form: FormData) {
  return draft(state, form);
}
const give = formAction({
  name: "confirm-disclosure",
  schema: confirmDisclosureSchema,
  verb: confirmDisclosure,
  goTo: ({ caseId, disclosureId }) => `/cases/${caseId}/disclosures/${disclosureId}?done=given`,
});
export async function confirmDisclosureAction(state: FormState, form: FormData) {
  return give(state, form);
}
const drop = formAction({
  name: "drop-disclosure",
  schema: dropDisclosureSchema,
  verb: dropDisclosure,
  goTo: ({ caseId }) => `/cases/${caseId}/disclosures?done=dropped`,
});
export async function dropDisclosureAction(state: FormState, form: FormData) {
  return drop(state, form);
}

const outside = formAction({
  name: "refer-outside",
  schema: referOutsideSchema,
  verb: referOutside,
  goTo: ({ caseId, outsideId }) => `/cases/${caseId}/referrals/${outsideId}?done=sent`,
});
export async function referOutsideAction(state: FormState, form: FormData) {
  return outside(state, form);
}

const moved = formAction({
  name: "move-outside",
  schema: moveOutsideSchema,
  verb: moveOutside,
  goTo: ({ caseId, outsideId, action }) => `/cases/${caseId}/referrals/${outsideId}?done=${action}`,
});
export async function moveOutsideAction(state: FormState, form: FormData) {
  return moved(state, form);
}

const contact = formAction({
  name: "save-contact",
  schema: saveContactSchema,
  verb: saveContact,
  goTo: ({ body }) => `/settings/contacts?done=${body}#${body}`,
});
export async function saveContactAction(state: FormState, form: FormData) {
  return contact(state, form);
}

const letter = formAction({
  name: "write-letter",
  schema: writeLetterSchema,
  verb: writeLetter,
  goTo: ({ caseId, letterId }) => `/cases/${caseId}/letters/${letterId}?done=written`,
});
export async function writeLetterAction(state: FormState, form: FormData) {
  return letter(state, form);
}

const template = formAction({
  name: "save-template",
  schema: saveTemplateSchema,
  verb: saveTemplate,
  goTo: ({ kind }) => `/settings/letters?kind=${kind}&done=saved`,
});
export async function saveTemplateAction(state: FormState, form: FormData) {
  return template(state, form);
}

const flag = formAction({
  name: "answer-flag",
  schema: answerFlagSchema,
  verb: answerFlag,
  goTo: ({ caseId }) => `/cases/${caseId}/referrals?done=recorded`,
});
export async function answerFlagAction(state: FormState, form: FormData) {
  return flag(state, form);
}

const complaint = formAction({
  name: "record-complaint",
  schema: recordComplaintSchema,
  verb: recordComplaint,
  goTo: ({ caseId, stays }) =>
    stays ? `/cases/${caseId}?done=complaint` : "/complaints?done=passed",
});
export async function recordComplaintAction(state: FormState, form: FormData) {
  return complaint(state, form);
}

const startedTransfer = formAction({
  name: "start-transfer",
  schema: startTransferSchema,
  verb: startTransfer,
  goTo: ({ transferId }) => `/transfers/${transferId}?done=started`,
});
export async function startTransferAction(state: FormState, form: FormData) {
  return startedTransfer(state, form);
}

const movedTransfer = formAction({
  name: "move-transfer",
  schema: moveTransferSchema,
  verb: moveTransfer,
  goTo: ({ transferId, action }) => `/transfers/${transferId}?done=${action}`,
});
export async function moveTransferAction(state: FormState, form: FormData) {
  return movedTransfer(state, form);
}
