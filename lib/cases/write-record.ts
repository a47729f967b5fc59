import type { z } from "zod";
import { caseRecords } from "@/db/schema/fairness";
import type { Tx } from "@/db/scope";
import type { Actor, Role } from "@/lib/access/types";
import { check, conflict, postgresCode } from "@/lib/errors";
import { addEvent } from "./add-event";
import { caseForm, formsOf } from "./case-forms";
import { followBreach } from "./follow-breach";
import { followComplaint } from "./follow-complaint";
import { type Answers, describeAnswers, type Form, readAnswers } from "./form-parts";
import { recordsInForce } from "./list-records";
import { loadCase } from "./load-case";
import { casePeople } from "./queries";
import type { writeRecordSchema } from "./schema";

/** One version of an answered form, and its line in the timeline. A second one at once is refused. */
export async function keepRecord(
  tx: Tx,
  actor: Actor,
  kept: {
    caseId: string;
    kind: string;
    aboutId: string;
    /** The version that was read; 0 when there was none. */
    after: number;
    answers: Answers;
  },
): Promise<void> {
  const { after, ...record } = kept;
  try {
    await tx.transaction((inner) =>
      inner.insert(caseRecords).values({
        ...record,
        schoolId: actor.schoolId,
        id: crypto.randomUUID(),
        version: after + 1,
        byId: actor.personId,
        at: actor.at,
      }),
    );
  } catch (error) {
    if (postgresCode(error) !== "23505") throw error;
    throw conflict("Somebody wrote this down meanwhile. Read theirs, then save yours");
  }
}

export const inWords = (form: Form, answers: Answers, names?: ReadonlyMap<string, string>) =>
  describeAnswers(form, answers, names)
    .map(({ label, words }) => `${label}: ${words}`)
    .join("\n");

/**
 * Writes a form of a case: the next version, never a change of the last. Nobody inquires while a
 * hold is on (B13.10 of the domain specification); wishes and support go on.
 */
export async function writeRecord(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof writeRecordSchema>,
): Promise<{ caseId: string; kind: string }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const form = caseForm(input.kind);
  if (!formsOf(found.track).includes(input.kind))
    throw conflict("This form belongs to another kind of case");
  if (found.state === "external-hold" && !form.welfare)
    throw conflict("The case is on hold. Nothing is looked into until the release is written down");
  if (found.state === "closed") throw conflict("The case is closed. Reopen it first");
  const people = await casePeople(tx, actor, found.id);
  const about = people.find(
    (person) => person.personId === input.aboutId && form.parts?.includes(person.part),
  );
  if (form.about === "person" && !about) throw check({ aboutId: "Select whom it is about" });
  const answers = readAnswers(form, input, { now: actor.at });
  const aboutId = about?.personId ?? found.id;
  const last = (await recordsInForce(tx, actor, found.id)).of(input.kind, aboutId);
  if ((last?.version ?? 0) !== input.after)
    throw conflict("Somebody wrote this down meanwhile. Read theirs, then save yours");
  await keepRecord(tx, actor, {
    caseId: found.id,
    kind: input.kind,
    aboutId,
    after: input.after,
    answers,
  });
  if (input.kind === "T4") await followBreach(tx, actor, found.id, answers);
  if (input.kind === "complaint") await followComplaint(tx, actor, found.id, answers);
  await addEvent(tx, actor, {
    caseId: found.id,
    role: role as Role,
    kind: "fairness",
    action: `record-${input.kind.toLowerCase()}`,
    title: about ? `${form.title}: ${about.name}` : form.title,
    words: inWords(form, answers),
  });
  return { caseId: found.id, kind: input.kind };
}
