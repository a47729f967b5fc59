"use server";

import { headers } from "next/headers";
import { withScope } from "@/db/scope";
import { formAction } from "@/lib/access/form-action";
import { sessionFrom } from "@/lib/access/require-session";
import type { FormState } from "@/lib/access/types";
import { KnownError } from "@/lib/errors";
import { describeEvidence, describeEvidenceSchema } from "./describe-evidence";
import { removeEvidence, removeEvidenceSchema } from "./remove-evidence";

const evidenceStep = ({ draftId }: { draftId: string }) => `/reports/drafts/${draftId}/evidence`;

const remove = formAction({
  name: "remove-evidence",
  schema: removeEvidenceSchema,
  verb: removeEvidence,
  goTo: evidenceStep,
});
export async function removeEvidenceAction(state: FormState, form: FormData) {
  return remove(state, form);
}

const details = formAction({
  name: "describe-evidence",
  schema: describeEvidenceSchema,
  verb: describeEvidence,
  goTo: evidenceStep,
});
export async function describeEvidenceAction(state: FormState, form: FormData) {
  return details(state, form);
}

/** While somebody types: saves what they know of an item, and says whether it was saved. */
export async function saveDetails(values: Record<string, string>): Promise<boolean> {
  const parsed = describeEvidenceSchema.safeParse(values);
  // Never away to the sign-in page: what was typed stays where it is.
  const claims = await sessionFrom(await headers());
  if (!parsed.success || !claims) return false;
  try {
    await withScope(claims, (tx, actor) => describeEvidence(tx, actor, parsed.data));
    return true;
  } catch (error) {
    if (error instanceof KnownError) return false;
    throw error;
  }
}
