"use server";

import { formAction } from "@/lib/access/form-action";
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

export const stepAsideAction = formAction({
  name: "step-aside",
  schema: stepAsideSchema,
  verb: stepAside,
  // Whoever only heard its appeal has no queue.
  goTo: ({ handles }) => (handles ? "/queue?tab=all&done=aside" : "/"),
});
export const declareTieAction = formAction({
  name: "declare-tie",
  schema: declareTieSchema,
  verb: declareTie,
  goTo: ({ caseId }) => `/cases/${caseId}/people?done=tie`,
});
export const openEmergencyAction = formAction({
  name: "open-emergency",
  schema: openEmergencySchema,
  verb: openEmergency,
  goTo: ({ caseId }) => `/cases/${caseId}`,
});
export const reviewEmergencyAction = formAction({
  name: "review-emergency",
  schema: reviewEmergencySchema,
  verb: reviewEmergency,
  goTo: ({ caseId }) => `/cases/${caseId}/people?done=reviewed`,
});
