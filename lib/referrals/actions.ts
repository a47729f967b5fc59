"use server";

import { formAction } from "@/lib/access/form-action";
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

export const referCaseAction = formAction({
  name: "refer-case",
  schema: referCaseSchema,
  verb: referCase,
  goTo: ({ caseId }) => `/cases/${caseId}/referrals?done=referred`,
});

export const decideReferralAction = formAction({
  name: "decide-referral",
  schema: decideReferralSchema,
  verb: decideReferral,
  goTo: () => "/decisions?done=decided",
});

export const draftDisclosureAction = formAction({
  name: "draft-disclosure",
  schema: draftDisclosureSchema,
  verb: draftDisclosure,
  goTo: ({ caseId, disclosureId }) => `/cases/${caseId}/disclosures/${disclosureId}`,
});
export const confirmDisclosureAction = formAction({
  name: "confirm-disclosure",
  schema: confirmDisclosureSchema,
  verb: confirmDisclosure,
  goTo: ({ caseId, disclosureId }) => `/cases/${caseId}/disclosures/${disclosureId}?done=given`,
});
export const dropDisclosureAction = formAction({
  name: "drop-disclosure",
  schema: dropDisclosureSchema,
  verb: dropDisclosure,
  goTo: ({ caseId }) => `/cases/${caseId}/disclosures?done=dropped`,
});

export const referOutsideAction = formAction({
  name: "refer-outside",
  schema: referOutsideSchema,
  verb: referOutside,
  goTo: ({ caseId, outsideId }) => `/cases/${caseId}/referrals/${outsideId}?done=sent`,
});

export const moveOutsideAction = formAction({
  name: "move-outside",
  schema: moveOutsideSchema,
  verb: moveOutside,
  goTo: ({ caseId, outsideId, action }) => `/cases/${caseId}/referrals/${outsideId}?done=${action}`,
});

export const saveContactAction = formAction({
  name: "save-contact",
  schema: saveContactSchema,
  verb: saveContact,
  goTo: ({ body }) => `/settings/contacts?done=${body}#${body}`,
});

export const writeLetterAction = formAction({
  name: "write-letter",
  schema: writeLetterSchema,
  verb: writeLetter,
  goTo: ({ caseId, letterId }) => `/cases/${caseId}/letters/${letterId}?done=written`,
});

export const saveTemplateAction = formAction({
  name: "save-template",
  schema: saveTemplateSchema,
  verb: saveTemplate,
  goTo: ({ kind }) => `/settings/letters?kind=${kind}&done=saved`,
});

export const answerFlagAction = formAction({
  name: "answer-flag",
  schema: answerFlagSchema,
  verb: answerFlag,
  goTo: ({ caseId }) => `/cases/${caseId}/referrals?done=recorded`,
});

export const recordComplaintAction = formAction({
  name: "record-complaint",
  schema: recordComplaintSchema,
  verb: recordComplaint,
  goTo: ({ caseId, stays }) =>
    stays ? `/cases/${caseId}?done=complaint` : "/complaints?done=passed",
});

export const startTransferAction = formAction({
  name: "start-transfer",
  schema: startTransferSchema,
  verb: startTransfer,
  goTo: ({ transferId }) => `/transfers/${transferId}?done=started`,
});

export const moveTransferAction = formAction({
  name: "move-transfer",
  schema: moveTransferSchema,
  verb: moveTransfer,
  goTo: ({ transferId, action }) => `/transfers/${transferId}?done=${action}`,
});
