"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { declareTie } from "./declare-tie";
import { openEmergency } from "./open-emergency";
import { reviewEmergency } from "./review-emergency";
import {
  declareTieSchema,
  openEmergencySchema,
  reviewEmergencySchema,
  stepAsideSchema,
} from "./schema";
import { stepAside } from "./step-aside";

const aside = formAction({
  name: "step-aside",
  schema: stepAsideSchema,
  verb: stepAside,
  // Whoever only heard its appeal has no queue.
  goTo: ({ handles }) => (handles ? "/queue?tab=all&done=aside" : "/"),
});
export async function stepAsideAction(state: FormState, form: FormData) {
  return aside(state, form);
}
const tie = formAction({
  name: "declare-tie",
  schema: declareTieSchema,
  verb: declareTie,
  goTo: ({ caseId }) => `/cases/${caseId}/people?done=tie`,
});
export async function declareTieAction(state: FormState, form: FormData) {
  return tie(state, form);
}
const emergency = formAction({
  name: "open-emergency",
  schema: openEmergencySchema,
  verb: openEmergency,
  goTo: ({ caseId }) => `/cases/${caseId}`,
});
export async function openEmergencyAction(state: FormState, form: FormData) {
  return emergency(state, form);
}
const review = formAction({
  name: "review-emergency",
  schema: reviewEmergencySchema,
  verb: reviewEmergency,
  goTo: ({ caseId }) => `/cases/${caseId}/people?done=reviewed`,
});
export async function reviewEmergencyAction(state: FormState, form: FormData) {
  return review(state, form);
}
