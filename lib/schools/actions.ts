"use server";

import { formAction } from "@/lib/access/form-action";
import { addRecipient, dropRecipient } from "./add-recipient";
import { saveDoor, saveDoorSchema } from "./save-door";
import { recipientSchema } from "./schema";

export const addRecipientAction = formAction({
  name: "add-recipient",
  schema: recipientSchema,
  verb: addRecipient,
  goTo: ({ row }) => `/routes/${row}?done=added`,
});
export const dropRecipientAction = formAction({
  name: "drop-recipient",
  schema: recipientSchema,
  verb: dropRecipient,
  goTo: ({ row }) => `/routes/${row}?done=dropped`,
});

export const saveDoorAction = formAction({
  name: "save-door",
  schema: saveDoorSchema,
  verb: saveDoor,
  goTo: ({ done }, { which }) => `/settings/${which === "tell" ? "door" : "visitors"}?done=${done}`,
});
