import { and, inArray, isNull } from "drizzle-orm";
import { clocks } from "@/db/schema/clocks";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { startClock } from "@/lib/clocks/start-clock";
import { formatDay, localInstant } from "@/lib/dates";
import { schoolCalendar } from "@/lib/schools/queries";
import { complaintOutcomes, complaintStages } from "./complaint-form";
import type { Answers } from "./form-parts";
import { clocksWithin, refreshDue } from "./list-clocks";
import { settleRunning } from "./settle-clock";

const kinds = [
  "complaint-informal",
  "complaint-formal",
  "complaint-panel",
  "data-complaint",
  "data-complaint-outcome",
];

/** Which deadlines a complaint has, as its latest version stands (B8: data protection has its own). */
function wanted(answers: Answers): string[] {
  if (answers.outcome !== "open") return [];
  if (answers.subject !== "data") return [`complaint-${answers.stage}`];
  return [...(answers.acknowledged ? [] : ["data-complaint"]), "data-complaint-outcome"];
}

/** Lets the clocks of a complaint follow its record: each stage has its own, and an answer ends all. */
export async function followComplaint(
  tx: Tx,
  actor: Actor,
  caseId: string,
  answers: Answers,
): Promise<void> {
  const running = await tx
    .select({ kind: clocks.kind, startedAt: clocks.startedAt })
    .from(clocks)
    .where(
      and(clocksWithin(actor, { caseId }), inArray(clocks.kind, kinds), isNull(clocks.stoppedAt)),
    );
  const want = wanted(answers);
  const from = localInstant(String(answers.received), "00:00");
  const right = (clock: { kind: string; startedAt: Date }) =>
    want.includes(clock.kind) && clock.startedAt.getTime() === from.getTime();
  const ended = running.filter((clock) => !right(clock)).map((clock) => clock.kind);
  const answer = complaintOutcomes[answers.outcome as keyof typeof complaintOutcomes];
  if (ended.length > 0)
    await settleRunning(tx, actor, {
      caseId,
      kinds: ended,
      words:
        answers.outcome !== "open"
          ? `Answered: ${answer}`
          : answers.acknowledged && ended.includes("data-complaint")
            ? `They were told that it came, ${formatDay(String(answers.acknowledged))}`
            : `Counted from ${formatDay(String(answers.received))}, ${complaintStages[answers.stage as keyof typeof complaintStages]}`,
    });
  const school = await schoolCalendar(tx, actor);
  for (const kind of want)
    if (!running.some((clock) => clock.kind === kind && right(clock)))
      await startClock(tx, actor, { kind, caseId, from, school });
  await refreshDue(tx, actor, { caseId });
}
