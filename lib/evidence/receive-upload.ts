import { once } from "node:events";
import type { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import { setTimeout as pause } from "node:timers/promises";
import busboy from "busboy";
import { and, eq, isNull } from "drizzle-orm";
import { evidence, schoolKeys } from "@/db/schema/evidence";
import { uploads } from "@/db/schema/uploads";
import { withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check, conflict, KnownError, notFound } from "@/lib/errors";
import { chunk, Damaged } from "./encrypt-bytes";
import { currentKey, fileKeyOf } from "./hold-keys";
import { Cut, dropPart, readPart, safeBytes } from "./keep-bytes";
import { notePhoneFile } from "./open-phone-link";
import type { Announced } from "./sign-upload";
import { type Arrival, type Staged, stageEvidence, type Uploader } from "./stage-evidence";
import { wrapKey } from "./wrap-key";

/** Hands each file part of a form to `take`, one after the other, never whole in memory. */
export async function eachFile(
  request: Request,
  most: number,
  take: (file: { stream: Readable; name: string; type: string }) => Promise<void>,
  largest = Number.POSITIVE_INFINITY,
): Promise<void> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!request.body || !contentType.startsWith("multipart/form-data"))
    throw check({ file: "Select a file" });
  const form = busboy({
    headers: { "content-type": contentType },
    // One byte more, so that the store itself sees that it is too much and says so.
    limits: { files: most, fileSize: largest + 1 },
    defParamCharset: "utf8",
  });
  let work: Promise<void> = Promise.resolve();
  let current: Readable | undefined;
  const refusal = new AbortController();
  const refused = refusal.signal;
  // The answer to a refused file is only read by who got rid of the whole of it: it goes nowhere,
  // and nothing waits for room in a file that nobody reads any more.
  const room = () =>
    once(form, "drain", { signal: refused }).catch((error) => {
      if (!refused.aborted) throw error;
    });
  const pass = async (body: AsyncIterable<Uint8Array>) => {
    try {
      for await (const bytes of body) {
        if (!refused.aborted && !form.write(bytes)) await room();
      }
      form.end();
    } catch (error) {
      // A cut: what has come is kept first.
      while (!refused.aborted && current && current.readableLength > 0) await pause(10);
      form.destroy(error as Error);
    }
  };
  await new Promise<void>((done, fail) => {
    form.on("file", (_field, stream, info) => {
      if (!info.filename) {
        stream.resume();
        return;
      }
      const name = info.filename;
      current = stream;
      // Whoever reads it learns of it too; here it may come before anybody reads.
      stream.on("error", () => {});
      work = work.then(() => take({ stream, name, type: info.mimeType }));
      work.catch((error) => {
        refusal.abort();
        stream.resume();
        fail(error);
      });
    });
    // A line that was cut before any file began ends in no file, which is not an empty one.
    let cut: Cut | undefined;
    form.on("error", (cause) => {
      cut = new Cut("", { cause });
    });
    form.on("close", () => void work.catch(() => {}).then(() => (cut ? fail(cut) : done())));
    void pass(request.body as WebStream<Uint8Array>);
  });
  await work;
}

export type Announcement = {
  evidenceId: string;
  draftId: string | null;
  reportId: string | null;
  name: string;
  size: number;
  arrivedBy: string;
  metadata: unknown;
  answer: unknown;
  part: string | null;
  header: string | null;
  wrapped: string | null;
};

/** The announced upload behind a signed address, if this person announced it. */
export async function findUpload(claims: Uploader, said: Announced): Promise<Announcement> {
  return withScope(claims, async (tx, actor) => {
    const [row] = await tx
      .select({
        evidenceId: uploads.evidenceId,
        key: uploads.key,
        draftId: uploads.draftId,
        reportId: uploads.reportId,
        name: uploads.name,
        size: uploads.size,
        arrivedBy: uploads.arrivedBy,
        metadata: uploads.metadata,
        answer: uploads.answer,
        cancelledAt: uploads.cancelledAt,
        part: uploads.part,
        header: uploads.partHeader,
        wrapped: schoolKeys.wrapped,
      })
      .from(uploads)
      .leftJoin(
        schoolKeys,
        and(eq(schoolKeys.schoolId, uploads.schoolId), eq(schoolKeys.id, uploads.partKeyId)),
      )
      .where(and(eq(uploads.schoolId, actor.schoolId), eq(uploads.evidenceId, said.evidenceId)));
    if (!row) throw notFound();
    if (row.key !== said.key || row.size !== said.size)
      throw conflict("This upload is already used");
    if (row.cancelledAt) throw conflict("This upload was cancelled");
    return row;
  });
}

/** How many bytes of it are here: all once it is an item, else what its part holds whole. */
export async function arrivedBytes(claims: Uploader, found: Announcement): Promise<number> {
  if (found.answer || (await findStaged(claims, found.evidenceId))) return found.size;
  return found.part ? safeBytes(found.part) : 0;
}

/** The item an upload already became, when its answer was lost before it was remembered. */
export async function findStaged(claims: Uploader, evidenceId: string): Promise<Staged | null> {
  const [row] = await withScope(claims, (tx, actor) =>
    tx
      .select({
        id: evidence.id,
        sha256: evidence.sha256,
        size: evidence.size,
        mediaType: evidence.mediaType,
      })
      .from(evidence)
      .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.id, evidenceId))),
  );
  return row ?? null;
}

/** A file that goes on from where nothing ends: the person asks again how much is here. */
export class WrongStart extends Error {}

const mine = (actor: Actor, evidenceId: string) =>
  and(eq(uploads.schoolId, actor.schoolId), eq(uploads.evidenceId, evidenceId));

/**
 * One writer an upload, and the newest wins: makes a part the one that counts. Whoever goes on from
 * an earlier part can only do so while that is still the one.
 */
async function claimPart(
  claims: Uploader,
  evidenceId: string,
  next: { part: string; fileKey: Buffer; after: string | null },
): Promise<void> {
  const before = await withScope(claims, async (tx, actor) => {
    const [row] = await tx
      .select({ part: uploads.part })
      .from(uploads)
      .where(and(mine(actor, evidenceId), isNull(uploads.cancelledAt), isNull(uploads.finishedAt)))
      .for("update");
    if (!row || (next.after !== null && row.part !== next.after)) throw conflict(elsewhere);
    const key = await currentKey(tx, actor);
    await tx
      .update(uploads)
      .set({
        part: next.part,
        partHeader: wrapKey(next.fileKey, key.recipient),
        partKeyId: key.id,
      })
      .where(mine(actor, evidenceId));
    return row.part;
  });
  if (before) await dropPart(before);
}
const elsewhere = "This file is being added from another page";

/**
 * Takes the one file of a signed upload the same way as every other byte, from `start` on. What
 * came before that is read, proven and hashed again. A cut keeps what arrived; a refusal nothing.
 */
export async function receiveUpload(
  claims: Uploader,
  found: Announcement,
  start: number,
  request: Request,
): Promise<Staged> {
  const { evidenceId, part: after, size } = found;
  if (start % chunk !== 0 || start > (after ? await safeBytes(after) : 0)) throw new WrongStart();
  const oldKey = start > 0 ? await fileKeyOf(found) : null;
  let staged: Staged | undefined;
  const take = async (file: { stream: Readable }) => {
    const part = crypto.randomUUID();
    staged = await stageEvidence(claims, {
      id: evidenceId,
      to: found.reportId ? { reportId: found.reportId } : { draftId: found.draftId ?? "" },
      stream: file.stream,
      name: found.name,
      arrivedBy: found.arrivedBy as Arrival,
      declaredSize: size,
      resume: (fileKey) => ({
        part,
        before: after && oldKey ? readPart(after, oldKey, start) : null,
        claim: () =>
          claimPart(claims, evidenceId, { part, fileKey, after: start > 0 ? after : null }),
      }),
      // Cancelled or begun again while the last bytes came: then this is not the one.
      settle: async (tx, actor) => {
        const held = await tx
          .update(uploads)
          .set({ part: null, partHeader: null, partKeyId: null, finishedAt: actor.at })
          .where(and(mine(actor, evidenceId), eq(uploads.part, part), isNull(uploads.cancelledAt)))
          .returning({ id: uploads.evidenceId });
        if (held.length === 0) throw conflict(elsewhere);
        await notePhoneFile(tx, claims, found.name);
      },
    });
  };
  try {
    await eachFile(request, 1, take);
  } catch (error) {
    if (error instanceof Damaged && after) {
      await dropPart(after);
      throw new WrongStart();
    }
    // Refused, and not because another page goes on with it: nothing of it stays.
    if (error instanceof KnownError && error.code === "check" && after) await dropPart(after);
    throw error;
  }
  if (!staged) throw check({ file: "The selected file is empty" });
  return staged;
}

/** Takes an upload back that is not an item yet: what came of it goes, and nothing more comes. */
export async function cancelUpload(claims: Uploader, evidenceId: string): Promise<void> {
  const part = await withScope(claims, async (tx, actor) => {
    const [row] = await tx
      .select({ part: uploads.part, finishedAt: uploads.finishedAt })
      .from(uploads)
      .where(mine(actor, evidenceId))
      .for("update");
    if (row?.finishedAt) throw conflict("The file was already added. You can remove it below");
    await tx
      .update(uploads)
      .set({ cancelledAt: actor.at, part: null, partHeader: null, partKeyId: null })
      .where(mine(actor, evidenceId));
    return row?.part;
  });
  if (part) await dropPart(part);
}

/** Remembers the answer, so that a repeat after a lost one gets it again and makes no second row. */
export async function finishUpload(claims: Uploader, evidenceId: string, answer: unknown) {
  await withScope(claims, (tx, actor) =>
    tx.update(uploads).set({ finishedAt: actor.at, answer }).where(mine(actor, evidenceId)),
  );
}
