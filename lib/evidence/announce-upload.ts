import { and, eq, isNull } from "drizzle-orm";
import { uploads } from "@/db/schema/evidence";
import { withScope } from "@/db/scope";
import { check } from "@/lib/errors";
import { largestItem } from "./keep-bytes";
import { type Arrival, checkRoom, type Destination } from "./stage-evidence";

type File = { name: string; size: number; type: string };

/** Before any byte: may these files come, and what will each be called here? Ids in file order. */
export async function announceUpload(
  claims: { tokenHash: string },
  to: Destination,
  files: readonly File[],
  arrivedBy: Arrival,
): Promise<string[]> {
  if (files.some((file) => file.size > largestItem)) {
    throw check({ file: "The selected file must be smaller than 25MB" });
  }
  return withScope(claims, async (tx, actor) => {
    await checkRoom(tx, actor, to, files.length);
    const rows = files.map((file) => ({
      schoolId: actor.schoolId,
      evidenceId: crypto.randomUUID(),
      personId: actor.personId,
      draftId: to.draftId ?? null,
      reportId: to.reportId ?? null,
      name: file.name.slice(0, 400),
      size: file.size,
      type: file.type.slice(0, 100),
      arrivedBy,
      announcedAt: actor.at,
    }));
    await tx.insert(uploads).values(rows);
    return rows.map((row) => row.evidenceId);
  });
}

/**
 * Binds the protocol's keys to the announced items, each once. Keys collide; an upload is known by
 * its own id and must show the key that was bound to it.
 */
export async function bindKeys(
  claims: { tokenHash: string },
  ids: readonly string[],
  keys: readonly string[],
  metadata: unknown,
): Promise<void> {
  await withScope(claims, async (tx, actor) => {
    for (const [index, evidenceId] of ids.entries()) {
      const bound = await tx
        .update(uploads)
        .set({ key: keys[index] ?? null, metadata })
        .where(
          and(
            eq(uploads.schoolId, actor.schoolId),
            eq(uploads.evidenceId, evidenceId),
            eq(uploads.personId, actor.personId),
            isNull(uploads.key),
          ),
        )
        .returning({ id: uploads.evidenceId });
      if (bound.length === 0) throw new Error("The upload key is already bound");
    }
  });
}
