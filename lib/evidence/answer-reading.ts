import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { readings } from "@/db/schema/uploads";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";

export const answerReadingSchema = z.object({
  evidenceId: z.uuid(),
  use: z.enum(["posted", "address", "neither"]),
});

/** The uploader takes over what was read on a picture of a draft, or leaves it. */
export async function answerReading(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof answerReadingSchema>,
): Promise<{ draftId: string }> {
  const mine = and(
    eq(evidence.schoolId, actor.schoolId),
    eq(evidence.id, input.evidenceId),
    eq(evidence.uploaderId, actor.personId),
    isNull(evidence.reportId),
  );
  const ofItem = and(
    eq(readings.schoolId, actor.schoolId),
    eq(readings.evidenceId, input.evidenceId),
  );
  const [item] = await tx
    .select({ draftId: evidence.draftId, at: readings.stampAt, address: readings.address })
    .from(evidence)
    .innerJoin(
      readings,
      and(eq(readings.schoolId, evidence.schoolId), eq(readings.evidenceId, evidence.id)),
    )
    .where(mine);
  if (!item?.draftId) throw notFound();
  if (input.use === "posted" && item.at)
    await tx.update(evidence).set({ postedAt: item.at }).where(mine);
  if (input.use === "address" && item.address)
    await tx.update(evidence).set({ address: item.address }).where(mine);
  await tx.update(readings).set({ answeredAt: actor.at }).where(ofItem);
  return { draftId: item.draftId };
}
