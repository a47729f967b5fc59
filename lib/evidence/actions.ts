"use server";

import { cookies, headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { withScope } from "@/db/scope";
import { formAction, readForm } from "@/lib/access/form-action";
import { readSession, sessionFrom } from "@/lib/access/require-session";
import type { FormState } from "@/lib/access/types";
import { KnownError } from "@/lib/errors";
import { addDescription, addDescriptionSchema } from "./add-description";
import { answerReading, answerReadingSchema } from "./answer-reading";
import { describeEvidence, describeEvidenceSchema } from "./describe-evidence";
import {
  askDestruction,
  askDestructionSchema,
  confirmDestructionSchema,
  destroyEvidence,
  noteBackups,
  noteBackupsSchema,
  withdrawDestruction,
  withdrawDestructionSchema,
} from "./destroy-evidence";
import { dropBytes } from "./keep-bytes";
import { makePhoneLink, makePhoneLinkSchema, phoneMinutes } from "./make-phone-link";
import { openPhoneLink, phoneCookie } from "./open-phone-link";
import { makeCopy, redactEvidence, redactEvidenceSchema } from "./redact-evidence";
import { keepTextSchema, makeTextCopy, redactText, redactTextSchema } from "./redact-text";
import { removeEvidence, removeEvidenceSchema } from "./remove-evidence";

const evidenceStep = ({ draftId }: { draftId: string }) => `/reports/drafts/${draftId}/evidence`;

export const removeEvidenceAction = formAction({
  name: "remove-evidence",
  schema: removeEvidenceSchema,
  verb: removeEvidence,
  goTo: evidenceStep,
});

export const describeEvidenceAction = formAction({
  name: "describe-evidence",
  schema: describeEvidenceSchema,
  verb: describeEvidence,
  goTo: evidenceStep,
});

export const answerReadingAction = formAction({
  name: "answer-reading",
  schema: answerReadingSchema,
  verb: answerReading,
  goTo: evidenceStep,
});

export const makePhoneLinkAction = formAction({
  name: "make-phone-link",
  schema: makePhoneLinkSchema,
  verb: makePhoneLink,
  goTo: ({ linkId, to }) =>
    `${to.reportId ? `/reports/${to.reportId}` : evidenceStep({ draftId: to.draftId ?? "" })}?phone=${linkId}#phone`,
});

/** On the phone: its link becomes this device's, once, and its browser forgets it with the link. */
export async function openPhoneLinkAction(form: FormData) {
  const token = String(form.get("token") ?? "");
  const device = await openPhoneLink(token, (await headers()).get("user-agent") ?? "");
  if (!device) redirect("/phone");
  (await cookies()).set(phoneCookie, device, {
    httpOnly: true,
    sameSite: "lax",
    secure: process.env.DAYBOOK_URL?.startsWith("https:") === true,
    // The upload addresses lie elsewhere (api/uploadthing, api/ingest). Nothing else looks at it.
    path: "/",
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

const itemPage = (input: { caseId: string; evidenceId: string }, done: string) =>
  `/cases/${input.caseId}/evidence/${input.evidenceId}?done=${done}`;

export const addDescriptionAction = formAction({
  name: "add-description",
  schema: addDescriptionSchema,
  verb: addDescription,
  goTo: (_result, input) => itemPage(input, "described"),
});

/** The copy is drawn and kept first, and thrown away when no row came to be. */
export async function redactEvidenceAction(state: FormState, form: FormData): Promise<FormState> {
  const claims = await readSession();
  const values = readForm(form);
  const parsed = redactEvidenceSchema.safeParse(values);
  let copy: Awaited<ReturnType<typeof makeCopy>> | null = null;
  try {
    copy = claims && parsed.success ? await makeCopy(claims, parsed.data) : null;
    const save = formAction({
      name: "redact-evidence",
      schema: redactEvidenceSchema,
      verb: (tx, actor, input) => redactEvidence(tx, actor, { ...input, copy }),
      goTo: ({ evidenceId }, { caseId }) => itemPage({ caseId, evidenceId }, "redacted"),
    });
    return await save(state, form);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (error.code === "not-found") notFound();
    return { status: "error", errors: error.fields, values };
  } finally {
    if (copy && !copy.taken) await dropBytes(copy.storageKey);
  }
}

export type NamesState = FormState & { preview?: { text: string; left: string } };

/** Shows what the copy will say first; keeps it when that was seen. Names never stand in an address. */
export async function redactTextAction(_state: NamesState, form: FormData): Promise<NamesState> {
  const claims = await readSession();
  const values = readForm(form);
  const parsed = redactTextSchema.safeParse(values);
  let copy: Awaited<ReturnType<typeof makeTextCopy>> | null = null;
  try {
    const kept = keepTextSchema.safeParse(values);
    const saves = values.step === "save";
    if (claims && parsed.success && !(saves && kept.success)) {
      const { text, left } = await redactText(claims, parsed.data);
      const words = left.map(({ word, times }) => `${word} (${times})`).join(", ");
      const errors = saves ? { reason: kept.error?.issues[0]?.message ?? "" } : {};
      return { status: "idle", errors, values, preview: { text, left: words } };
    }
    copy = claims && kept.success ? await makeTextCopy(claims, kept.data) : null;
    const save = formAction({
      name: "redact-text",
      schema: keepTextSchema,
      verb: (tx, actor, { names, ...input }) =>
        redactEvidence(tx, actor, {
          ...input,
          areas: [],
          removed: `Names, as ${names.map(({ label }) => label).join(", ")}`.slice(0, 500),
          copy,
        }),
      goTo: ({ evidenceId }, { caseId }) => itemPage({ caseId, evidenceId }, "redacted"),
    });
    return await save({ status: "idle", errors: {}, values: {} }, form);
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    if (error.code === "not-found") notFound();
    return { status: "error", errors: error.fields, values };
  } finally {
    if (copy && !copy.taken) await dropBytes(copy.storageKey);
  }
}

export const askDestructionAction = formAction({
  name: "ask-destruction",
  schema: askDestructionSchema,
  verb: askDestruction,
  goTo: (_result, input) => itemPage(input, "asked"),
});

export const destroyEvidenceAction = formAction({
  name: "destroy-evidence",
  schema: confirmDestructionSchema,
  verb: destroyEvidence,
  goTo: (_result, { caseId, evidenceId }) => `/cases/${caseId}/evidence/${evidenceId}/certificate`,
});

export const withdrawDestructionAction = formAction({
  name: "withdraw-destruction",
  schema: withdrawDestructionSchema,
  verb: withdrawDestruction,
  goTo: (_result, input) => itemPage(input, "withdrawn"),
});

export const noteBackupsAction = formAction({
  name: "note-backups",
  schema: noteBackupsSchema,
  verb: noteBackups,
  goTo: (_result, { caseId, evidenceId }) => `/cases/${caseId}/evidence/${evidenceId}/certificate`,
});
