import { and, desc, eq, or, sql } from "drizzle-orm";
import type { z } from "zod";
import { caseReports } from "@/db/schema/cases";
import { recusals } from "@/db/schema/conflicts";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import { letIn } from "@/lib/access/let-in";
import { type Aim, readAction, roleFor } from "@/lib/access/permissions";
import { walledFrom } from "@/lib/access/queries";
import { type Actor, holds, type Track } from "@/lib/access/types";
import { addEvent } from "@/lib/cases/add-event";
import { changeCase, changeTriage, waits } from "@/lib/cases/load-case";
import { aimOf, caseById, triageById } from "@/lib/cases/queries";
import { nextInLine, reseatCase } from "@/lib/cases/reseat-case";
import { handlers } from "@/lib/cases/transitions";
import { conflict, notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { notifyPerson } from "@/lib/notifications/notify-person";
import { reportById, reportPeople } from "@/lib/reports/queries";
import type { stepAsideSchema } from "./schema";

type Input = z.output<typeof stepAsideSchema>;
type Left = { reference: string; path: string; keptBy: string | null };

/** The role in which somebody reads it: whoever only wrote it, or reads in an emergency, has none. */
function roleIn(actor: Actor, track: string, aim: Aim) {
  const role = aim.emergency ? null : roleFor(actor, readAction(track as Track), aim);
  if (!role || role === "reporter") throw notFound();
  return role;
}

/** Passes on every seat of the case; `keptBy` is its owner, if that is somebody else. */
async function leaveCase(tx: Tx, actor: Actor, { matterId, kind }: Input): Promise<Left> {
  const found = await caseById(tx, actor, matterId);
  const role = roleIn(actor, found.track, aimOf(found));
  const walled = await walledFrom(tx, found.id);
  const seats = await reseatCase(tx, actor, found, new Set([...walled, actor.personId]));
  await changeCase(
    tx,
    actor,
    { caseId: found.id, version: found.version },
    {
      ownerId: seats.ownerId,
      ...(seats.withdrawn ? { state: "active", waitingOn: null } : {}),
    },
  );
  await addEvent(tx, actor, {
    caseId: found.id,
    role,
    kind: "person",
    action: "stepped-aside",
    title: `${actor.name} stepped aside`,
    words: seats.words.join("\n") || undefined,
    reason: kind,
  });
  return {
    reference: found.reference,
    path: `/cases/${found.id}/people`,
    keptBy: seats.ownerId === found.ownerId ? found.ownerId : null,
  };
}

/** The same of a report that waits for triage: also when nobody owns it yet, somebody does then. */
async function leaveReport(tx: Tx, actor: Actor, { matterId, kind }: Input): Promise<Left> {
  const found = await triageById(tx, actor, matterId);
  const role = roleIn(actor, found.track, aimOf(found));
  if (!waits(found)) throw conflict("This report was already triaged. Step aside from its case");
  const path = `/queue/${matterId}`;
  const mine = found.ownerId === null || found.ownerId === actor.personId;
  let { ownerId } = found;
  if (mine) {
    const { routeRow, reporterId } = await reportById(tx, actor, matterId);
    const involved = (await reportPeople(tx, actor, matterId)).map((one) => one.personId);
    const next = await nextInLine(
      tx,
      actor,
      { ...found, rows: [routeRow], involved: [...involved, reporterId] },
      new Set([...(await walledFrom(tx, matterId)), actor.personId]),
    );
    await letIn(tx, { ...found, id: matterId }, next, "owner");
    ownerId = next.personId;
    await notifyPerson(tx, actor, {
      personId: ownerId,
      matterId,
      kind: "report-yours",
      reference: found.reference,
      path,
    });
  }
  await changeTriage(tx, actor, { reportId: matterId, version: found.version }, { ownerId });
  await appendLedger(tx, {
    role,
    action: "stepped-aside",
    object: { kind: "report", id: matterId },
    reason: kind,
  });
  return { reference: found.reference, path, keptBy: mine ? null : ownerId };
}

/**
 * Somebody who reads a case, or a report that waits for triage, says that they should not handle it
 * (B5.1: whoever declared a conflict neither owns, views nor hears of it). Their seats pass on
 * first, the wall goes up last of all, in one transaction. Only its owner reads why.
 */
export async function stepAside(tx: Tx, actor: Actor, input: Input): Promise<{ handles: boolean }> {
  const { from, matterId } = input;
  const left = await (from === "case" ? leaveCase : leaveReport)(tx, actor, input);
  await tx.insert(recusals).values({
    schoolId: actor.schoolId,
    id: crypto.randomUUID(),
    [from === "case" ? "caseId" : "reportId"]: matterId,
    personId: actor.personId,
    kind: input.kind,
    words: input.reason,
    at: actor.at,
  });
  if (left.keptBy) {
    await notifyPerson(tx, actor, {
      personId: left.keptBy,
      matterId,
      kind: "handler-left",
      reference: left.reference,
      path: left.path,
    });
  }
  await tx.execute(
    sql`select sec.wall_off(${matterId}::uuid, array[${actor.personId}::uuid], 'recused', false)`,
  );
  return { handles: holds(actor, ...handlers) };
}

/** Who stepped aside from a case, its reports, or one report, and why: for its owner alone. */
export async function listRecusals(tx: Tx, actor: Actor, matterId: string) {
  return tx
    .select({
      id: recusals.id,
      name: people.name,
      kind: recusals.kind,
      words: recusals.words,
      at: recusals.at,
    })
    .from(recusals)
    .innerJoin(
      people,
      and(eq(people.schoolId, recusals.schoolId), eq(people.id, recusals.personId)),
    )
    .where(
      and(
        eq(recusals.schoolId, actor.schoolId),
        or(
          eq(recusals.caseId, matterId),
          eq(recusals.reportId, matterId),
          sql`${recusals.reportId} in (select cr.report_id from ${caseReports} cr
            where cr.school_id = ${actor.schoolId} and cr.case_id = ${matterId})`,
        ),
      ),
    )
    .orderBy(desc(recusals.at));
}
