"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { addRecipient, dropRecipient } from "./add-recipient";
import { saveDoor, saveDoorSchema } from "./save-door";
import { recipientSchema } from "./schema";

const add = formAction({
  name: "add-recipient",
  schema: recipientSchema,
  verb: addRecipient,
  goTo: ({ row }) => `/routes/${row}?done=added`,
});
export async function addRecipientAction(state: FormState, form: FormData) {
  return add(state, form);
}
const drop = formAction({
  name: "drop-recipient",
  schema: recipientSchema,
  verb: dropRecipient,
  goTo: ({ row }) => `/routes/${row}?done=dropped`,
});
export async function dropRecipientAction(state: FormState, form: FormData) {
  return drop(state, form);
}

const door = formAction({
  name: "save-door",
  schema: saveDoorSchema,
  verb: saveDoor,
  goTo: ({ done }, { which }) => `/settings/${which === "tell" ? "door" : "visitors"}?done=${done}`,
});
export async function saveDoorAction(state: FormState, form: FormData) {
  return door(state, form);
}
