import { subDays } from "date-fns/subDays";
import { and, desc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm";
import { uploads } from "@/db/schema/uploads";
import { type Tx, withScope } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { largestItem, megabyte, tooLarge } from "./keep-bytes";
import { longestRecording } from "./queries";
import { type Arrival, checkRoom, type Destination, type Uploader } from "./stage-evidence";

type File = { name: string; size: number; type: string; lastModified?: number | undefined };

const isRecording = (type: string) => /^(audio|video)\//.test(type);

/**
 * The upload this file already is: the same choice of the same page, answered or not; or, on a page
 * that was loaded again, one of the last day to the same place that did not come to its end.
 */
async function findEarlier(
  tx: Tx,
  actor: Actor,
  to: Destination,
  file: File,
  once: string | undefined,
): Promise<string | null> {
  const begun = and(
    to.draftId !== undefined ? eq(uploads.draftId, to.draftId) : eq(uploads.reportId, to.reportId),
    eq(uploads.name, file.name.slice(0, 400)),
    eq(uploads.size, file.size),
    eq(uploads.type, file.type.slice(0, 100)),
    eq(uploads.lastModified, file.lastModified ?? 0),
    isNotNull(uploads.part),
    gt(uploads.announcedAt, subDays(actor.at, 1)),
  );
  const [row] = await tx
    .select({ id: uploads.evidenceId })
    .from(uploads)
    .where(
      and(
        eq(uploads.schoolId, actor.schoolId),
        eq(uploads.personId, actor.personId),
        isNull(uploads.cancelledAt),
        once === undefined ? begun : or(eq(uploads.once, once), begun),
      ),
    )
    .orderBy(desc(sql`${uploads.once} is not distinct from ${once ?? null}`))
    .limit(1);
  return row?.id ?? null;
}

/** Before any byte: may these files come, and what will each be called here? Ids in file order. */
export async function announceUpload(
  claims: Uploader,
  to: Destination,
  files: readonly File[],
  arrivedBy: Arrival,
  once?: string,
): Promise<string[]> {
  return withScope(claims, async (tx, actor) => {
    const longest = (await longestRecording(tx, actor)) * megabyte;
    const earlier: (string | null)[] = [];
    for (const file of files) {
      const most = isRecording(file.type) ? longest : largestItem;
      if (file.size > most) throw tooLarge(most);
      earlier.push(await findEarlier(tx, actor, to, file, files.length === 1 ? once : undefined));
    }
    await checkRoom(tx, actor, to, earlier.filter((id) => id === null).length);
    const rows = files.map((file, i) => ({
      schoolId: actor.schoolId,
      evidenceId: earlier[i] ?? crypto.randomUUID(),
      personId: actor.personId,
      draftId: to.draftId ?? null,
      reportId: to.reportId ?? null,
      name: file.name.slice(0, 400),
      size: file.size,
      type: file.type.slice(0, 100),
      lastModified: file.lastModified ?? 0,
      arrivedBy,
      announcedAt: actor.at,
      once: files.length === 1 ? (once ?? null) : null,
    }));
    await tx.insert(uploads).values(rows).onConflictDoNothing();
    return rows.map((row) => row.evidenceId);
  });
}

/**
 * Binds the protocol's keys to the announced items, each once: a repeat brings the same key. Keys
 * collide; an upload is known by its own id and must show the key that was bound to it.
 */
export async function bindKeys(
  claims: Uploader,
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
            or(isNull(uploads.key), eq(uploads.key, keys[index] ?? "")),
          ),
        )
        .returning({ id: uploads.evidenceId });
      if (bound.length === 0) throw new Error("The upload key is already bound");
    }
  });
}
