import { sql } from "drizzle-orm";
import type { z } from "zod";
import { involvements } from "@/db/schema/cases";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { check } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { peopleMeant, personById } from "@/lib/people/queries";
import { roleSees } from "@/lib/reports/plan-route";
import { chooseHandler } from "@/lib/schools/choose-handler";
import { roleHolders, schoolRoutes } from "@/lib/schools/queries";
import { addEvent } from "./add-event";
import { changeCase, loadCase } from "./load-case";
import type { Case } from "./queries";
import type { involvePersonSchema } from "./schema";

type Input = z.output<typeof involvePersonSchema>;

async function whoIs(tx: Tx, actor: Actor, input: Input): Promise<{ id: string; name: string }> {
  const picked = input.personId ? await personById(tx, actor, input.personId) : null;
  if (picked) return picked;
  if (!input.person) throw check({ person: "Enter who it is" });
  const found = await peopleMeant(tx, actor, input.person);
  const one = found.length === 1 ? found[0] : undefined;
  if (one) return one;
  if (found.length > 1)
    throw check({ person: "More than one person has this name. Choose one from the list" });
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

/** The next eligible person down the chain of the case's track, told in the same moment. */
async function nextOwner(tx: Tx, actor: Actor, found: Case, walled: ReadonlySet<string>) {
  const routes = await schoolRoutes(tx, actor);
  const route = routes.find((r) => r.track === found.track && !r.restricted) ?? routes[0];
  const { owner } = route
    ? chooseHandler(route, await roleHolders(tx, actor), walled)
    : { owner: null };
  if (!owner)
    throw check({ part: "Nobody could take the case over. Tell the chair of governors first" });
  return owner;
}

/**
 * Adds a person to a case. Somebody named is walled in this transaction: they lose sight, notices
 * and tasks, and if they owned the case the next eligible person takes over.
 */
export async function involvePerson(tx: Tx, actor: Actor, input: Input) {
  const { found, role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const person = await whoIs(tx, actor, input);
  if (input.part === "named" && person.id === actor.personId) {
    throw check({ person: "You cannot add yourself as named. Pass the case on first" });
  }
  await tx.insert(involvements).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: input.caseId,
    personId: person.id,
    part: input.part,
    addedAt: actor.at,
    addedBy: actor.personId,
  });
  let ownerId = found.ownerId;
  if (input.part === "named") {
    await tx.execute(
      sql`select sec.wall_off(${input.caseId}::uuid, array[${person.id}::uuid], 'named', false)`,
    );
    if (found.ownerId === person.id) {
      const rows = (await tx.execute(
        sql`select w as id from sec.walled_from(${input.caseId}::uuid) w`,
      )) as unknown as { id: string }[];
      const owner = await nextOwner(
        tx,
        actor,
        found,
        new Set([...rows.map((row) => row.id), person.id]),
      );
      ownerId = owner.personId;
      if (!roleSees(owner.role, found.track as never, found.restricted)) {
        await tx.execute(
          sql`select sec.let_in(${found.id}::uuid, ${ownerId}::uuid, 'owner', null)`,
        );
      }
      await notifyPerson(tx, actor, {
        personId: ownerId,
        matterId: found.id,
        kind: "case-yours",
        reference: found.reference,
        path: `/cases/${found.id}`,
      });
    }
  }
  await changeCase(tx, actor, input, { ownerId });
  await addEvent(tx, actor, {
    caseId: input.caseId,
    role,
    kind: "person",
    action: "person-involved",
    title: `${person.name} added as ${input.part}`,
    words:
      ownerId === found.ownerId
        ? undefined
        : "They owned the case: it passed to the next person in line.",
  });
  return { caseId: input.caseId };
}
