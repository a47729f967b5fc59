import { z } from "zod";
import { dayFromParts } from "@/lib/dates";
import { readNames } from "@/lib/evidence/replace-names";
import { exemptions } from "./labels";

const words = (missing: string) => z.string().trim().min(3, missing).max(2000);
const one = z.object({ requestId: z.uuid() });

export const openRequestSchema = z
  .object({
    personId: z.uuid(),
    askedBy: z.string().trim().max(200).default(""),
    checked: words("Enter how you know who asks"),
    "received-day": z.string().default(""),
    "received-month": z.string().default(""),
    "received-year": z.string().default(""),
  })
  .transform((input, context) => {
    const receivedOn = dayFromParts(
      input["received-day"],
      input["received-month"],
      input["received-year"],
    );
    if (!receivedOn)
      context.addIssue({
        code: "custom",
        path: ["received"],
        message: "Enter the day, such as 6 7 2026",
        input,
      });
    return { ...input, receivedOn: receivedOn ?? "" };
  });
export const extendRequestSchema = one.extend({ why: words("Enter why it is complex") });
export const endRequestSchema = one.extend({ ended: words("Enter how it ended") });
export const decideItemSchema = one
  .extend({
    sourceId: z.uuid(),
    choice: z.enum(["include", "redact", "withhold"], { error: "Select what is given" }),
    names: z.string().max(4000).default("").transform(readNames),
    copyId: z.union([z.uuid(), z.literal("")]).default(""),
    exemption: z.string().default(""),
    reason: z.string().trim().max(2000).default(""),
  })
  .superRefine((input, context) => {
    if (input.choice !== "withhold") return;
    if (!exemptions.some((each) => each.code === input.exemption))
      context.addIssue({
        code: "custom",
        path: ["exemption"],
        message: "Select why it is withheld",
        input,
      });
    if (input.reason.length < 3)
      context.addIssue({
        code: "custom",
        path: ["reason"],
        message: "Enter why that applies here",
        input,
      });
  });
export const givePackSchema = one.extend({
  givenTo: words("Enter who gets it"),
  how: words("Enter how it reaches them"),
  sure: z.literal("yes", { error: "Confirm that you have checked it" }),
});
