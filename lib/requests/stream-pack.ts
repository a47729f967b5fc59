import type { Readable } from "node:stream";
import { and, eq } from "drizzle-orm";
import { accessPacks } from "@/db/schema/requests";
import { withScope } from "@/db/scope";
import { zipBundle } from "@/lib/cases/zip-bundle";
import { conflict, notFound } from "@/lib/errors";
import { holdEvidence } from "@/lib/evidence/hold-evidence";
import { readBytes } from "@/lib/evidence/keep-bytes";
import { storedItem } from "@/lib/evidence/queries";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { loadRequest } from "./read-request";

/** A pack that was given, as a ZIP: its pages and the files beside them, the same each time. */
export async function streamPack(
  claims: { tokenHash: string; at?: Date },
  id: string,
): Promise<{ name: string; size: number; zip: Readable }> {
  const { pack, items } = await withScope(claims, async (tx, actor) => {
    const [found] = await tx
      .select({
        requestId: accessPacks.requestId,
        givenAt: accessPacks.givenAt,
        pages: accessPacks.pages,
        files: accessPacks.files,
      })
      .from(accessPacks)
      .where(and(eq(accessPacks.schoolId, actor.schoolId), eq(accessPacks.id, id)));
    if (!found || found.pages.length === 0) throw notFound();
    const { role } = await loadRequest(tx, actor, found.requestId);
    const held = [];
    for (const file of found.files) {
      const item = await storedItem(tx, actor, file.id);
      if (!item) throw notFound();
      if (item.state !== "attached") throw conflict("A file in it was sealed since");
      held.push({ name: file.name, item: { ...item, role } });
    }
    await appendLedger(tx, {
      role,
      action: "request-pack-downloaded",
      object: { kind: "request", id: found.requestId },
    });
    return { pack: found, items: held };
  });
  const folder = `answer-${id.slice(0, 8)}`;
  const pages = Buffer.from(pack.pages);
  const { zip, size } = zipBundle(
    folder,
    [
      { path: "record.pdf", size: pages.length, bytes: pages },
      ...items.map(({ name, item }) => ({
        path: `files/${name}`,
        size: item.size,
        open: async () => {
          const held = await holdEvidence(claims, item);
          if (!held) throw new Error(`A file of pack ${id} is damaged`);
          return readBytes(held);
        },
      })),
    ],
    pack.givenAt,
  );
  return { name: `${folder}.zip`, size, zip };
}
