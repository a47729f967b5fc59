import { createHmac } from "node:crypto";
import { Readable } from "node:stream";
import { and, eq, sql } from "drizzle-orm";
import { disclosureFiles, disclosures } from "@/db/schema/disclosures";
import { schoolKeys } from "@/db/schema/evidence";
import { type Tx, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay } from "@/lib/dates";
import { conflict, notFound } from "@/lib/errors";
import { encryptBytes, payloadSize } from "@/lib/evidence/encrypt-bytes";
import { holdEvidence } from "@/lib/evidence/hold-evidence";
import { fileKeyOf } from "@/lib/evidence/hold-keys";
import { readBytes } from "@/lib/evidence/keep-bytes";
import { storedItem } from "@/lib/evidence/queries";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { type BundleFile, fileOf, pathOf } from "./export";
import { type Disclosure, disclosureById } from "./list-disclosures";
import { loadCase } from "./load-case";
import { proveDisclosure } from "./prove-disclosure";
import { zipBundle } from "./zip-bundle";

type Claims = { tokenHash: string; at?: Date };
const chunk = 64 * 1024;

/** What it takes to hold one item's bytes in the hand, as hold-evidence wants it. */
async function storedItems(tx: Tx, actor: Actor, disclosure: Disclosure, role: string) {
  const held = [];
  for (const item of disclosure.items) {
    const path = pathOf(item);
    if (path === null) continue;
    const row = await storedItem(tx, actor, item.id);
    if (!row) throw notFound();
    held.push({ path, item: { ...row, role: role as "staff" } });
  }
  return held;
}

/** The written files of a bundle; at the first download the ledger's part is written too. */
async function writtenFiles(tx: Tx, actor: Actor, id: string): Promise<BundleFile[]> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${id}, 1))`);
  const rows = await tx
    .select({ path: disclosureFiles.path, bytes: disclosureFiles.bytes })
    .from(disclosureFiles)
    .where(and(eq(disclosureFiles.schoolId, actor.schoolId), eq(disclosureFiles.disclosureId, id)));
  const files = rows.map((row) => fileOf(row.path, Buffer.from(row.bytes)));
  if (files.some((file) => file.path === "tagmanifest-sha256.txt")) return files;
  const custody = files.find((file) => file.path === "data/custody.json")?.bytes?.toString() ?? "";
  const { events } = JSON.parse(custody) as { events: { event: string }[] };
  const tags = files.filter((file) => !file.path.startsWith("data/"));
  const ledger = await proveDisclosure(tx, actor, {
    id,
    events: events.map((event) => event.event),
    tags,
  });
  return [...files, ...ledger];
}

/** The key of a locked copy's file, which the school keeps too: a second download is the same file. */
async function lentKey(tx: Tx, actor: Actor, id: string) {
  const [row] = await tx
    .select({
      age: disclosures.header,
      header: disclosures.kept,
      wrapped: schoolKeys.wrapped,
    })
    .from(disclosures)
    .leftJoin(
      schoolKeys,
      and(eq(schoolKeys.schoolId, disclosures.schoolId), eq(schoolKeys.id, disclosures.keyId)),
    )
    .where(and(eq(disclosures.schoolId, actor.schoolId), eq(disclosures.id, id)));
  return row?.age ? { age: row.age, fileKey: await fileKeyOf(row) } : null;
}

export type Bundle = { name: string; size: number; tag: string; open: () => Readable };

/**
 * A bundle that was given, to be saved: every time the same bytes, so that a lost connection goes on
 * where it stopped. Nothing is made before it is asked for, and two chunks are in memory. A file that
 * was sealed or found suspect since stops all of it; one that is damaged breaks it off and is told.
 */
export async function streamBundle(claims: Claims, id: string, first: boolean): Promise<Bundle> {
  const { disclosure, files, items, lent } = await withScope(claims, async (tx, actor) => {
    const disclosure = await disclosureById(tx, actor, id);
    const { role } = await loadCase(tx, actor, disclosure.caseId, "disclose");
    if (disclosure.state !== "given") throw notFound();
    if (disclosure.lentUntil && disclosure.lentUntil < localDay(actor.at))
      throw conflict("The day until which this was lent is past. Make a new disclosure");
    if (disclosure.items.some((item) => item.mustStay && item.chosen !== "left-out"))
      throw conflict("A file in it was sealed or found suspect since. Make a new one without it");
    if (first)
      await appendLedger(tx, {
        role,
        action: "bundle-downloaded",
        object: { kind: "case", id: disclosure.caseId },
        caseId: disclosure.caseId,
        reason: disclosure.purpose,
      });
    return {
      disclosure,
      files: (await writtenFiles(tx, actor, id)).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      items: await storedItems(tx, actor, disclosure, role),
      lent: await lentKey(tx, actor, id),
    };
  });
  const folder = `daybook-${id.slice(0, 8)}`;
  const mtime = disclosure.givenAt ?? new Date(0);
  const tag = `"${disclosure.manifest?.slice(0, 32)}-${id.slice(0, 8)}"`;

  const made = zipBundle(
    folder,
    [
      ...files.map((file) => ({ ...file, bytes: file.bytes ?? Buffer.alloc(0) })),
      ...items.map(({ path, item }) => ({
        path,
        size: item.size,
        open: async () => {
          const held = await holdEvidence(claims, item);
          if (!held) throw new Error(`An item of bundle ${id} is damaged`);
          return readBytes(held);
        },
      })),
    ],
    mtime,
  );
  if (!lent) return { name: `${folder}.zip`, size: made.size, tag, open: () => made.zip };
  const nonce = createHmac("sha256", lent.fileKey).update(id).digest().subarray(0, 16);
  const sealed = async function* () {
    yield Buffer.from(lent.age);
    yield* encryptBytes(made.zip as AsyncIterable<Buffer>, lent.fileKey, nonce);
  };
  return {
    name: `${folder}.zip.age`,
    size: Buffer.byteLength(lent.age) + payloadSize(made.size),
    tag,
    open: () => Readable.from(sealed(), { objectMode: false, highWaterMark: chunk }),
  };
}

/** The rest of a stream from some byte on: what comes before is made and thrown away. */
export async function* skipBytes(from: Readable, skip: number): AsyncGenerator<Buffer> {
  let left = skip;
  for await (const part of from) {
    const bytes = part as Buffer;
    if (left >= bytes.length) left -= bytes.length;
    else {
      yield left > 0 ? bytes.subarray(left) : bytes;
      left = 0;
    }
  }
}
