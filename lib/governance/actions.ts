"use server";

import { formAction } from "@/lib/access/form-action";
import type { FormState } from "@/lib/access/types";
import { freezeSnapshot, freezeSnapshotSchema } from "./freeze-snapshot";

const freeze = formAction({
  name: "freeze-snapshot",
  schema: freezeSnapshotSchema,
  verb: freezeSnapshot,
  goTo: ({ snapshotId }) => `/governance/${snapshotId}?done=frozen`,
});
export async function freezeSnapshotAction(state: FormState, form: FormData) {
  return freeze(state, form);
}
