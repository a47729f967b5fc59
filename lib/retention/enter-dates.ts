import type { z } from "zod";
import { personDates } from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { loadCase } from "@/lib/cases/load-case";
import { casePeople } from "@/lib/cases/queries";
import { localDay } from "@/lib/dates";
import { check, notFound } from "@/lib/errors";
import { enqueueJob } from "@/lib/jobs/enqueue-job";
import { appendLedger } from "@/lib/ledger/append-ledger";
import type { enterDatesSchema } from "./schema";

/** When somebody in a case was born, and left: what some periods count from. */
export async function enterDates(tx: Tx, actor: Actor, input: z.output<typeof enterDatesSchema>) {
  const { role } = await loadCase(tx, actor, input.caseId, "add-to-record");
  const people = await casePeople(tx, actor, input.caseId);
  if (!people.some((person) => person.personId === input.personId)) throw notFound();
  if (input.bornOn && input.bornOn > localDay(actor.at))
    throw check({ born: "The date of birth must be in the past" });
  const entered = {
    bornOn: input.bornOn,
    leftOn: input.leftOn,
    enteredAt: actor.at,
    enteredBy: actor.personId,
  };
  await tx
    .insert(personDates)
    .values({ schoolId: actor.schoolId, personId: input.personId, ...entered })
    .onConflictDoUpdate({ target: [personDates.schoolId, personDates.personId], set: entered });
  await appendLedger(tx, {
    role,
    action: "dates-entered",
    object: { kind: "person", id: input.personId },
    caseId: input.caseId,
    values: { bornOn: input.bornOn, leftOn: input.leftOn },
  });
  await enqueueJob(tx, "keeping-changed", {
    schoolId: actor.schoolId,
    rule: null,
    personId: input.personId,
  });
  return { caseId: input.caseId };
}
