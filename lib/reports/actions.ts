"use server";

import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";
import { z } from "zod";
import { withScope } from "@/db/scope";
import { formAction, readForm } from "@/lib/access/form-action";
import { sessionFrom } from "@/lib/access/require-session";
import { runAs } from "@/lib/access/run-as";
import type { FormState } from "@/lib/access/types";
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

const discard = formAction({
  name: "discard-draft",
  schema: discardDraftSchema,
  verb: discardDraft,
  goTo: () => "/?done=discarded",
});
export async function discardDraftAction(state: FormState, form: FormData) {
  return discard(state, form);
}

const send = formAction({
  name: "send-report",
  schema: sendReportSchema,
  verb: sendReport,
  goTo: ({ reportId }) => `/reports/${reportId}/sent`,
});
export async function sendReportAction(state: FormState, form: FormData) {
  return send(state, form);
}

const add = formAction({
  name: "add-addendum",
  schema: addendumSchema,
  verb: addAddendum,
  goTo: ({ reportId }) => `/reports/${reportId}?done=added`,
});
export async function addAddendumAction(state: FormState, form: FormData) {
  return add(state, form);
}

const reply = formAction({
  name: "reply-to-handler",
  schema: replyToHandlerSchema,
  verb: replyToHandler,
  goTo: ({ reportId }) => `/reports/${reportId}?done=replied`,
});
export async function replyToHandlerAction(state: FormState, form: FormData) {
  return reply(state, form);
}

const acknowledge = formAction({
  name: "acknowledge-report",
  schema: acknowledgeReportSchema,
  verb: acknowledgeReport,
  goTo: ({ reportId }) => `/sent-to-me/${reportId}?done=acknowledged`,
});
export async function acknowledgeReportAction(state: FormState, form: FormData) {
  return acknowledge(state, form);
}

const pass = formAction({
  name: "pass-report",
  schema: passReportSchema,
  verb: passReport,
  goTo: ({ reportId }) => `/sent-to-me/${reportId}?done=passed`,
});
export async function passReportAction(state: FormState, form: FormData) {
  return pass(state, form);
}

const seal = formAction({
  name: "seal-evidence",
  schema: sealEvidenceSchema,
  verb: sealEvidence,
  goTo: ({ draftId }, { back }) =>
    draftId ? `/reports/drafts/${draftId}/stop/image` : `${back}?done=sealed`,
});
export async function sealEvidenceAction(state: FormState, form: FormData) {
  return seal(state, form);
}
