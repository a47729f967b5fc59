import { involvements } from "@/db/schema/cases";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import type { Resolved } from "./resolve-people";

/** Part of sending: rows for those on no list, and everybody's part in the report. */
export async function addPeople(
  tx: Tx,
  actor: Actor,
  input: { reportId: string; parts: Resolved["parts"] },
): Promise<void> {
  for (const { personId, part, fresh } of input.parts) {
    if (fresh) {
      await tx.insert(people).values({
        ...fresh,
        schoolId: actor.schoolId,
        id: personId,
        listed: false,
        createdAt: actor.at,
      });
    }
    await tx.insert(involvements).values({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      reportId: input.reportId,
      personId,
      part,
      addedAt: actor.at,
      addedBy: actor.personId,
    });
  }
}
