import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import PDFDocument from "pdfkit";
import sharp, { type Sharp } from "sharp";
import { z } from "zod";
import { evidence } from "@/db/schema/evidence";
import { redactions } from "@/db/schema/evidence-handling";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { newFileKey } from "./encrypt-bytes";
import { holdEvidence } from "./hold-evidence";
import { currentKey } from "./hold-keys";
import { type Held, keepBytes, readBytes } from "./keep-bytes";
import { reportAim } from "./queries";
import { type Area, readAreas } from "./read-areas";
import { burnAreas, drawEvidence } from "./render-evidence";
import { openPages } from "./render-page";
import { viewEvidence } from "./view-evidence";
import { wrapKey } from "./wrap-key";

/** A copy is made of so many pages at most: each is drawn and pressed anew. */
const mostCopied = 60;

export const redactEvidenceSchema = z.object({
  caseId: z.uuid(),
  evidenceId: z.uuid(),
  areas: z
    .string()
    .default("")
    .transform(readAreas)
    .refine((areas) => areas.length > 0, "Mark at least one area"),
  removed: z.string().trim().min(1, "Enter what you took out").max(500),
  reason: z.string().trim().min(1, "Enter why you took it out").max(500),
});
type RedactInput = z.output<typeof redactEvidenceSchema>;

const pressed = (picture: Sharp) => picture.jpeg({ quality: 88, chromaSubsampling: "4:4:4" });

/** A new document of pictures alone: no text, no properties, no attachment of the old one. */
async function pressPages(bytes: Buffer, areas: readonly Area[]): Promise<Buffer> {
  const source = await openPages(bytes);
  try {
    if (source.pages > mostCopied)
      throw check({ areas: `A copy can be made of ${mostCopied} pages at most` });
    const document = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: "1.7",
      tagged: true,
      lang: "en-GB",
      displayTitle: true,
      info: { Title: "Redacted copy", Creator: "Daybook", Producer: "Daybook" },
    });
    const written = buffer(document as unknown as Readable);
    for (let page = 1; page <= source.pages; page++) {
      const own = areas.filter((area) => area.page === page);
      const picture = await burnAreas(sharp(await source.picture(page)), own);
      const { data, info } = await pressed(picture).toBuffer({ resolveWithObject: true });
      const scale = 842 / Math.max(info.width, info.height);
      const [width, height] = [info.width * scale, info.height * scale];
      document.addPage({ size: [width, height], margin: 0 });
      const blacked = own.length === 1 ? "1 area" : `${own.length} areas`;
      document.addStructure(
        document.struct(
          "Figure",
          { alt: `Page ${page} as a picture, ${blacked} blacked out` },
          () => document.image(data, 0, 0, { width, height }),
        ),
      );
    }
    document.end();
    return await written;
  } finally {
    await source.close();
  }
}

/** The bytes of a copy, made anew from the pixels that are left. */
async function pressCopy(
  item: Held,
  { kind, mediaType }: { kind: string; mediaType: string },
  areas: readonly Area[],
): Promise<{ bytes: Buffer; mediaType: string; width: number | null; height: number | null }> {
  if (kind === "pdf") {
    const bytes = await pressPages(await buffer(readBytes(item)), areas);
    return { bytes, mediaType: "application/pdf", width: null, height: null };
  }
  const picture = await burnAreas(await drawEvidence(item, kind, 1), areas);
  const photo = mediaType === "image/jpeg";
  const { data, info } = await (photo ? pressed(picture) : picture.png()).toBuffer({
    resolveWithObject: true,
  });
  return {
    bytes: data,
    mediaType: photo ? "image/jpeg" : "image/png",
    width: info.width,
    height: info.height,
  };
}

/** Makes and keeps the bytes before any transaction: the row is written with them on the disk. */
export async function makeCopy(claims: { tokenHash: string }, input: RedactInput) {
  const item = await viewEvidence(claims, input.evidenceId, "view", {
    reason: "redaction",
    action: "redact-evidence",
  });
  const held = await holdEvidence(claims, item);
  if (!held) throw check({ areas: "This file is damaged. No copy can be made of it" });
  const { bytes, ...nature } = await pressCopy(held, item, input.areas);
  const fileKey = newFileKey();
  const kept = await keepBytes(Readable.from([bytes]), fileKey);
  return { ...nature, ...kept, fileKey, kind: item.kind, original: item, taken: false };
}
type Copy = Awaited<ReturnType<typeof makeCopy>>;

const ending: Record<string, string> = {
  "application/pdf": "pdf",
  "image/jpeg": "jpg",
  "text/plain": "txt",
};

/**
 * A copy for others with names and faces burned out. It is an item of its own that says which
 * original it comes from, by its hash, what was taken out, why, and by whom. The original stays.
 */
export async function redactEvidence(
  tx: Tx,
  actor: Actor,
  input: RedactInput & { copy: Copy | null },
) {
  const { copy, areas } = input;
  const original = copy?.original;
  if (!copy || !original?.reportId) throw notFound();
  const { reportId } = original;
  const role = roleFor(actor, "redact-evidence", await reportAim(tx, actor, reportId));
  if (!role || role === "reporter") throw notFound();
  const key = await currentKey(tx, actor);
  const id = crypto.randomUUID();
  await tx.insert(evidence).values({
    schoolId: actor.schoolId,
    id,
    reportId,
    uploaderId: actor.personId,
    position: actor.at.getTime() % 2_000_000_000,
    // The original's own name may say what was taken out.
    fileName: `Redacted copy.${ending[copy.mediaType] ?? "png"}`,
    arrivedBy: "redacted",
    receivedAt: actor.at,
    state: "attached",
    kind: copy.kind,
    mediaType: copy.mediaType,
    width: copy.width,
    height: copy.height,
    storageKey: copy.storageKey,
    size: copy.size,
    sha256: copy.sha256,
    header: wrapKey(copy.fileKey, key.recipient),
    keyId: key.id,
    originalId: original.id,
    // Made here, of what the scanner let be opened.
    scan: original.scan,
  });
  await tx.insert(redactions).values({
    schoolId: actor.schoolId,
    evidenceId: id,
    reportId,
    originalId: original.id,
    originalSha256: original.sha256,
    areas,
    removed: input.removed,
    reason: input.reason,
    madeBy: actor.personId,
    madeAt: actor.at,
  });
  await appendLedger(tx, {
    role,
    action: "evidence-copy-made",
    object: { kind: "evidence", id: original.id },
    caseId: reportId,
    values: { copy: copy.sha256, areas, removed: input.removed, reason: input.reason },
  });
  // What a bundle opens to prove the copy: no word of what was taken out (docs/bundle-format.md).
  await appendLedger(tx, {
    role,
    action: "evidence-redacted",
    object: { kind: "evidence", id },
    caseId: reportId,
    values: { sha256: copy.sha256, original: original.sha256 },
  });
  copy.taken = true;
  return { evidenceId: id };
}
