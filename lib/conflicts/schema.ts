import { z } from "zod";
import { asideKinds } from "./labels";

const words = (missing: string) => z.string({ error: missing }).trim().min(1, missing).max(2000);

export const stepAsideSchema = z.object({
  from: z.enum(["case", "report"]),
  matterId: z.uuid(),
  kind: z.enum(asideKinds, { error: "Select why you should not handle it" }),
  reason: words("Enter what whoever takes it over should know"),
});
export const openEmergencySchema = z.object({
  reference: words("Enter the reference of the case").transform((value) => value.toUpperCase()),
  reason: words("Enter why you have to read it now"),
});
export const reviewEmergencySchema = z.object({
  caseId: z.uuid(),
  emergencyId: z.uuid(),
  found: z.enum(["justified", "not-justified"], { error: "Select whether it was justified" }),
  words: words("Enter what you found"),
});
export const declareTieSchema = z.object({
  caseId: z.uuid(),
  version: z.coerce.number().int(),
  handlerId: z.uuid({ error: "Select who should not handle it" }),
  withPersonId: z.uuid({ error: "Select whom they are close to" }),
  kind: z.enum(asideKinds, { error: "Select the tie" }),
  reason: words("Enter how it came to light"),
});
