"use server";

import { cookies, headers } from "next/headers";
import { redirect } from "next/navigation";
import { withScope } from "@/db/scope";
import { formAction } from "@/lib/access/form-action";
import { sessionFrom } from "@/lib/access/require-session";
import type { FormState } from "@/lib/access/types";
import { KnownError } from "@/lib/errors";
import { answerReading, answerReadingSchema } from "./answer-reading";
import { describeEvidence, describeEvidenceSchema } from "./describe-evidence";
import { makePhoneLink, makePhoneLinkSchema, phoneMinutes } from "./make-phone-link";
import { openPhoneLink, phoneCookie } from "./open-phone-link";
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

const answer = formAction({
  name: "answer-reading",
  schema: answerReadingSchema,
  verb: answerReading,
  goTo: evidenceStep,
});
export async function answerReadingAction(state: FormState, form: FormData) {
  return answer(state, form);
}

const toPhone = formAction({
  name: "make-phone-link",
  schema: makePhoneLinkSchema,
  verb: makePhoneLink,
  goTo: ({ linkId, to }) =>
    `${to.reportId ? `/reports/${to.reportId}` : evidenceStep({ draftId: to.draftId ?? "" })}?phone=${linkId}#phone`,
});
export async function makePhoneLinkAction(state: FormState, form: FormData) {
  return toPhone(state, form);
}

/** On the phone: its link becomes this device's, once, and its browser forgets it with the link. */
export async function openPhoneLinkAction(form: FormData) {
  const token = String(form.get("token") ?? "");
  const device = await openPhoneLink(token, (await headers()).get("user-agent") ?? "");
  if (!device) redirect("/phone");
  (await cookies()).set(phoneCookie, device, {
    httpOnly: true,
    sameSite: "lax",
    secure: process.env.DAYBOOK_URL?.startsWith("https:") === true,
    path: "/phone",
    maxAge: phoneMinutes * 60,
  });
  redirect("/phone");
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
