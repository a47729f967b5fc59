"use server";

import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { withScope } from "@/db/scope";
import { formAction, readForm } from "@/lib/access/form-action";
import { readCode, sessionFrom } from "@/lib/access/require-session";
import { runAs } from "@/lib/access/run-as";
import type { FormState } from "@/lib/access/types";
import { addressOf } from "@/lib/access/wire-auth";
import { formatTime } from "@/lib/dates";
import { KnownError } from "@/lib/errors";
import { acknowledgeReport, acknowledgeReportSchema } from "./acknowledge-report";
import { addAddendum, addendumSchema } from "./add-addendum";
import { discardDraft, discardDraftSchema } from "./discard-draft";
import { passReport, passReportSchema } from "./pass-report";
import { replyToHandler, replyToHandlerSchema } from "./reply-to-handler";
import { saveDraft } from "./save-draft";
import { parseReport, pickAnswers, safetySchema } from "./schema";
import { sealEvidence, sealEvidenceSchema } from "./seal-evidence";
import { sendReport, sendReportSchema } from "./send-report";
import { startDraft, startDraftSchema } from "./start-draft";
import { tellErrors, tellSchool, tellSteps } from "./tell-school";
import { withdrawReport, withdrawReportSchema } from "./withdraw-report";

const start = formAction({
  name: "start-draft",
  schema: startDraftSchema,
  verb: startDraft,
  goTo: ({ draftId }) => `/reports/drafts/${draftId}/what-happened`,
});
export async function startDraftAction(form: FormData): Promise<void> {
  await start({ status: "idle", errors: {}, values: {} }, form);
}

/** Answers only: checkboxes that were all cleared come back as nothing, so they are named here. */
const answersOf = (form: FormData) => pickAnswers({ about: [], ...readForm(form) });

/** Step 1: saves whatever was typed first, then says what is missing or goes on. */
export async function continueDraftAction(_state: FormState, form: FormData): Promise<FormState> {
  const draftId = z.uuid().safeParse(form.get("draftId")).data ?? notFound();
  const answers = answersOf(form);
  const { textOnly, errors } = await runAs(async (tx, actor) => {
    const saved = await saveDraft(tx, actor, { draftId, answers });
    return { ...saved, errors: parseReport(answers, actor.at).errors };
  });
  const base = `/reports/drafts/${draftId}`;
  const safety = safetySchema.safeParse(answers).data?.safety;
  const seen = String(form.get("stopSeen") ?? "");
  if (textOnly && seen !== "image") redirect(`${base}/stop/image`);
  if (safety === "danger" && seen !== "danger") redirect(`${base}/stop/danger`);
  if (errors) return { status: "error", errors, values: answers };
  redirect(textOnly ? `${base}/check` : `${base}/evidence`);
}

export const answerSafetyAction = formAction({
  name: "answer-safety",
  schema: safetySchema.extend({ draftId: z.uuid() }),
  verb: (tx, actor, { draftId, safety }) => saveDraft(tx, actor, { draftId, answers: { safety } }),
  goTo: (_saved, { draftId, safety }) =>
    `/reports/drafts/${draftId}/${safety === "no" ? "evidence" : `stop/${safety}`}`,
});
/** The safety question of a draft that began with shared files, before anything of them is shown. */

/**
 * While somebody types: the time it was saved, or null when it could not be. It never leads away
 * from the page, so that words not saved yet stay on it.
 */
export async function autosaveDraft(draftId: string, form: FormData): Promise<string | null> {
  const claims = await sessionFrom(await headers());
  const id = z.uuid().safeParse(draftId);
  if (!claims || !id.success) return null;
  try {
    const saved = await withScope(claims, (tx, actor) =>
      saveDraft(tx, actor, { draftId: id.data, answers: answersOf(form) }),
    );
    return formatTime(saved.savedAt);
  } catch (error) {
    if (error instanceof KnownError) return null;
    throw error;
  }
}

export const discardDraftAction = formAction({
  name: "discard-draft",
  schema: discardDraftSchema,
  verb: discardDraft,
  goTo: () => "/?done=discarded",
});

export const sendReportAction = formAction({
  name: "send-report",
  schema: sendReportSchema,
  verb: sendReport,
  goTo: ({ reportId }) => `/reports/${reportId}/sent`,
});

export const addAddendumAction = formAction({
  name: "add-addendum",
  schema: addendumSchema,
  verb: addAddendum,
  goTo: ({ reportId }) => `/reports/${reportId}?done=added`,
});

export const replyToHandlerAction = formAction({
  name: "reply-to-handler",
  schema: replyToHandlerSchema,
  verb: replyToHandler,
  goTo: ({ reportId }) => `/reports/${reportId}?done=replied`,
});

export const acknowledgeReportAction = formAction({
  name: "acknowledge-report",
  schema: acknowledgeReportSchema,
  verb: acknowledgeReport,
  goTo: ({ reportId }) => `/sent-to-me/${reportId}?done=acknowledged`,
});

export const passReportAction = formAction({
  name: "pass-report",
  schema: passReportSchema,
  verb: passReport,
  goTo: ({ reportId }) => `/sent-to-me/${reportId}?done=passed`,
});

export const sealEvidenceAction = formAction({
  name: "seal-evidence",
  schema: sealEvidenceSchema,
  verb: sealEvidence,
  goTo: ({ draftId }, { back }) =>
    draftId ? `/reports/drafts/${draftId}/stop/image` : `${back}?done=sealed`,
});

/** One page of a report without signing in: back, on, or sent. All answers travel in the form. */
export async function tellSchoolAction(_state: FormState, form: FormData): Promise<FormState> {
  const { key, go, ...values } = readForm(form);
  const step = Number(values.step) || 0;
  const at = new Date();
  const show = (next: number, errors: Record<string, string> = {}, formError?: string) => ({
    status: Object.keys(errors).length > 0 || formError ? ("error" as const) : ("idle" as const),
    errors,
    values: { ...values, step: String(next) },
    ...(formError ? { formError } : {}),
  });
  if (go === "back") return show(step === 2 && values.safety === "no" ? 0 : Math.max(0, step - 1));
  const wrong = tellErrors(values, at, step);
  if (Object.keys(wrong).length > 0) return show(step, wrong);
  if (step < tellSteps.length - 1) return show(step === 0 && values.safety === "no" ? 2 : step + 1);
  const all = tellErrors(values, at);
  const first = tellSteps.findIndex((asked) => asked.some((name) => all[name.split("-")[0] ?? ""]));
  if (first >= 0) return show(first, tellErrors(values, at, first));
  try {
    const sent = await tellSchool({
      door: String(values.door),
      key: z.uuid().parse(key),
      answers: values,
      address: addressOf(await headers()),
    });
    if (!sent) return show(step, {}, "This school no longer takes reports here. Phone the school");
    return { status: "idle", errors: {}, values: { step: String(tellSteps.length), ...sent } };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return show(step, error.fields, error.code === "check" ? undefined : error.message);
  }
}

export const addByCodeAction = formAction({
  name: "add-addendum",
  schema: addendumSchema,
  verb: addAddendum,
  goTo: () => "/tell/report?done=added",
  claims: readCode,
});

export const replyByCodeAction = formAction({
  name: "reply-to-handler",
  schema: replyToHandlerSchema,
  verb: replyToHandler,
  goTo: () => "/tell/report?done=replied",
  claims: readCode,
});

export const withdrawReportAction = formAction({
  name: "withdraw-report",
  schema: withdrawReportSchema,
  verb: withdrawReport,
  goTo: ({ reportId }) => `/reports/${reportId}?done=withdrawn`,
});
