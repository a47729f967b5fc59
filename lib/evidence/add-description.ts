import { and, desc, eq } from "drizzle-orm";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { evidenceDescriptions } from "@/db/schema/evidence-handling";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import { reportAim } from "./queries";

export const addDescriptionSchema = z.object({
  caseId: z.uuid(),
  evidenceId: z.uuid(),
  words: z
    .string()
    .trim()
    .min(1, "Enter what it shows")
    .max(4000, "The description must be 4,000 characters or fewer"),
});

/** Says what an item shows to people who cannot see it. Added beside what was said before. */
export async function addDescription(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof addDescriptionSchema>,
) {
  const [item] = await tx
    .select({ reportId: evidence.reportId, state: evidence.state })
    .from(evidence)
    .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.id, input.evidenceId)));
  if (!item?.reportId || item.state !== "attached") throw notFound();
  const role = roleFor(actor, "add-to-record", await reportAim(tx, actor, item.reportId));
  if (!role || role === "reporter") throw notFound();
  await tx.insert(evidenceDescriptions).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    evidenceId: input.evidenceId,
    reportId: item.reportId,
    words: input.words,
    authorId: actor.personId,
    addedAt: actor.at,
  });
  await appendLedger(tx, {
    role,
    action: "evidence-described",
    object: { kind: "evidence", id: input.evidenceId },
    caseId: item.reportId,
    values: { words: input.words },
  });
  return { evidenceId: input.evidenceId };
}

/** What was said of an item after it came, the latest first. */
export async function descriptionsOf(tx: Tx, actor: Actor, evidenceId: string) {
  const rows = await tx
    .select({
      id: evidenceDescriptions.id,
      words: evidenceDescriptions.words,
      at: evidenceDescriptions.addedAt,
      authorId: evidenceDescriptions.authorId,
    })
    .from(evidenceDescriptions)
    .where(
      and(
        eq(evidenceDescriptions.schoolId, actor.schoolId),
        eq(evidenceDescriptions.evidenceId, evidenceId),
      ),
    )
    .orderBy(desc(evidenceDescriptions.addedAt))
    .limit(50);
  const names = await namesOf(
    tx,
    actor,
    rows.map((row) => row.authorId),
  );
  return rows.map((row) => ({ ...row, by: names.get(row.authorId) ?? "Somebody" }));
}
