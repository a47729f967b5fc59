"use server";

import { formAction } from "@/lib/access/form-action";
import { changeKind } from "./change-kind";
import { enterRegister } from "./enter-register";
import { finishTask } from "./finish-task";
import { logAdvice } from "./log-advice";
import { moveEntry } from "./move-entry";
import { passAccount, takeAccount } from "./pass-account";
import { renewEntry } from "./renew-entry";
import {
  changeKindSchema,
  enterRegisterSchema,
  finishTaskSchema,
  logAdviceSchema,
  moveEntrySchema,
  passAccountSchema,
  renewEntrySchema,
  takeAccountSchema,
} from "./schema";

const toEntry =
  (done: string) =>
  ({ entryId }: { entryId: string }) =>
    `/registers/${entryId}?done=${done}`;

export const enterRegisterAction = formAction({
  name: "enter-register",
  schema: enterRegisterSchema,
  verb: enterRegister,
  goTo: toEntry("entered"),
});

export const moveEntryAction = formAction({
  name: "move-entry",
  schema: moveEntrySchema,
  verb: moveEntry,
  goTo: ({ entryId, action }) => `/registers/${entryId}?done=${action}`,
});

export const renewEntryAction = formAction({
  name: "renew-entry",
  schema: renewEntrySchema,
  verb: renewEntry,
  goTo: toEntry("renewed"),
});

export const passAccountAction = formAction({
  name: "pass-account",
  schema: passAccountSchema,
  verb: passAccount,
  goTo: toEntry("passed"),
});

export const takeAccountAction = formAction({
  name: "take-account",
  schema: takeAccountSchema,
  verb: takeAccount,
  goTo: toEntry("taken"),
});

export const logAdviceAction = formAction({
  name: "log-advice",
  schema: logAdviceSchema,
  verb: logAdvice,
  goTo: toEntry("advised"),
});

export const finishTaskAction = formAction({
  name: "finish-task",
  schema: finishTaskSchema,
  verb: finishTask,
  goTo: toEntry("checked"),
});

export const changeKindAction = formAction({
  name: "change-kind",
  schema: changeKindSchema,
  verb: changeKind,
  goTo: ({ kind }) => `/registers/kinds/${kind}?done=saved`,
});
