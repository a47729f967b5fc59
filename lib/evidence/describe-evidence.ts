import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localInstant } from "@/lib/dates";
import { notFound } from "@/lib/errors";

const words = z.string().trim().max(2000).default("");
const moment = z
  .string()
  .trim()
  .default("")
  .transform((value) => {
    const [day, time] = value.split("T");
    return day && time ? localInstant(day, time.slice(0, 5)) : null;
  })
  .refine((at) => at === null || !Number.isNaN(at.getTime()), "Enter a date and time");

/** What the person knows of an item: the fields of B13.5. Times are local, zone Europe/London. */
export const describeEvidenceSchema = z.object({
  evidenceId: z.uuid(),
  caption: words,
  description: words,
  platform: words,
  address: words,
  handle: words,
  postedAt: moment,
  seenAt: moment,
  capturedAt: moment,
  method: words,
  deviceOwner: words,
  originalKept: words,
  originalWhere: words,
});

export async function describeEvidence(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof describeEvidenceSchema>,
) {
  const { evidenceId, ...fields } = input;
  const changed = await tx
    .update(evidence)
    .set(fields)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.id, evidenceId),
        eq(evidence.uploaderId, actor.personId),
        isNull(evidence.reportId),
      ),
    )
    .returning({ draftId: evidence.draftId });
  const draftId = changed[0]?.draftId;
  if (!draftId) throw notFound();
  return { draftId };
}
