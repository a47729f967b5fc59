import { Readable } from "node:stream";
import { text as whole } from "node:stream/consumers";
import { and, asc, eq } from "drizzle-orm";
import { z } from "zod";
import { evidenceMessages, evidenceReadings } from "@/db/schema/evidence";
import { type Tx, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check, notFound } from "@/lib/errors";
import { newFileKey } from "./encrypt-bytes";
import { holdEvidence } from "./hold-evidence";
import { keepBytes, megabyte, readBytes } from "./keep-bytes";
import { textKinds } from "./labels";
import { readNames, replaceNames } from "./replace-names";
import { viewEvidence } from "./view-evidence";

export const redactTextSchema = z.object({
  caseId: z.uuid(),
  evidenceId: z.uuid(),
  names: z
    .string()
    .default("")
    .transform(readNames)
    .refine((names) => names.length > 0, "Enter at least one name"),
});
export const keepTextSchema = redactTextSchema.extend({
  reason: z.string().trim().min(1, "Enter why you took the names out").max(500),
});
type Input = z.output<typeof redactTextSchema>;

const shownHeaders = new Set(["from", "to", "cc", "date", "subject"]);

/** What was read out of an e-mail or a chat: nothing of what stands behind the words. */
async function readWords(tx: Tx, actor: Actor, evidenceId: string): Promise<string | null> {
  const [reading] = await tx
    .select({ headers: evidenceReadings.headers, body: evidenceReadings.body })
    .from(evidenceReadings)
    .where(
      and(
        eq(evidenceReadings.schoolId, actor.schoolId),
        eq(evidenceReadings.evidenceId, evidenceId),
      ),
    );
  if (!reading) return null;
  const lines = await tx
    .select({ original: evidenceMessages.original })
    .from(evidenceMessages)
    .where(
      and(
        eq(evidenceMessages.schoolId, actor.schoolId),
        eq(evidenceMessages.evidenceId, evidenceId),
      ),
    )
    .orderBy(asc(evidenceMessages.position));
  const head = reading.headers
    .filter(({ name }) => shownHeaders.has(name.toLowerCase()))
    .map(({ name, value }) => `${name}: ${value}`);
  const body = [reading.body ?? "", ...lines.map((line) => line.original)].filter(Boolean);
  return [...head, ...(head.length > 0 ? [""] : []), ...body].join("\n");
}

/** The text of an item with labels in the place of names: what the copy will say. */
export async function redactText(claims: { tokenHash: string }, input: Input) {
  const item = await viewEvidence(claims, input.evidenceId, "view", {
    reason: "redaction",
    action: "redact-evidence",
  });
  if (!textKinds.has(item.kind)) throw notFound();
  const held = await holdEvidence(claims, item);
  if (!held) throw check({ names: "This file is damaged. No copy can be made of it" });
  const read = await withScope(claims, (tx, actor) => readWords(tx, actor, item.id));
  if (read === null && (item.kind !== "text" || item.size > 10 * megabyte))
    throw check({ names: "No copy can be made of this text" });
  const done = replaceNames(read ?? (await whole(readBytes(held))), input.names);
  if (done.replaced === 0) throw check({ names: "None of these names stands in the text" });
  return { item, ...done };
}

/** The same, kept: for redactEvidence, which writes its row. */
export async function makeTextCopy(claims: { tokenHash: string }, input: Input) {
  const { item, text } = await redactText(claims, input);
  const fileKey = newFileKey();
  const kept = await keepBytes(Readable.from([Buffer.from(text)]), fileKey);
  const nature = { mediaType: "text/plain", width: null, height: null };
  return { ...nature, ...kept, fileKey, kind: "text", original: item, taken: false };
}
