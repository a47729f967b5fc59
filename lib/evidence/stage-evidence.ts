import type { Readable } from "node:stream";
import { and, count, eq, ne, sql } from "drizzle-orm";
import { evidence } from "@/db/schema/evidence";
import { drafts, reports } from "@/db/schema/reports";
import { type Tx, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { env } from "@/lib/env";
import { check, conflict, KnownError, notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { currentKey } from "./hold-keys";
import { dropBytes, type keepBytes, megabyte } from "./keep-bytes";
import { keepReading } from "./keep-reading";
import { heldWords } from "./labels";
import { longestRecording, onHold } from "./queries";
import { type Taken, takeBytes } from "./take-bytes";
import { wrapKey } from "./wrap-key";

export const mostItems = 20;

/** Somebody signed in, or a phone that was let in to one place. */
export type Uploader = { tokenHash: string; phone?: true };
/** Where an item goes: a draft of one's own, or a report of one's own that was sent. */
export type Destination =
  | { draftId: string; reportId?: undefined }
  | { draftId?: undefined; reportId: string };
export type Arrival = "pasted" | "chosen" | "dropped" | "posted" | "phone" | "shared";
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
  if (to.reportId !== undefined && (await onHold(tx, to.reportId)))
    throw check({ file: heldWords });
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

/** How many more than one an e-mail or chat brings, said before any of it is written. */
const roomFor =
  (claims: Uploader, to: Destination) =>
  async (adding: number): Promise<void> => {
    if (adding > mostItems) {
      throw check({
        file: `This file holds ${adding - 1} others, and a report can hold ${mostItems}. Export the chat without media, or save what matters one by one, then add that`,
      });
    }
    await withScope(claims, (tx, actor) => checkRoom(tx, actor, to, adding));
  };

type Item = {
  id: string;
  to: Destination;
  stream: Readable;
  name: string;
  arrivedBy: Arrival;
  declaredSize?: number;
  platform?: string;
  /** A web address noted in words: its text is the item. */
  address?: string;
  /** How an upload that can be taken up again keeps what came of it (keep-bytes). */
  resume?: (fileKey: Buffer) => Parameters<typeof keepBytes>[3];
  /** Written in the item's own transaction, and able to refuse it. */
  settle?: (tx: Tx, actor: Actor) => Promise<void>;
};

async function writeRows(tx: Tx, actor: Actor, item: Item, all: Taken[]): Promise<void> {
  const key = await currentKey(tx, actor);
  const scan = env().CLAMAV_SOCKET ? "pending" : "none";
  await tx.insert(evidence).values(
    all.map(({ id, parentId, name, kept, fileKey, nature, metadata }, index) => ({
      schoolId: actor.schoolId,
      id,
      parentId,
      draftId: item.to.draftId ?? null,
      reportId: item.to.reportId ?? null,
      uploaderId: actor.personId,
      position: (actor.at.getTime() + index) % 2_000_000_000,
      fileName: name,
      arrivedBy: parentId ? "inside" : item.arrivedBy,
      receivedAt: actor.at,
      state: item.to.reportId ? "attached" : "staged",
      scan,
      ...nature,
      metadata,
      ...(item.address === undefined ? {} : { kind: "address", address: item.address }),
      ...kept,
      header: wrapKey(fileKey, key.recipient),
      keyId: key.id,
    })),
  );
  for (const { id, kept, nature, reading, messages, inside } of all) {
    // A noted address says all that it says on its card.
    if (reading && item.address === undefined) {
      await keepReading(tx, actor, { id, sha256: kept.sha256, reading, messages, inside });
    }
    if (scan === "pending")
      await enqueueJob(tx, "evidence-waiting", { schoolId: actor.schoolId, evidenceId: id });
    if (nature.kind === "image")
      await enqueueJob(tx, "picture-received", { schoolId: actor.schoolId, evidenceId: id });
    await appendLedger(tx, {
      role: "reporter",
      action: "evidence-received",
      object: { kind: "evidence", id },
      values: { sha256: kept.sha256, size: kept.size, reportId: item.to.reportId ?? null },
    });
  }
}

/**
 * The one way in for bytes, whichever way they came. No transaction is held while they stream:
 * room is checked, the bytes are kept and looked at, then the row is written and checked again.
 * The row is the receipt: without it the bytes are dropped, and with it they are on the disk. What
 * comes inside an item (attachments, a chat's pictures) is kept with it, all or nothing.
 */
export async function stageEvidence(claims: Uploader, item: Item): Promise<Staged> {
  const longest = await withScope(claims, async (tx, actor) => {
    await checkRoom(tx, actor, item.to, 1);
    return (await longestRecording(tx, actor)) * megabyte;
  });
  const all = await takeBytes({ ...item, longest }, roomFor(claims, item.to));
  const [{ kept, nature }] = all as [Taken];
  try {
    await withScope(claims, async (tx, actor) => {
      await holdPlace(tx, actor, item.to);
      await checkRoom(tx, actor, item.to, all.length);
      await item.settle?.(tx, actor);
      await writeRows(tx, actor, item, all);
    });
    return { id: item.id, sha256: kept.sha256, size: kept.size, mediaType: nature.mediaType };
  } catch (error) {
    // The answer to the commit may be what was lost. Then the row is there, and the bytes are its.
    const row = error instanceof KnownError ? null : await findRow(claims, kept.storageKey);
    if (row) return row;
    for (const one of all) await dropBytes(one.kept.storageKey);
    throw error;
  }
}

/** The item of some bytes, asked for up to ten seconds; while nobody answers the bytes stay. */
async function findRow(claims: Uploader, storageKey: string): Promise<Staged | null> {
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
