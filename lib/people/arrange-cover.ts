import { max } from "date-fns/max";
import { and, asc, eq, gt, inArray, isNull, lte, ne, or } from "drizzle-orm";
import type { z } from "zod";
import { accounts, people, roleAssignments } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { localDay, localInstant } from "@/lib/dates";
import { check, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { requireAdmin } from "./guard-routes";
import { personById } from "./queries";
import type { arrangeCoverSchema } from "./schema";
import { tellOthers } from "./tell-others";

/** Who could stand in for somebody: staff and governors who can sign in, but not the one asking. */
export async function coverChoices(tx: Tx, actor: Actor, personId: string) {
  return tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .innerJoin(
      accounts,
      and(eq(accounts.schoolId, people.schoolId), eq(accounts.personId, people.id)),
    )
    .where(
      and(
        eq(people.schoolId, actor.schoolId),
        inArray(people.kind, ["staff", "governor"]),
        eq(accounts.state, "active"),
        isNull(people.leftAt),
        ne(people.id, personId),
        ne(people.id, actor.personId),
      ),
    )
    .orderBy(asc(people.name))
    .limit(300);
}

/**
 * Cover for absence: somebody holds a role in another's place from one day to another, and what
 * comes in that time goes to them first. It ends by itself; nothing is taken from the absent.
 */
export async function arrangeCover(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof arrangeCoverSchema>,
) {
  const used = requireAdmin(actor);
  const absent = await personById(tx, actor, input.personId);
  if (!absent) throw notFound();
  const endsAt = localInstant(input.until, "23:59");
  const [held] = await tx
    .select({ id: roleAssignments.id })
    .from(roleAssignments)
    .where(
      and(
        eq(roleAssignments.schoolId, actor.schoolId),
        eq(roleAssignments.personId, absent.id),
        eq(roleAssignments.role, input.coverRole),
        lte(roleAssignments.startsAt, endsAt),
        or(isNull(roleAssignments.endsAt), gt(roleAssignments.endsAt, actor.at)),
      ),
    );
  if (!held) throw check({ coverRole: "They do not hold this role" });
  const choices = await coverChoices(tx, actor, absent.id);
  const cover = choices.find((person) => person.id === input.coverId);
  if (!cover) throw check({ coverId: "Select who covers" });
  if (input.from < localDay(actor.at))
    throw check({ coverFrom: "The first day must be today or later" });
  if (input.until < input.from)
    throw check({ coverUntil: "The last day must be the first day or later" });
  const begins = localInstant(input.from, "00:00");
  await tx.insert(roleAssignments).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    personId: cover.id,
    role: input.coverRole,
    startsAt: max([begins, actor.at]),
    endsAt,
    coverFor: absent.id,
    assignedBy: actor.personId,
  });
  await appendLedger(tx, {
    role: used,
    action: "cover-arranged",
    object: { kind: "person", id: absent.id },
    reason: input.coverRole,
    values: { coverId: cover.id, from: input.from, until: input.until },
  });
  await tellOthers(tx, actor, cover.id);
  return { personId: absent.id };
}
