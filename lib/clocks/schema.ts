import { z } from "zod";
import { clockRules } from "./labels";

export const calendarSchema = z.object({});

/** Clocks of which authorities differ on the time. */
export const readKinds = clockRules.filter((rule) => rule.readings).map((rule) => rule.kind);
export const chooseReadingSchema = z
  .object({ kind: z.enum(readKinds), reading: z.string({ error: "Select a time" }) })
  .refine(
    ({ kind, reading }) =>
      reading === "national" ||
      clockRules.some(
        (rule) => rule.kind === kind && rule.readings?.some((one) => one.code === reading),
      ),
    { path: ["reading"], error: "Select a time" },
  );
