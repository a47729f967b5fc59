"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { stepAsideSchema } from "./schema";
import { stepAside } from "./step-aside";

const aside = formAction({
  name: "step-aside",
  schema: stepAsideSchema,
  verb: stepAside,
  // Whoever only heard its appeal has no queue.
  goTo: ({ handles }) => (handles ? "/queue?tab=all&done=aside" : "/"),
});
export async function stepAsideAction(state: FormState, form: FormData) {
  return aside(state, form);
}
