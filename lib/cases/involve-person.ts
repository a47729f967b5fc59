import { sql } from "drizzle-orm";
import type { z } from "zod";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { tiedTo, walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { formatDateTime } from "@/lib/dates";
import { check } from "@/lib/errors";
import { certainOf, peopleMeant, personById } from "@/lib/people/queries";
import { addEvent } from "./add-event";
import { addInvolved } from "./add-reports";
import { changeCase, loadCase } from "./load-case";
import { reseatCase } from "./reseat-case";
import type { involvePersonSchema } from "./schema";

type Input = z.output<typeof involvePersonSchema>;

async function whoIs(tx: Tx, actor: Actor, input: Input): Promise<{ id: string; name: string }> {
  const picked = input.personId ? await personById(tx, actor, input.personId) : null;
  if (picked) return picked;
  if (!input.person) throw check({ person: "Enter who it is" });
  const found = await peopleMeant(tx, actor, input.person);
  const one = certainOf(input.person, found);
  if (one === "several") {
    throw check({ person: "More than one person has this name. Choose one from the list" });
  }
  if (one) return one;
  const id = crypto.randomUUID();
  await tx.insert(people).values({
    schoolId: actor.schoolId,
    id,
    kind: "outsider",
    name: input.person,
    createdAt: actor.at,
  });
  return { id, name: input.person };
}

/** Who has to be kept out because this person comes in: a named one, and whoever is tied to them. */
async function toWall(tx: Tx, personId: string, part: Input["part"]): Promise<Set<string>> {
  return new Set([...(await tiedTo(tx, [personId])), ...(part === "named" ? [personId] : [])]);
}

/** What somebody who is shut out had seen until now, in words: it cannot be unseen. */
async function pastAccess(tx: Tx, caseId: string, personId: string): Promise<string | null> {
  const [row] = (await tx.execute(
    sql`select views, last_at from sec.past_access(${caseId}::uuid, ${personId}::uuid)`,
  )) as unknown as { views: number; last_at: string | null }[];
  if (!row?.last_at) return null;
  const times = row.views === 1 ? "once" : `${row.views} times`;
  return `Before this they had opened it or its evidence ${times}, last on ${formatDateTime(new Date(row.last_at))}.`;
}

const wallOff = (tx: Tx, caseId: string, ids: string[], reason: string) =>
  tx.execute(sql`select sec.wall_off(${caseId}::uuid,
    array[${sql.join(
      ids.map((id) => sql`${id}::uuid`),
      sql`, `,
    )}], ${reason}, false)`);

/**
 * Adds a person to a case. Somebody named, and anybody with a declared conflict with the person
 * added, is walled in this transaction (B5.1): they lose sight, notices and tasks, and the next
 * eligible person takes their seat. `left` says that this shut out the one who is acting.
 */
export async function involvePerson(
  tx: Tx,
  actor: Actor,
  input: Input,
): Promise<{ caseId: string; left: boolean }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const person = await whoIs(tx, actor, input);
  if (input.part === "named" && person.id === actor.personId) {
    throw check({ person: "You cannot add yourself as named. Pass the case on first" });
  }
  await addInvolved(tx, actor, input.caseId, [{ personId: person.id, part: input.part }]);
  const walls = await toWall(tx, person.id, input.part);
  const seen = walls.has(person.id) ? await pastAccess(tx, input.caseId, person.id) : null;
  const others = [...walls].filter((id) => id !== actor.personId);
  if (others.length > 0)
    await wallOff(tx, input.caseId, others, input.part === "named" ? "named" : "conflict");
  const seats = await reseatCase(
    tx,
    actor,
    found,
    new Set([...(await walledFrom(tx, input.caseId)), ...walls]),
  );
  await changeCase(tx, actor, input, {
    ownerId: seats.ownerId,
    ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
  });
  const words = [...(seen ? [seen] : []), ...seats.words].join("\n");
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "person",
    action: "person-involved",
    title: `${person.name} added as ${input.part}`,
    words: words || undefined,
  });
  // Last of all, for after it nothing more can be written: the actor's own tie shuts them out too.
  const left = walls.has(actor.personId);
  if (left) await wallOff(tx, input.caseId, [actor.personId], "conflict");
  return { caseId: input.caseId, left };
}
