"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { declareTie } from "./declare-tie";
import { declareTieSchema, stepAsideSchema } from "./schema";
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
