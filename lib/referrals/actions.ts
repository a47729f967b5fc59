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
import { decideReferral } from "./decide-referral";
import { referCase } from "./refer-case";
import { decideReferralSchema, referCaseSchema } from "./schema";

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
