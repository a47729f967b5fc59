import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import { involvements } from "@/db/schema/cases";
import { evidence } from "@/db/schema/evidence";
import { people } from "@/db/schema/people";
import { accessPacks, accessRequests } from "@/db/schema/requests";
import type { Tx } from "@/db/scope";
import { roleFor } from "@/lib/access/permissions";
import type { Actor, Role } from "@/lib/access/types";
import { guardIdentity } from "@/lib/cases/guard-identity";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import { decidedItems, listKept } from "./list-kept";

export const pageSize = 25;
const columns = {
  id: accessRequests.id,
  personId: accessRequests.personId,
  name: people.name,
  askedBy: accessRequests.askedBy,
  checked: accessRequests.checked,
  receivedOn: accessRequests.receivedOn,
  dueAt: accessRequests.dueAt,
  extendedWhy: accessRequests.extendedWhy,
  endedAt: accessRequests.endedAt,
  endedWords: accessRequests.endedWords,
};
const withName = (tx: Tx) =>
  tx
    .select(columns)
    .from(accessRequests)
    .leftJoin(
      people,
      and(eq(people.schoolId, accessRequests.schoolId), eq(people.id, accessRequests.personId)),
    )
    .$dynamic();

/** Open requests by their day, or the ended ones, newest first. */
export async function listRequests(
  tx: Tx,
  actor: Actor,
  { ended, page }: { ended: boolean; page: number },
) {
  if (!roleFor(actor, "answer-requests")) throw notFound();
  const own = and(
    eq(accessRequests.schoolId, actor.schoolId),
    ended ? sql`${accessRequests.endedAt} is not null` : isNull(accessRequests.endedAt),
  );
  const rows = await withName(tx)
    .where(own)
    .orderBy(ended ? desc(accessRequests.endedAt) : asc(accessRequests.dueAt), accessRequests.id)
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { actor, rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** The request and the role in which this person answers it. */
export async function loadRequest(tx: Tx, actor: Actor, requestId: string) {
  const role = roleFor(actor, "answer-requests");
  const [found] = await withName(tx).where(
    and(eq(accessRequests.schoolId, actor.schoolId), eq(accessRequests.id, requestId)),
  );
  if (!role || role === "reporter" || !found) throw notFound();
  return { found, role: role as Role };
}

const ofReport = ["report", "addendum", "message", "evidence"];
const ofCase = (kind: string) => !ofReport.includes(kind);

/** A request with all that this handler may see for it, and what was said of each so far. */
export async function readRequest(tx: Tx, actor: Actor, requestId: string) {
  const { found, role } = await loadRequest(tx, actor, requestId);
  await appendLedger(tx, {
    role,
    action: "request-viewed",
    object: { kind: "request", id: requestId },
  });
  const kept = await listKept(tx, actor, found.personId);
  const decided = await decidedItems(tx, actor, requestId);
  const packs = await tx
    .select({
      id: accessPacks.id,
      givenTo: accessPacks.givenTo,
      how: accessPacks.how,
      givenAt: accessPacks.givenAt,
      givenBy: accessPacks.givenBy,
      sha256: accessPacks.sha256,
      log: accessPacks.log,
    })
    .from(accessPacks)
    .where(and(eq(accessPacks.schoolId, actor.schoolId), eq(accessPacks.requestId, requestId)))
    .orderBy(desc(accessPacks.givenAt))
    .limit(50);
  const names = await namesOf(
    tx,
    actor,
    packs.map((pack) => pack.givenBy),
  );
  const cases = new Set(kept.filter((one) => ofCase(one.kind)).map((one) => one.matterId));
  let guarded = false;
  for (const caseId of cases) guarded ||= await guardIdentity(tx, actor, caseId);
  return {
    actor,
    found,
    /** Must nobody learn outside who a teacher in it is? */
    guarded,
    kept: kept.map((thing) => ({ ...thing, decided: decided.get(thing.id) ?? null })),
    packs: packs.map((pack) => ({ ...pack, by: names.get(pack.givenBy) ?? "Somebody" })),
  };
}
export type ReadRequest = Awaited<ReturnType<typeof readRequest>>;

/** Redacted copies of a file, and the other people of its matter: whose names may have to go. */
export async function redactionsOf(
  tx: Tx,
  actor: Actor,
  thing: { id: string; matterId: string; named: string[] },
  personId: string,
) {
  const copies = await tx
    .select({ id: evidence.id, name: evidence.fileName, receivedAt: evidence.receivedAt })
    .from(evidence)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.originalId, thing.id),
        eq(evidence.state, "attached"),
      ),
    )
    .orderBy(desc(evidence.receivedAt));
  const others = await tx
    .selectDistinct({ name: people.name })
    .from(involvements)
    .innerJoin(
      people,
      and(eq(people.schoolId, involvements.schoolId), eq(people.id, involvements.personId)),
    )
    .where(
      and(
        eq(involvements.schoolId, actor.schoolId),
        sql`${thing.matterId}::uuid in (${involvements.caseId}, ${involvements.reportId})`,
        ne(involvements.personId, personId),
      ),
    )
    .limit(26);
  const [asking] = await tx
    .select({ name: people.name })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), eq(people.id, personId)));
  const names = new Set([...others.map((one) => one.name), ...thing.named]);
  return { copies, others: [...names].filter((name) => name !== asking?.name) };
}

/** Who somebody is, for the page on which their request is written down. */
export async function personAsked(tx: Tx, actor: Actor, personId: string) {
  if (!roleFor(actor, "answer-requests") || personId === actor.personId) throw notFound();
  const [found] = await tx
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.schoolId, actor.schoolId), eq(people.id, personId)));
  if (!found) throw notFound();
  return found;
}
