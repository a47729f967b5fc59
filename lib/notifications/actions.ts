"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { markRead, markReadSchema } from "./mark-read";

const mark = formAction({
  name: "mark-read",
  schema: markReadSchema,
  verb: markRead,
  goTo: () => "/notices",
});
export async function markReadAction(state: FormState, form: FormData) {
  return mark(state, form);
}
