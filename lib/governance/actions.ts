"use server";

import { formAction } from "@/lib/access/form-action";
import { freezeSnapshot, freezeSnapshotSchema } from "./freeze-snapshot";

export const freezeSnapshotAction = formAction({
  name: "freeze-snapshot",
  schema: freezeSnapshotSchema,
  verb: freezeSnapshot,
  goTo: ({ snapshotId }) => `/governance/${snapshotId}?done=frozen`,
});
