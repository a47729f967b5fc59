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

const start = formAction({
  name: "start-policy",
  schema: startPolicySchema,
  verb: startPolicy,
  goTo: toDraft(""),
});
export async function startPolicyAction(state: FormState, form: FormData) {
  return start(state, form);
}

const load = formAction({
  name: "load-pack",
  schema: loadPackSchema,
  verb: loadPack,
  goTo: toDraft(""),
});
export async function loadPackAction(state: FormState, form: FormData) {
  return load(state, form);
}

const draft = formAction({
  name: "draft-version",
  schema: policySchema,
  verb: draftVersion,
  goTo: toDraft(""),
});
export async function draftVersionAction(state: FormState, form: FormData) {
  return draft(state, form);
}

const save = formAction({
  name: "save-version",
  schema: saveVersionSchema,
  verb: saveVersion,
  goTo: toDraft("saved"),
});
export async function saveVersionAction(state: FormState, form: FormData) {
  return save(state, form);
}

const rule = formAction({
  name: "save-rules",
  schema: saveRulesSchema,
  verb: saveVersion,
  goTo: toDraft("saved"),
});
export async function saveRulesAction(state: FormState, form: FormData) {
  return rule(state, form);
}

const discard = formAction({
  name: "discard-version",
  schema: versionSchema,
  verb: discardVersion,
  goTo: ({ policyId }) => `/policies${policyId ? `/${policyId}` : ""}?done=discarded`,
});
export async function discardVersionAction(state: FormState, form: FormData) {
  return discard(state, form);
}

const add = formAction({
  name: "add-clause",
  schema: addClauseSchema,
  verb: addClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=added`,
});
export async function addClauseAction(state: FormState, form: FormData) {
  return add(state, form);
}

const edit = formAction({
  name: "edit-clause",
  schema: editClauseSchema,
  verb: editClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=saved`,
});
export async function editClauseAction(state: FormState, form: FormData) {
  return edit(state, form);
}

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

const remove = formAction({
  name: "remove-clause",
  schema: clauseIdSchema,
  verb: removeClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=removed`,
});
export async function removeClauseAction(state: FormState, form: FormData) {
  return remove(state, form);
}

const move = formAction({
  name: "move-clause",
  schema: moveClauseSchema,
  verb: moveClause,
  goTo: ({ policyId }) => `/policies/${policyId}/draft?done=moved`,
});
export async function moveClauseAction(state: FormState, form: FormData) {
  return move(state, form);
}

const publish = formAction({
  name: "publish-version",
  schema: publishVersionSchema,
  verb: publishVersion,
  goTo: toPolicy("published"),
});
export async function publishVersionAction(state: FormState, form: FormData) {
  return publish(state, form);
}

const sign = formAction({
  name: "sign-version",
  schema: signVersionSchema,
  verb: signVersion,
  goTo: toPolicy("signed"),
});
export async function signVersionAction(state: FormState, form: FormData) {
  return sign(state, form);
}

const note = formAction({
  name: "note-version",
  schema: noteVersionSchema,
  verb: noteVersion,
  goTo: toPolicy("noted"),
});
export async function noteVersionAction(state: FormState, form: FormData) {
  return note(state, form);
}

const confirm = formAction({
  name: "confirm-clauses",
  schema: confirmClausesSchema,
  verb: confirmClauses,
  goTo: ({ policyId }) => `/policies/${policyId}/draft/confirm`,
});
export async function confirmClausesAction(state: FormState, form: FormData) {
  return confirm(state, form);
}

const acknowledge = formAction({
  name: "acknowledge-version",
  schema: acknowledgeVersionSchema,
  verb: acknowledgeVersion,
  goTo: toPolicy("accepted"),
});
export async function acknowledgeVersionAction(state: FormState, form: FormData) {
  return acknowledge(state, form);
}

const ask = formAction({
  name: "ask-question",
  schema: askQuestionSchema,
  verb: askQuestion,
  goTo: ({ policyId }) => `/policies/${policyId}?done=asked#questions`,
});
export async function askQuestionAction(state: FormState, form: FormData) {
  return ask(state, form);
}

const answer = formAction({
  name: "answer-question",
  schema: answerQuestionSchema,
  verb: answerQuestion,
  goTo: ({ policyId }) => `/policies/${policyId}?done=answered#questions`,
});
export async function answerQuestionAction(state: FormState, form: FormData) {
  return answer(state, form);
}

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
