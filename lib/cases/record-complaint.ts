import { and, eq, sql } from "drizzle-orm";
import { z } from "zod";
import { cases, involvements } from "@/db/schema/cases";
import { caseLinks } from "@/db/schema/fairness";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import { roleFor } from "@/lib/access/permissions";
import { tiedTo } from "@/lib/access/queries";
import type { Actor, Role } from "@/lib/access/types";
import { check, conflict, notFound } from "@/lib/errors";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { certainOf, peopleMeant, personById } from "@/lib/people/queries";
import { takeReference } from "@/lib/reports/take-reference";
import { roleHolders } from "@/lib/schools/queries";
import type { Holder } from "@/lib/schools/types";
import { addEvent } from "./add-event";
import { complaintForm } from "./complaint-form";
import { followComplaint } from "./follow-complaint";
import { readAnswers } from "./form-parts";
import { complaintType } from "./labels";
import { inWords, keepRecord } from "./write-record";

export const recordComplaintSchema = z.looseObject({
  who: z.string().trim().max(120).default(""),
  whoId: z.string().default(""),
  against: z.string().trim().max(120).default(""),
  againstId: z.string().default(""),
  reference: z
    .string()
    .trim()
    .max(40)
    .default("")
    .transform((value) => value.toUpperCase()),
});

const owners: readonly Role[] = ["headteacher", "chair", "vice-chair", "trust-lead", "trust-chair"];

/** Somebody of the school's lists, or nobody when the name is none of theirs. */
async function onLists(tx: Tx, actor: Actor, field: string, name: string, id: string) {
  const picked = z.uuid().safeParse(id).success ? await personById(tx, actor, id) : null;
  if (picked || !name) return picked;
  const one = certainOf(name, await peopleMeant(tx, actor, name));
  if (one === "several")
    throw check({ [field]: "More than one person has this name. Choose one from the list" });
  return one;
}

/**
 * The case it is about, if this person sees it, and whom the complaint is kept from: whoever may not
 * know of the case; where it is about the handling, everybody who had a part in that, be it only
 * until they stepped aside. The database has the list, and refuses the same people as judges.
 */
async function caseMeant(tx: Tx, actor: Actor, reference: string, subject: unknown) {
  if (!reference) return null;
  const parts =
    (await tx.execute(sql`select c.id, h.person_id as "personId", h.kept_out as "keptOut"
    from ${cases} c, sec.had_part(c.id) h
    where c.school_id = ${actor.schoolId} and c.reference = ${reference}`)) as unknown as {
      id: string;
      personId: string;
      keptOut: boolean;
    }[];
  const id = parts[0]?.id;
  if (!id) throw check({ reference: "There is no case with this reference that you can see" });
  const judged = ["handling", "decision"].includes(String(subject));
  const kept = parts.filter((part) => part.keptOut || judged).map((part) => part.personId);
  return { id, kept };
}

/** Who answers it: down the line of row 28 of B6, data protection its officer; nobody behind the wall. */
async function chooseOwner(tx: Tx, actor: Actor, data: boolean, walled: ReadonlySet<string>) {
  const holders = await roleHolders(tx, actor);
  const chain = data ? (["dpo", ...owners] as const) : owners;
  const owner: Holder | undefined = chain.flatMap((role) =>
    holders.filter((holder) => holder.role === role && !walled.has(holder.personId)),
  )[0];
  if (!owner)
    throw conflict("Nobody at the school could take this complaint. Ask the local authority");
  return owner;
}

/**
 * Takes down a complaint as a case of its own (T5), answered by somebody who has no part in it.
 * Whoever it is about, whoever had a part in the case it is about (B6 row 33), whoever complains,
 * and everybody tied to them by a declared conflict are walled before anybody is told:
 * the one who takes it down last, when they are one of these. `stays`: they still see it.
 */
export async function recordComplaint(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof recordComplaintSchema>,
): Promise<{ caseId: string; stays: boolean }> {
  const role = roleFor(actor, "record-complaint");
  if (!role) throw notFound();
  const answers = readAnswers(complaintForm, { ...input, outcome: "open" }, { now: actor.at });
  const who = await onLists(tx, actor, "who", input.who, input.whoId);
  const against = await onLists(tx, actor, "against", input.against, input.againstId);
  if (input.against && !against)
    throw check({ against: "Nobody on the school's lists has this name. Leave it out, or choose" });
  const about = await caseMeant(tx, actor, input.reference, answers.subject);
  const near = [against?.id, who?.id, ...(about?.kept ?? [])].filter((id) => id !== undefined);
  const kept = new Set([...near, ...(await tiedTo(tx, near))]);
  const caseId = crypto.randomUUID();
  const owner = await chooseOwner(tx, actor, answers.subject === "data", kept);
  const reference = await takeReference(tx, actor.at, (inner, free) =>
    inner.insert(cases).values({
      schoolId: actor.schoolId,
      id: caseId,
      reference: free,
      type: complaintType,
      track: "T5",
      restricted: false,
      state: "active",
      severity: 1,
      ownerId: owner.personId,
      openedAt: actor.at,
      openedBy: actor.personId,
    }),
  );
  // Until it is written; who keeps seeing it is decided below.
  await tx.execute(
    sql`select sec.let_in(${caseId}::uuid, ${actor.personId}::uuid, 'handler', null)`,
  );
  const others = [...kept].filter((id) => id !== actor.personId);
  for (const id of others)
    await tx.execute(
      sql`select sec.wall_off(${caseId}::uuid, array[${id}::uuid], ${id === against?.id ? "named" : "conflict"}, false)`,
    );
  await letIn(tx, { id: caseId, track: "T5", restricted: false }, owner, "owner");
  if (against)
    await tx.insert(involvements).values({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      caseId,
      personId: against.id,
      part: "named",
      addedAt: actor.at,
      addedBy: actor.personId,
    });
  await keepRecord(tx, actor, { caseId, kind: "complaint", aboutId: caseId, after: 0, answers });
  await followComplaint(tx, actor, caseId, answers);
  // In no timeline but its own: the other case's handlers may be whom it is about.
  if (about)
    await tx.insert(caseLinks).values({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      caseId,
      otherId: about.id,
      kind: "linked",
      reason: "The complaint is about this case",
      linkedAt: actor.at,
      linkedBy: actor.personId,
    });
  if (owner.personId !== actor.personId)
    await notifyPerson(tx, actor, {
      personId: owner.personId,
      matterId: caseId,
      kind: "case-yours",
      reference,
      path: `/cases/${caseId}`,
    });
  await addEvent(tx, actor, {
    caseId,
    role,
    kind: "opened",
    action: "complaint-recorded",
    title: "Complaint taken down",
    words: inWords(complaintForm, answers),
  });
  await tx.execute(
    kept.has(actor.personId)
      ? sql`select sec.wall_off(${caseId}::uuid, array[${actor.personId}::uuid], 'conflict', false)`
      : sql`select sec.let_out(${caseId}::uuid, ${actor.personId}::uuid, 'handler')`,
  );
  const [stays] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.id, caseId)));
  return { caseId, stays: stays !== undefined };
}
