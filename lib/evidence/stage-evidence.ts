import type { Readable } from "node:stream";
import { and, count, eq, ne, sql } from "drizzle-orm";
import { evidence } from "@/db/schema/evidence";
import { drafts, reports } from "@/db/schema/reports";
import { type Tx, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check, conflict, isFull, KnownError, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { newFileKey } from "./encrypt-bytes";
import { currentKey } from "./hold-keys";
import { inspectBytes } from "./inspect-bytes";
import { dropBytes, keepBytes } from "./keep-bytes";
import { problemWords } from "./labels";
import { wrapKey } from "./wrap-key";

export const mostItems = 20;

/** Where an item goes: a draft of one's own, or a report of one's own that was sent. */
export type Destination =
  | { draftId: string; reportId?: undefined }
  | { draftId?: undefined; reportId: string };
export type Arrival = "pasted" | "chosen" | "dropped" | "posted";
export type Staged = { id: string; sha256: string; size: number; mediaType: string };

/**
 * Until this transaction ends nothing else joins the same draft or report, and a draft is neither
 * sent, gated nor thrown away: an item that was taken is never left behind by a sending.
 */
async function holdPlace(tx: Tx, actor: Actor, to: Destination): Promise<void> {
  if (to.draftId === undefined) {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${to.reportId}, 0))`);
    return;
  }
  await tx
    .select({ id: drafts.id })
    .from(drafts)
    .where(and(eq(drafts.schoolId, actor.schoolId), eq(drafts.id, to.draftId)))
    .for("update");
}

/**
 * May this person add to this, and is there room? The gate of B13.1 comes first: where a picture
 * may show a child no bytes are taken, whichever way they come.
 */
export async function checkRoom(
  tx: Tx,
  actor: Actor,
  to: Destination,
  adding: number,
): Promise<void> {
  const mine =
    to.draftId !== undefined
      ? await tx
          .select({ textOnly: drafts.textOnly, sent: drafts.sentReportId })
          .from(drafts)
          .where(and(eq(drafts.schoolId, actor.schoolId), eq(drafts.id, to.draftId)))
      : await tx
          .select({ textOnly: reports.textOnly })
          .from(reports)
          .where(
            and(
              eq(reports.schoolId, actor.schoolId),
              eq(reports.id, to.reportId),
              eq(reports.reporterId, actor.personId),
            ),
          );
  const found = mine[0];
  if (!found) throw notFound();
  if (found.textOnly) {
    throw check({ file: "Files cannot be added to this report. Describe what happened in words" });
  }
  if ("sent" in found && found.sent) throw conflict("This report was already sent");
  const [row] = await tx
    .select({ n: count() })
    .from(evidence)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        to.draftId !== undefined
          ? eq(evidence.draftId, to.draftId)
          : eq(evidence.reportId, to.reportId),
        ne(evidence.state, "removed"),
      ),
    );
  if ((row?.n ?? 0) + adding > mostItems) {
    throw check({
      file: `A report can hold ${mostItems} files. Remove one, or add it to a second report`,
    });
  }
}

/**
 * The one way in for bytes, whichever way they came. No transaction is held while they stream:
 * room is checked, the bytes are kept and looked at, then the row is written and checked again.
 * The row is the receipt: without it the bytes are dropped, and with it they are on the disk.
 */
export async function stageEvidence(
  claims: { tokenHash: string },
  item: {
    id: string;
    to: Destination;
    stream: Readable;
    name: string;
    arrivedBy: Arrival;
    declaredSize?: number;
    platform?: string;
  },
): Promise<Staged> {
  await withScope(claims, (tx, actor) => checkRoom(tx, actor, item.to, 1));
  const fileKey = newFileKey();
  const kept = await keepBytes(item.stream, fileKey).catch((error: unknown) => {
    throw isFull(error) ? check({ file: problemWords.full ?? "" }) : error;
  });
  try {
    if (item.declaredSize !== undefined && item.declaredSize !== kept.size) {
      throw check({ file: "The file did not arrive whole. Choose it again" });
    }
    const nature = await inspectBytes({ ...kept, fileKey });
    await withScope(claims, async (tx, actor) => {
      await holdPlace(tx, actor, item.to);
      await checkRoom(tx, actor, item.to, 1);
      const key = await currentKey(tx, actor);
      await tx.insert(evidence).values({
        schoolId: actor.schoolId,
        id: item.id,
        draftId: item.to.draftId ?? null,
        reportId: item.to.reportId ?? null,
        uploaderId: actor.personId,
        position: actor.at.getTime() % 2_000_000_000,
        fileName: item.name.replace(/\p{C}/gu, "").slice(0, 200) || "file",
        arrivedBy: item.arrivedBy,
        receivedAt: actor.at,
        state: item.to.reportId ? "attached" : "staged",
        ...nature,
        ...kept,
        header: wrapKey(fileKey, key.recipient),
        keyId: key.id,
      });
      await appendLedger(tx, {
        role: "reporter",
        action: "evidence-received",
        object: { kind: "evidence", id: item.id },
        values: { sha256: kept.sha256, size: kept.size, reportId: item.to.reportId ?? null },
      });
    });
    return { id: item.id, sha256: kept.sha256, size: kept.size, mediaType: nature.mediaType };
  } catch (error) {
    // The answer to the commit may be what was lost. Then the row is there, and the bytes are its.
    const row = error instanceof KnownError ? null : await findRow(claims, kept.storageKey);
    if (row) return row;
    await dropBytes(kept.storageKey);
    throw error;
  }
}

/** The item of some bytes, asked for up to ten seconds; while nobody answers the bytes stay. */
async function findRow(claims: { tokenHash: string }, storageKey: string): Promise<Staged | null> {
  for (let tries = 1; ; tries++) {
    try {
      const [row] = await withScope(claims, (tx, actor) =>
        tx
          .select({
            id: evidence.id,
            sha256: evidence.sha256,
            size: evidence.size,
            mediaType: evidence.mediaType,
          })
          .from(evidence)
          .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.storageKey, storageKey))),
      );
      return row ?? null;
    } catch (error) {
      if (tries === 20 || error instanceof KnownError) throw error;
      await new Promise((done) => setTimeout(done, 500));
    }
  }
}
