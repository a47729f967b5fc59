import { and, desc, eq, isNull } from "drizzle-orm";
import { destructions, redactions } from "@/db/schema/evidence-handling";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import { descriptionsOf } from "./add-description";
import { askReason } from "./ask-reason";
import { textKinds } from "./labels";
import { type EvidenceItem, reportAim } from "./queries";
import { tellStory } from "./tell-story";

/** Copies made of an item, or the one that it is, with what was taken out of each. */
async function redactionsOf(tx: Tx, actor: Actor, item: EvidenceItem) {
  const key = item.originalId ? redactions.evidenceId : redactions.originalId;
  const rows = await tx
    .select({
      evidenceId: redactions.evidenceId,
      originalId: redactions.originalId,
      originalSha256: redactions.originalSha256,
      areas: redactions.areas,
      removed: redactions.removed,
      reason: redactions.reason,
      madeBy: redactions.madeBy,
      madeAt: redactions.madeAt,
    })
    .from(redactions)
    .where(and(eq(redactions.schoolId, actor.schoolId), eq(key, item.id)))
    .orderBy(desc(redactions.madeAt))
    .limit(50);
  const people = rows.map((row) => row.madeBy);
  const names = await namesOf(tx, actor, people);
  return rows.map((row) => ({ ...row, by: names.get(row.madeBy) ?? "Somebody" }));
}

/** The instruction to destroy an item that stands, asked for or carried out. */
async function destructionOf(tx: Tx, actor: Actor, evidenceId: string) {
  const [row] = await tx
    .select()
    .from(destructions)
    .where(
      and(
        eq(destructions.schoolId, actor.schoolId),
        eq(destructions.evidenceId, evidenceId),
        isNull(destructions.withdrawnAt),
      ),
    );
  if (!row) return null;
  const names = await namesOf(tx, actor, [row.askedBy, row.confirmedBy, row.backupsBy]);
  const name = (id: string | null) => (id ? (names.get(id) ?? "Somebody") : "");
  return {
    ...row,
    askedByName: name(row.askedBy),
    confirmedByName: name(row.confirmedBy),
    backupsByName: name(row.backupsBy),
  };
}
const drawn = (kind: string) => kind === "image" || kind === "pdf" || textKinds.has(kind);

/** Everything the page of one item shows of it besides its bytes. */
export async function readEvidence(
  tx: Tx,
  actor: Actor,
  items: readonly EvidenceItem[],
  id: string,
) {
  const place = items.findIndex((item) => item.id === id);
  const item = items[place];
  if (!item?.reportId) throw notFound();
  const aim = await reportAim(tx, actor, item.reportId);
  const may = (action: Parameters<typeof roleFor>[1]) => {
    const role = roleFor(actor, action, aim);
    return role !== null && role !== "reporter";
  };
  return {
    item,
    before: items[place - 1] ?? null,
    after: items[place + 1] ?? null,
    place: place + 1,
    asks: (await askReason(tx, actor, [item.reportId])).has(item.reportId),
    descriptions: await descriptionsOf(tx, actor, id),
    story: await tellStory(tx, actor, id),
    copies: await redactionsOf(tx, actor, item),
    destruction: await destructionOf(tx, actor, item.originalId ?? id),
    describes: may("add-to-record"),
    redacts:
      drawn(item.kind) &&
      may("redact-evidence") &&
      item.state === "attached" &&
      item.originalId === null,
    destroys: may("destroy-evidence") && item.originalId === null,
  };
}
export type ReadEvidence = Awaited<ReturnType<typeof readEvidence>>;
