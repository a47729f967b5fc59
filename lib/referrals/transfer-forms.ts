import { z } from "zod";
import type { Form } from "@/lib/cases/form-parts";
import { dayFromParts } from "@/lib/dates";

export const timings = {
  "in-year": "The child leaves during the school year",
  "new-term": "The child starts there with a new term",
} as const;
export const transferWords: Record<string, string> = {
  preparing: "Not sent yet",
  sent: "Sent, no receipt yet",
  received: "Received",
  dropped: "Called off",
};
export const transferChannels = {
  system: "From one record system to the other, encrypted",
  upload: "Through a secure site of both schools",
  hand: "By hand, on an encrypted stick",
  courier: "By recorded courier, on an encrypted stick",
} as const;

export const startTransferSchema = z
  .looseObject({
    personId: z.uuid(),
    school: z.string().trim().min(1, "Enter the next school").max(200),
    contact: z.string().trim().min(1, "Enter who is to get it there").max(200),
    rung: z.literal("yes", { error: "Ring them first, on a number you found yourself" }),
    timing: z.enum(Object.keys(timings), { error: "Select when the child changes school" }),
    cases: z.preprocess(
      (value) => (value === undefined ? [] : [value].flat()),
      z.array(z.uuid()).min(1, "Select what goes"),
    ),
    "counts-day": z.string().default(""),
    "counts-month": z.string().default(""),
    "counts-year": z.string().default(""),
  })
  .transform((input, context) => {
    const typed = [input["counts-day"], input["counts-month"], input["counts-year"]] as const;
    const counts = dayFromParts(...typed);
    if (!counts)
      context.addIssue({
        code: "custom",
        path: ["counts"],
        message: "Enter the day, such as 4 12 2026",
      });
    return { ...input, counts: counts ?? "" };
  });

export const moveTransferSchema = z.looseObject({
  transferId: z.uuid(),
  version: z.coerce.number().int(),
  action: z.string(),
});

type TransferMove = {
  action: "send" | "sign" | "chase" | "drop";
  from: readonly string[];
  to: string;
  label: string;
  /** What the timeline says of it, where that is not the label. */
  event?: string;
  banner: string;
  form: Form;
};

/** The one workflow table of a transfer: buttons, checks, words and tests read these rows. */
export const transferMoves: readonly TransferMove[] = [
  {
    action: "send",
    from: ["preparing"],
    to: "sent",
    label: "It was sent",
    banner: "It is written down. You are reminded until somebody there signs for it.",
    form: {
      title: "It was sent",
      fields: [
        {
          name: "channel",
          label: "How it went",
          kind: "one",
          missing: "Select how it went",
          choices: transferChannels,
        },
        { name: "sent", label: "When", kind: "moment", missing: "Enter when it was sent" },
        {
          name: "apart",
          label: "It went",
          kind: "many",
          missing: "Send it apart from the main file, and say so",
          choices: { yes: "Apart from the main pupil file" },
        },
        {
          name: "passcode",
          label: "The passcode was told",
          kind: "many",
          missing: "Tell them the passcode another way, and say so",
          choices: { yes: "By telephone, not with the file" },
        },
      ],
    },
  },
  {
    action: "sign",
    from: ["sent"],
    to: "received",
    label: "They signed for it",
    banner: "The receipt is kept. Its closed cases are marked as transferred.",
    form: {
      title: "They signed for it",
      fields: [
        {
          name: "signedBy",
          label: "Who signed for it",
          kind: "line",
          hint: "Name and post",
          missing: "Enter who signed for it",
        },
        { name: "signedOn", label: "On which day", kind: "day", missing: "Enter the day" },
      ],
    },
  },
  {
    action: "chase",
    from: ["sent"],
    to: "sent",
    label: "They were asked for the receipt",
    banner: "It is written down. You are reminded again.",
    form: {
      title: "They were asked for the receipt",
      fields: [
        {
          name: "words",
          label: "Who was asked, and what they said",
          kind: "words",
          missing: "Enter who was asked, and what they said",
        },
      ],
    },
  },
  {
    action: "drop",
    from: ["preparing", "sent"],
    to: "dropped",
    label: "Call it off",
    event: "Called off",
    banner: "The transfer is called off. What was written stays.",
    form: {
      title: "Call it off",
      fields: [
        {
          name: "words",
          label: "Why",
          kind: "words",
          hint: "The child stays, or went to another school",
          missing: "Enter why it is called off",
        },
      ],
    },
  },
];
