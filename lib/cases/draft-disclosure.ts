import { z } from "zod";
import { disclosureItems, disclosures } from "@/db/schema/disclosures";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { dayFromParts, localDay } from "@/lib/dates";
import { check } from "@/lib/errors";
import { bases, leftOutWords, purposes } from "./labels";
import { listDisclosable } from "./list-disclosures";
import { loadCase } from "./load-case";

const oneOf = (choices: { value: string }[], missing: string) =>
  z.enum(
    choices.map((choice) => choice.value),
    { error: missing },
  );
const words = (missing: string) => z.string({ error: missing }).trim().min(1, missing).max(500);
const yesNo = (missing: string) =>
  z.enum(["yes", "no"], { error: missing }).transform((value) => value === "yes");

/** Fields named item-ID say what becomes of each item: include, or why it stays. */
export const draftDisclosureSchema = z
  .looseObject({
    caseId: z.uuid(),
    purpose: oneOf(purposes, "Select who it is for"),
    recipient: words("Enter the name of the person who gets it"),
    organisation: words("Enter where they work, or who they are to the child"),
    reference: z.string().trim().max(120).default(""),
    basis: oneOf(bases, "Select the legal basis"),
    reason: words("Enter why they need it"),
    chronology: yesNo("Select whether the chronology goes with it"),
    reporter: yesNo("Select whether the reporter's name is in it"),
    lent: yesNo("Select whether they keep it"),
    "until-day": z.string().default(""),
    "until-month": z.string().default(""),
    "until-year": z.string().default(""),
  })
  .transform(({ lent, ...input }, context) => {
    const typed = [input["until-day"], input["until-month"], input["until-year"]] as const;
    const until = lent ? dayFromParts(...typed) : null;
    if (lent && !until)
      context.addIssue({
        code: "custom",
        path: ["until"],
        message: "Enter the day by which it comes back or is destroyed",
      });
    const items = new Map<string, string>();
    for (const [name, value] of Object.entries(input))
      if (name.startsWith("item-")) items.set(name.slice(5), String(value));
    return { ...input, until, items };
  });

/**
 * Writes down what is to go to whom, why and on what ground; nothing leaves yet. Each item is
 * chosen one by one, and what is sealed or suspect stays, whatever was chosen (B13.9).
 */
export async function draftDisclosure(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof draftDisclosureSchema>,
): Promise<{ caseId: string; disclosureId: string }> {
  const { caseId, until } = input;
  await loadCase(tx, actor, caseId, "disclose");
  if (until && until < localDay(actor.at)) throw check({ until: "Enter a day to come" });
  const items = (await listDisclosable(tx, actor, caseId)).map((item) => {
    const chosen = item.mustStay ?? input.items.get(item.id) ?? "";
    if (chosen !== "include" && !Object.hasOwn(leftOutWords, chosen))
      throw check({ [`item-${item.id}`]: `Select what happens to item ${item.number}` });
    return { item, chosen };
  });
  const id = crypto.randomUUID();
  await tx.insert(disclosures).values({
    schoolId: actor.schoolId,
    id,
    caseId,
    state: "draft",
    purpose: input.purpose,
    recipient: input.recipient,
    organisation: input.organisation,
    reference: input.reference,
    basis: input.basis,
    reason: input.reason,
    chronology: input.chronology,
    reporter: input.reporter,
    lentUntil: until,
    draftedAt: actor.at,
    draftedBy: actor.personId,
  });
  if (items.length > 0)
    await tx.insert(disclosureItems).values(
      items.map(({ item, chosen }, position) => ({
        schoolId: actor.schoolId,
        disclosureId: id,
        evidenceId: item.id,
        position,
        kind: chosen !== "include" ? "left-out" : item.originalId ? "redacted" : "original",
        reason: chosen === "include" ? null : chosen,
      })),
    );
  return { caseId, disclosureId: id };
}
