import { and, eq, gt, isNull, or } from "drizzle-orm";
import type { z } from "zod";
import { roleAssignments } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { guardRoutes, requireAdmin } from "./guard-routes";
import type { endRoleSchema } from "./schema";

/** Takes a role away from this click on, unless some report would then reach nobody. */
export async function endRole(tx: Tx, actor: Actor, input: z.output<typeof endRoleSchema>) {
  const used = requireAdmin(actor);
  const [ended] = await tx
    .update(roleAssignments)
    .set({ endsAt: actor.at })
    .where(
      and(
        eq(roleAssignments.schoolId, actor.schoolId),
        eq(roleAssignments.id, input.assignmentId),
        eq(roleAssignments.personId, input.personId),
        or(isNull(roleAssignments.endsAt), gt(roleAssignments.endsAt, actor.at)),
      ),
    )
    .returning({ role: roleAssignments.role });
  if (!ended) throw notFound();
  await guardRoutes(tx, actor);
  await appendLedger(tx, {
    role: used,
    action: "role-ended",
    object: { kind: "person", id: input.personId },
    reason: ended.role,
  });
  return { personId: input.personId };
}
