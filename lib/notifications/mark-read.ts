import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { notices } from "@/db/schema/notices";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";

export const markReadSchema = z.object({});

/** Marks all of one's own notices as read. Twice is once. */
export async function markRead(tx: Tx, actor: Actor) {
  await tx
    .update(notices)
    .set({ readAt: actor.at })
    .where(
      and(
        eq(notices.schoolId, actor.schoolId),
        eq(notices.personId, actor.personId),
        isNull(notices.readAt),
      ),
    );
  return {};
}
