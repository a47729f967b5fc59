"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { changeKind } from "./change-kind";
import { enterRegister } from "./enter-register";
import { finishTask } from "./finish-task";
import { logAdvice } from "./log-advice";
import { moveEntry } from "./move-entry";
import { renewEntry } from "./renew-entry";
import {
  changeKindSchema,
  enterRegisterSchema,
  finishTaskSchema,
  logAdviceSchema,
  moveEntrySchema,
  renewEntrySchema,
} from "./schema";

const toEntry =
  (done: string) =>
  ({ entryId }: { entryId: string }) =>
    `/registers/${entryId}?done=${done}`;

const enter = formAction({
  name: "enter-register",
  schema: enterRegisterSchema,
  verb: enterRegister,
  goTo: toEntry("entered"),
});
export async function enterRegisterAction(state: FormState, form: FormData) {
  return enter(state, form);
}

const move = formAction({
  name: "move-entry",
  schema: moveEntrySchema,
  verb: moveEntry,
  goTo: ({ entryId, action }) => `/registers/${entryId}?done=${action}`,
});
export async function moveEntryAction(state: FormState, form: FormData) {
  return move(state, form);
}

const renew = formAction({
  name: "renew-entry",
  schema: renewEntrySchema,
  verb: renewEntry,
  goTo: toEntry("renewed"),
});
export async function renewEntryAction(state: FormState, form: FormData) {
  return renew(state, form);
}

const advise = formAction({
  name: "log-advice",
  schema: logAdviceSchema,
  verb: logAdvice,
  goTo: toEntry("advised"),
});
export async function logAdviceAction(state: FormState, form: FormData) {
  return advise(state, form);
}

const finish = formAction({
  name: "finish-task",
  schema: finishTaskSchema,
  verb: finishTask,
  goTo: toEntry("checked"),
});
export async function finishTaskAction(state: FormState, form: FormData) {
  return finish(state, form);
}

const change = formAction({
  name: "change-kind",
  schema: changeKindSchema,
  verb: changeKind,
  goTo: ({ kind }) => `/registers/kinds/${kind}?done=saved`,
});
export async function changeKindAction(state: FormState, form: FormData) {
  return change(state, form);
}
