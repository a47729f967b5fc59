"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
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
