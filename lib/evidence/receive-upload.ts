import { Readable } from "node:stream";
import type { ReadableStream as WebStream } from "node:stream/web";
import busboy from "busboy";
import { and, eq } from "drizzle-orm";
import { evidence, uploads } from "@/db/schema/evidence";
import { withScope } from "@/db/scope";
import { check, conflict, notFound } from "@/lib/errors";
import { largestItem } from "./keep-bytes";
import type { Announced } from "./sign-upload";
import { type Arrival, type Staged, stageEvidence } from "./stage-evidence";

/** Hands each file part of a form to `take`, one after the other, never whole in memory. */
export async function eachFile(
  request: Request,
  most: number,
  take: (file: { stream: Readable; name: string; type: string }) => Promise<void>,
): Promise<void> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!request.body || !contentType.startsWith("multipart/form-data"))
    throw check({ file: "Select a file" });
  const form = busboy({
    headers: { "content-type": contentType },
    // One byte more, so that the store itself sees that it is too much and says so.
    limits: { files: most, fileSize: largestItem + 1 },
    defParamCharset: "utf8",
  });
  const body = Readable.fromWeb(request.body as WebStream);
  let work: Promise<void> = Promise.resolve();
  await new Promise<void>((done, fail) => {
    form.on("file", (_field, stream, info) => {
      if (!info.filename) {
        stream.resume();
        return;
      }
      const name = info.filename;
      work = work.then(() => take({ stream, name, type: info.mimeType }));
      work.catch((error) => {
        stream.resume();
        body.unpipe(form);
        body.resume();
        fail(error);
      });
    });
    form.on("close", () => done());
    form.on("error", fail);
    body.on("error", fail);
    body.pipe(form);
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
};

/** The announced upload behind a signed address, if this person announced it. */
export async function findUpload(
  claims: { tokenHash: string },
  said: Announced,
): Promise<Announcement> {
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
      })
      .from(uploads)
      .where(and(eq(uploads.schoolId, actor.schoolId), eq(uploads.evidenceId, said.evidenceId)));
    if (!row) throw notFound();
    if (row.key !== said.key || row.size !== said.size)
      throw conflict("This upload is already used");
    return row;
  });
}

/** The item an upload already became, when its answer was lost before it was remembered. */
export async function findStaged(
  claims: { tokenHash: string },
  evidenceId: string,
): Promise<Staged | null> {
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

/** Takes the one file of a signed upload the same way as every other byte. */
export async function receiveUpload(
  claims: { tokenHash: string },
  found: Announcement,
  request: Request,
): Promise<Staged> {
  let staged: Staged | undefined;
  await eachFile(request, 1, async (file) => {
    staged = await stageEvidence(claims, {
      id: found.evidenceId,
      to: found.reportId ? { reportId: found.reportId } : { draftId: found.draftId ?? "" },
      stream: file.stream,
      name: found.name,
      arrivedBy: found.arrivedBy as Arrival,
      declaredSize: found.size,
    });
  });
  if (!staged) throw check({ file: "The selected file is empty" });
  return staged;
}

/** Remembers the answer, so that a repeat after a lost one gets it again and makes no second row. */
export async function finishUpload(
  claims: { tokenHash: string },
  evidenceId: string,
  answer: unknown,
) {
  await withScope(claims, (tx, actor) =>
    tx
      .update(uploads)
      .set({ finishedAt: actor.at, answer })
      .where(and(eq(uploads.schoolId, actor.schoolId), eq(uploads.evidenceId, evidenceId))),
  );
}
