"use server";

import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { withScope } from "@/db/scope";
import { formAction, readForm } from "@/lib/access/form-action";
import { sessionFrom } from "@/lib/access/require-session";
import type { FormState } from "@/lib/access/types";
import { addressOf } from "@/lib/access/wire-auth";
import { formatTime } from "@/lib/dates";
import { KnownError } from "@/lib/errors";
import { acknowledgeVersion } from "./acknowledge-version";
import { answerQuestion, askQuestion } from "./ask-question";
import { discardVersion } from "./discard-version";
import { draftVersion, startPolicy } from "./draft-version";
import { addClause, editClause, moveClause, removeClause } from "./edit-clause";
import { confirmClauses } from "./import-policy";
import { loadPack } from "./load-pack";
import { saveRulesSchema } from "./parse-rules";
import { publishVersion } from "./publish-version";
import { saveVersion } from "./save-version";
import {
  acknowledgeVersionSchema,
  addClauseSchema,
  answerQuestionSchema,
  askQuestionSchema,
  clauseIdSchema,
  confirmClausesSchema,
  editClauseSchema,
  loadPackSchema,
  moveClauseSchema,
  noteVersionSchema,
  policySchema,
  publishVersionSchema,
  saveVersionSchema,
  signVersionSchema,
  signVisitSchema,
  startPolicySchema,
  versionSchema,
} from "./schema";
import { noteVersion, signVersion } from "./sign-version";
import { signVisit } from "./sign-visit";

const toDraft =
  (done: string) =>
  ({ policyId }: { policyId: string }) =>
    `/policies/${policyId}/draft${done ? `?done=${done}` : ""}`;
const toPolicy =
  (done: string) =>
  ({ policyId }: { policyId: string }) =>
    `/policies/${policyId}?done=${done}`;

export const startPolicyAction = formAction({
  name: "start-policy",
  schema: startPolicySchema,
  verb: startPolicy,
  goTo: toDraft(""),
});

export const loadPackAction = formAction({
  name: "load-pack",
  schema: loadPackSchema,
  verb: loadPack,
  goTo: toDraft(""),
});

export const draftVersionAction = formAction({
  name: "draft-version",
  schema: policySchema,
  verb: draftVersion,
  goTo: toDraft(""),
});

export const saveVersionAction = formAction({
  name: "save-version",
  schema: saveVersionSchema,
  verb: saveVersion,
  goTo: toDraft("saved"),
});

export const saveRulesAction = formAction({
  name: "save-rules",
  schema: saveRulesSchema,
  verb: saveVersion,
  goTo: toDraft("saved"),
});

export const discardVersionAction = formAction({
  name: "discard-version",
  schema: versionSchema,
  verb: discardVersion,
  goTo: ({ policyId }) => `/policies${policyId ? `/${policyId}` : ""}?done=discarded`,
});

export const addClauseAction = formAction({
  name: "add-clause",
  schema: addClauseSchema,
  verb: addClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=added`,
});

export const editClauseAction = formAction({
  name: "edit-clause",
  schema: editClauseSchema,
  verb: editClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=saved`,
});

export type Autosaved = { said: string; revision: number | null };

/**
 * While somebody writes a clause: the new revision and what to say, never another page, so that
 * words that could not be saved stay where they are.
 */
export async function autosaveClause(form: FormData): Promise<Autosaved> {
  const claims = await sessionFrom(await headers());
  if (!claims) {
    const said = "Not saved: you were signed out. Keep this page open and sign in in another tab.";
    return { said, revision: null };
  }
  const input = editClauseSchema.safeParse(readForm(form));
  if (!input.success)
    return { said: `Not saved yet: ${input.error.issues[0]?.message}`, revision: null };
  try {
    const saved = await withScope(claims, (tx, actor) => editClause(tx, actor, input.data));
    return { said: `Saved ${formatTime(saved.savedAt)}`, revision: saved.revision };
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    const why = error.code === "check" ? Object.values(error.fields)[0] : error.message;
    return { said: `Not saved: ${why}`, revision: null };
  }
}

export const removeClauseAction = formAction({
  name: "remove-clause",
  schema: clauseIdSchema,
  verb: removeClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=removed`,
});

export const moveClauseAction = formAction({
  name: "move-clause",
  schema: moveClauseSchema,
  verb: moveClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=moved`,
});

export const publishVersionAction = formAction({
  name: "publish-version",
  schema: publishVersionSchema,
  verb: publishVersion,
  goTo: toPolicy("published"),
});

export const signVersionAction = formAction({
  name: "sign-version",
  schema: signVersionSchema,
  verb: signVersion,
  goTo: toPolicy("signed"),
});

export const noteVersionAction = formAction({
  name: "note-version",
  schema: noteVersionSchema,
  verb: noteVersion,
  goTo: toPolicy("noted"),
});

export const confirmClausesAction = formAction({
  name: "confirm-clauses",
  schema: confirmClausesSchema,
  verb: confirmClauses,
  goTo: ({ policyId }) => `/policies/${policyId}/draft/confirm`,
});

export const acknowledgeVersionAction = formAction({
  name: "acknowledge-version",
  schema: acknowledgeVersionSchema,
  verb: acknowledgeVersion,
  goTo: toPolicy("accepted"),
});

export const askQuestionAction = formAction({
  name: "ask-question",
  schema: askQuestionSchema,
  verb: askQuestion,
  goTo: ({ policyId }) => `/policies/${policyId}?done=asked#questions`,
});

export const answerQuestionAction = formAction({
  name: "answer-question",
  schema: answerQuestionSchema,
  verb: answerQuestion,
  goTo: ({ policyId }) => `/policies/${policyId}?done=answered#questions`,
});

/** Somebody at the door, without an account: nothing but this form is theirs. */
export async function signVisitAction(_state: FormState, form: FormData): Promise<FormState> {
  const values = readForm(form);
  const failed = (errors: Record<string, string>, formError?: string): FormState => ({
    status: "error",
    errors,
    values,
    ...(formError ? { formError } : {}),
  });
  const input = signVisitSchema.safeParse(values);
  if (!input.success)
    return failed(
      Object.fromEntries(
        input.error.issues.map((issue) => [String(issue.path[0] ?? "form"), issue.message]),
      ),
    );
  try {
    await signVisit(input.data, addressOf(await headers()));
  } catch (error) {
    if (!(error instanceof KnownError)) throw error;
    return failed(error.fields, error.code === "check" ? undefined : error.message);
  }
  redirect(`/visit/${input.data.door}?done=signed` as never);
}
