import { randomInt } from "node:crypto";
import { addDays } from "date-fns/addDays";
import { addMonths } from "date-fns/addMonths";
import { format } from "date-fns/format";
import { parseISO } from "date-fns/parseISO";
import type { z } from "zod";
import { conflictDeclarations } from "@/db/schema/people";
import { registerEntries, registerEvents } from "@/db/schema/registers";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { formatDay, localDay } from "@/lib/dates";
import { check, conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { certainOf, peopleMeant } from "@/lib/people/queries";
import { chooseApprover } from "./choose-approver";
import { isFor, kindByCode } from "./read-kinds";
import type { enterRegisterSchema } from "./schema";
import { tellPerson } from "./tell-person";
import { firstState } from "./transitions";
import type { Kind } from "./types";

const letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const makeReference = (at: Date) =>
  `RG-${localDay(at).slice(2, 4)}-${Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("")}`;

/** The last day of something that begins on a day, as long as its kind lasts; null: it has none. */
export function lastDay(kind: Pick<Kind, "lasts" | "unit">, from: string): string | null {
  if (kind.lasts === null) return null;
  const add = kind.unit === "days" ? addDays : addMonths;
  return format(add(parseISO(from), kind.lasts), "yyyy-MM-dd");
}

/** What was typed against what the kind asks: a sentence for each field that is empty. */
function checkAnswers(kind: Kind, answers: Record<string, string>): Record<string, string> {
  const asked = [...kind.fields.map((field) => field.name), ...(kind.question ? ["more"] : [])];
  const kept: Record<string, string> = {};
  const missing: Record<string, string> = {};
  for (const name of asked) {
    const answer = answers[name] ?? "";
    const label = kind.fields.find((field) => field.name === name)?.label ?? kind.question;
    if (answer === "") missing[`a-${name}`] = `Answer: ${label}`;
    if (answer.length > 2000) missing[`a-${name}`] = "Use 2,000 characters or fewer";
    kept[name] = answer;
  }
  if (Object.keys(missing).length > 0) throw check(missing);
  return kept;
}

function checkDays(kind: Kind, today: string, from: string | null, until: string | null) {
  const startsOn = from ?? today;
  if (startsOn < today) throw check({ from: "The first day must be today or later" });
  const latest = lastDay(kind, startsOn);
  if (until !== null && until < startsOn)
    throw check({ until: "The last day must be the first day or later" });
  if (until !== null && latest !== null && until > latest)
    throw check({ until: `It can last until ${formatDay(latest)} at most` });
  return { startsOn, endsOn: until ?? latest };
}

/**
 * Asks for a permission, makes a declaration or records something, for oneself. It goes to the role
 * its kind names, never to oneself; a conflict keeps matters about the other person away at once.
 */
export async function enterRegister(
  tx: Tx,
  actor: Actor,
  input: z.output<typeof enterRegisterSchema> & { renews?: string },
): Promise<{ entryId: string }> {
  const kind = await kindByCode(tx, actor, input.kind);
  if (!isFor(kind, actor)) throw notFound();
  const answers = checkAnswers(kind, input.answers);
  const days = checkDays(kind, localDay(actor.at), input.from, input.until);
  const person = kind.fields.find((field) => field.type === "person");
  const aboutName = person ? (answers[person.name] ?? null) : null;
  const meant = aboutName ? certainOf(aboutName, await peopleMeant(tx, actor, aboutName)) : null;
  const about = meant === "several" ? null : meant;
  if (kind.conflict && (!about || !["staff", "governor"].includes(about.kind)))
    throw check({ "a-who": "Enter the full name of a colleague or governor of this school" });
  if (kind.conflict && about?.id === actor.personId)
    throw check({ "a-who": "Enter somebody other than yourself" });
  const to = await chooseApprover(tx, actor, kind, about?.id ?? null);
  const state = firstState(kind.register);
  if (state !== "recorded" && !to.deciderId)
    throw conflict("Nobody at school can answer this now. Tell your administrator");
  const entryId = crypto.randomUUID();
  const { [person?.name ?? ""]: _, ...rest } = answers;
  await tx.insert(registerEntries).values({
    schoolId: actor.schoolId,
    id: entryId,
    reference: makeReference(actor.at),
    kind: kind.code,
    register: kind.register,
    holderId: actor.personId,
    state,
    aboutName,
    aboutId: about?.id ?? null,
    answers: rest,
    ...days,
    askedAt: actor.at,
    ...to,
    clause: kind.clause,
    renews: input.renews ?? null,
  });
  await tx.insert(registerEvents).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    entryId,
    kind: input.renews ? "renewed" : state,
    at: actor.at,
    byId: actor.personId,
  });
  if (kind.conflict && about)
    await tx.insert(conflictDeclarations).values({
      schoolId: actor.schoolId,
      id: crypto.randomUUID(),
      personId: actor.personId,
      withPersonId: about.id,
      kind: "declared",
      declaredAt: actor.at,
    });
  await appendLedger(tx, {
    role: "reporter",
    action: `register-${state}`,
    object: { kind: "register", id: entryId },
    reason: kind.code,
    values: { aboutName, answers },
  });
  if (to.deciderId)
    await tellPerson(tx, actor, { entryId, personId: to.deciderId, kind: "register-asked" });
  return { entryId };
}
