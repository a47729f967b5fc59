import type { z } from "zod";
import { roleAssignments } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay, localInstant } from "@/lib/dates";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { guardRoutes, requireAdmin } from "./guard-routes";
import { personById } from "./queries";
import type { assignRoleSchema } from "./schema";
import { tellOthers } from "./tell-others";

/**
 * Gives a role from now, for good or until the end of a day ("deputy until Friday"). Never to
 * oneself, and never unseen: every headteacher and DSL is told.
 */
export async function assignRole(tx: Tx, actor: Actor, input: z.output<typeof assignRoleSchema>) {
  const used = requireAdmin(actor);
  const person = await personById(tx, actor, input.personId);
  if (!person || person.id === actor.personId || !["staff", "governor"].includes(person.kind))
    throw notFound();
  if (input.until && input.until < localDay(actor.at))
    throw check({ until: "The last day must be today or later" });
  await tx.insert(roleAssignments).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    personId: person.id,
    role: input.role,
    startsAt: actor.at,
    endsAt: input.until ? localInstant(input.until, "23:59") : null,
    assignedBy: actor.personId,
  });
  await guardRoutes(tx, actor);
  await appendLedger(tx, {
    role: used,
    action: "role-assigned",
    object: { kind: "person", id: person.id },
    reason: input.role,
  });
  if (input.role !== "staff") await tellOthers(tx, actor, person.id);
  return { personId: person.id };
}
