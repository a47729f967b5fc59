import { sql } from "drizzle-orm";
import type { z } from "zod";
import type { Tx } from "@/db/scope";
import { walledFrom } from "@/lib/access/queries";
import type { Actor } from "@/lib/access/types";
import { stopClocks } from "@/lib/clocks/start-clock";
import { check } from "@/lib/errors";
import { addInvolved, addReports } from "./add-reports";
import { keepLink, otherCase } from "./link-cases";
import { refreshDue, statutoryRunning } from "./list-clocks";
import { recordsInForce } from "./list-records";
import { changeCase } from "./load-case";
import { casePeople, caseReportList } from "./queries";
import { reseatCase } from "./reseat-case";
import type { mergeCaseSchema } from "./schema";

/**
 * Takes another case up into this one: its reports, people, walls and evidence. The other closes as
 * merged, keeps its own timeline and can be reopened. Whoever is walled from either stays walled
 * from both, before anything else is written.
 */
export async function mergeCase(tx: Tx, actor: Actor, input: z.output<typeof mergeCaseSchema>) {
  const { found, other, role } = await otherCase(tx, actor, input);
  const refuse = (sentence: string) => check({ reference: sentence });
  if (found.state === "closed") throw refuse("This case is closed. Reopen it first");
  if (!["active", "monitoring", "outcome"].includes(other.state))
    throw refuse(
      "The other case is on hold, being looked into or decided, or closed. That ends first",
    );
  if (found.restricted !== other.restricted || found.track !== other.track)
    throw refuse("The two are not of the same kind. Link them: each keeps its own wall");
  const [running] = await statutoryRunning(tx, actor, { caseId: other.id });
  if (running)
    throw refuse("A deadline from outside still runs in the other case. Settle it first");
  const complaint = (await recordsInForce(tx, actor, other.id)).of("complaint");
  if (complaint?.answers.outcome === "open")
    throw refuse("The other case is a complaint that is not answered yet. Link the two");
  const here = await caseReportList(tx, actor, found.id);
  const theirs = await caseReportList(tx, actor, other.id);
  await addReports(
    tx,
    actor,
    found.id,
    theirs.map(({ id }) => id).filter((id) => !here.some((one) => one.id === id)),
  );
  // There and back: what either side had reaches the reports of both, and so both cases.
  for (const id of [found.id, other.id, found.id])
    await tx.execute(sql`select sec.share_access(${id}::uuid)`);
  const people = await casePeople(tx, actor, found.id);
  const others = await casePeople(tx, actor, other.id);
  await addInvolved(
    tx,
    actor,
    found.id,
    others.filter(
      (person) =>
        !people.some((one) => one.personId === person.personId && one.part === person.part),
    ),
  );
  const seats = await reseatCase(tx, actor, found, await walledFrom(tx, found.id));
  await changeCase(
    tx,
    actor,
    { caseId: other.id, version: other.version },
    {
      state: "closed",
      outcome: "merged",
      closedAt: actor.at,
      closedBy: actor.personId,
      dueAt: null,
    },
  );
  await stopClocks(tx, actor, { caseId: other.id });
  await changeCase(tx, actor, input, {
    ownerId: seats.ownerId,
    severity: Math.max(found.severity, other.severity),
    evidenceCount: found.evidenceCount + other.evidenceCount,
    ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
  });
  await refreshDue(tx, actor, { caseId: found.id });
  await keepLink(tx, actor, {
    found,
    other,
    role,
    kind: "merged",
    titles: [`Case ${other.reference} was taken up here`, `Taken up into case ${found.reference}`],
    reason: [input.reason, ...seats.words].join("\n"),
  });
  return { caseId: found.id };
}
