import { z } from "zod";
import { asideKinds } from "./labels";

const words = (missing: string) => z.string({ error: missing }).trim().min(1, missing).max(2000);

export const stepAsideSchema = z.object({
  caseId: z.uuid(),
  kind: z.enum(asideKinds, { error: "Select why you should not handle it" }),
  reason: words("Enter what whoever takes it over should know"),
});
export const declareTieSchema = z.object({
  caseId: z.uuid(),
  version: z.coerce.number().int(),
  handlerId: z.uuid({ error: "Select who should not handle it" }),
  withPersonId: z.uuid({ error: "Select whom they are close to" }),
  kind: z.enum(asideKinds, { error: "Select the tie" }),
  reason: words("Enter how it came to light"),
});
