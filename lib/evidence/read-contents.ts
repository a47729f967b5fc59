import { and, asc, eq, gt, inArray, or } from "drizzle-orm";
import { evidence, evidenceMessages, evidenceReadings } from "@/db/schema/evidence";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { askReason } from "./ask-reason";
import { canOpen, type ViewReason } from "./labels";
import { reportAim } from "./queries";

/** Messages on a page. */
export const pageSize = 50;

/**
 * What was read out of one item, a page of its messages at a time. It is a view of the item, and
 * written in the ledger as one; of what is sealed, suspect or not visible there is nothing.
 */
export async function readContents(
  tx: Tx,
  actor: Actor,
  input: { evidenceId: string; page: number; reason?: ViewReason },
) {
  const { evidenceId } = input;
  const mine = eq(evidence.schoolId, actor.schoolId);
  const columns = {
    id: evidence.id,
    kind: evidence.kind,
    fileName: evidence.fileName,
    caption: evidence.caption,
    state: evidence.state,
    scan: evidence.scan,
    sha256: evidence.sha256,
    receivedAt: evidence.receivedAt,
    reportId: evidence.reportId,
    uploaderId: evidence.uploaderId,
    parentId: evidence.parentId,
  };
  const [item] = await tx
    .select(columns)
    .from(evidence)
    .where(and(mine, eq(evidence.id, evidenceId)));
  if (!item || !canOpen(item)) throw notFound();
  const aim = item.reportId ? await reportAim(tx, actor, item.reportId) : {};
  const own = item.uploaderId === actor.personId || aim.own === true;
  const role = roleFor(actor, "view-evidence", { ...aim, own });
  if (!role) throw notFound();
  const [reading] = await tx
    .select({
      format: evidenceReadings.format,
      dayOrder: evidenceReadings.dayOrder,
      headers: evidenceReadings.headers,
      body: evidenceReadings.body,
      bodyFrom: evidenceReadings.bodyFrom,
      messages: evidenceReadings.messages,
      inside: evidenceReadings.inside,
    })
    .from(evidenceReadings)
    .where(
      and(
        eq(evidenceReadings.schoolId, actor.schoolId),
        eq(evidenceReadings.evidenceId, evidenceId),
      ),
    );
  if (!reading) throw notFound();
  const asked = item.reportId && !own && role !== "reporter" && !input.reason;
  if (asked && (await askReason(tx, actor, [item.reportId ?? ""])).has(item.reportId ?? ""))
    throw check({ reason: "Select why you need to see it" });
  const messages = await tx
    .select({
      position: evidenceMessages.position,
      sender: evidenceMessages.sender,
      sentLocal: evidenceMessages.sentLocal,
      words: evidenceMessages.words,
      original: evidenceMessages.original,
    })
    .from(evidenceMessages)
    .where(
      and(
        eq(evidenceMessages.schoolId, actor.schoolId),
        eq(evidenceMessages.evidenceId, evidenceId),
        gt(evidenceMessages.position, (input.page - 1) * pageSize),
      ),
    )
    .orderBy(asc(evidenceMessages.position))
    .limit(pageSize);
  const related = await tx
    .select({ id: evidence.id, parentId: evidence.parentId, fileName: evidence.fileName })
    .from(evidence)
    .where(
      and(
        mine,
        inArray(evidence.state, ["staged", "attached", "sealed"]),
        or(eq(evidence.parentId, evidenceId), eq(evidence.id, item.parentId ?? evidenceId)),
      ),
    );
  await appendLedger(tx, {
    role,
    action: "evidence-viewed",
    object: { kind: "evidence", id: evidenceId },
    caseId: item.reportId ?? undefined,
    reason: input.reason ?? "read",
  });
  return {
    item,
    reading,
    messages,
    children: related.filter((one) => one.parentId === evidenceId),
    parent: related.find((one) => one.id === item.parentId) ?? null,
  };
}
