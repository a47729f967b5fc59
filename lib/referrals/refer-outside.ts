import { and, inArray, isNull, lt } from "drizzle-orm";
import type { z } from "zod";
import { clocks } from "@/db/schema/clocks";
import { outsideReferrals, outsideSteps } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { refusedPolice } from "@/lib/cases/check-guards";
import { clocksWithin, refreshDue } from "@/lib/cases/list-clocks";
import { recordsInForce } from "@/lib/cases/list-records";
import { loadCase } from "@/lib/cases/load-case";
import { settleRunning } from "@/lib/cases/settle-clock";
import { computeDue } from "@/lib/clocks/compute-due";
import { calendarOf } from "@/lib/clocks/find-holidays";
import { dueFor, startClock } from "@/lib/clocks/start-clock";
import { formatDateTime, localDay, localInstant } from "@/lib/dates";
import { check, conflict } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { basisWords, channelWords } from "./labels";
import { type Body, bodyOf } from "./list-bodies";
import type { referOutsideSchema } from "./schema";

type Input = z.output<typeof referOutsideSchema>;

/** Had the time of a duty that this meets passed when it was sent? */
async function isLate(tx: Tx, actor: Actor, caseId: string, body: Body, sentAt: Date) {
  const [late] = await tx
    .select({ id: clocks.id })
    .from(clocks)
    .where(
      and(
        clocksWithin(actor, { caseId }),
        inArray(clocks.kind, [...(body.settles ?? [])]),
        isNull(clocks.stoppedAt),
        lt(clocks.dueAt, sentAt),
      ),
    )
    .limit(1);
  return late !== undefined;
}

/**
 * Writes down that a case was referred to a body outside: what was sent, how, on what basis (B9).
 * It meets the deadlines that asked for it and starts the one that runs until they answer. The
 * product sends nothing itself.
 */
export async function referOutside(
  tx: Tx,
  actor: Actor,
  input: Input,
): Promise<{ caseId: string; outsideId: string }> {
  const { found, role } = await loadCase(tx, actor, input.caseId, "refer");
  if (["closed", "transferred", "disposed"].includes(found.state))
    throw conflict("This case is closed. Reopen it first");
  const body = bodyOf(input.body);
  const sentAt = localInstant(input.day, input.time);
  const errors: Record<string, string> = {};
  if (sentAt > actor.at) errors.sentOn = "The day and time must be now or earlier";
  if (input.chaseOn && input.chaseOn < localDay(actor.at))
    errors.chase = "The date must be today or later";
  if (input.address && (found.type === "IIC" || found.restricted))
    errors.address =
      "A picture may show a child. Leave the address in the report, and nowhere else";
  const records = await recordsInForce(tx, actor, found.id);
  const refused = input.body === "police" && refusedPolice(records);
  if (refused) errors.basis = refused;
  if (body.late && !input.delay && (await isLate(tx, actor, found.id, body, sentAt)))
    errors.delay = "Its time has passed. Enter the reasons for the delay";
  if (Object.keys(errors).length > 0) throw check(errors);
  const school = await schoolCalendar(tx, actor);
  const kind = body.reply ?? "outside-reply";
  const byBody = { unit: "school-days", length: body.days, startedAt: sentAt } as const;
  const byRule = body.reply ? dueFor(kind, sentAt, school) : computeDue(byBody, calendarOf(school));
  const chaseAt = input.chaseOn ? localInstant(input.chaseOn, "17:00") : byRule;
  const sent = input.delay ? `${input.sent}\nReasons for the delay: ${input.delay}` : input.sent;
  const outsideId = crypto.randomUUID();
  const clockId = crypto.randomUUID();
  // What the law counts is never moved by hand.
  await startClock(tx, actor, {
    id: clockId,
    kind,
    caseId: found.id,
    from: sentAt,
    ...(body.reply ? {} : { dueAt: chaseAt }),
    school,
  });
  await tx.insert(outsideReferrals).values({
    schoolId: actor.schoolId,
    id: outsideId,
    caseId: found.id,
    body: body.code,
    takedown: body.takedown ?? false,
    state: input.reference ? "received" : "sent",
    sentAt,
    channel: input.channel,
    toWhom: input.toWhom,
    sent,
    address: input.address || null,
    basis: input.basis,
    basisWords: input.basisWords,
    reference: input.reference || null,
    visible: body.takedown ? "yes" : null,
    chaseAt,
    clockId,
    recordedAt: actor.at,
    recordedBy: actor.personId,
  });
  const words = [
    `${channelWords[input.channel]}, ${formatDateTime(sentAt)}${input.toWhom ? `, to ${input.toWhom}` : ""}`,
    sent,
    `${basisWords[input.basis]}${input.basisWords ? `. ${input.basisWords}` : ""}`,
    ...(input.reference ? [`Reference ${input.reference}`] : []),
  ].join("\n");
  await tx.insert(outsideSteps).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    caseId: found.id,
    referralId: outsideId,
    action: "sent",
    words,
    at: actor.at,
    byId: actor.personId,
  });
  if (body.settles)
    await settleRunning(tx, actor, {
      caseId: found.id,
      kinds: body.settles,
      words: `Referred to ${body.name}, ${formatDateTime(sentAt)}${input.reference ? `, reference ${input.reference}` : ""}`,
    });
  await refreshDue(tx, actor, { caseId: found.id });
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "referral",
    action: "referred-outside",
    title: `Referred outside: ${body.name}`,
    words,
    reason: body.code,
  });
  return { caseId: found.id, outsideId };
}
