import { and, asc, eq, inArray, isNotNull, isNull, ne, or, sql } from "drizzle-orm";
import { evidence, evidenceReadings, schoolKeys } from "@/db/schema/evidence";
import { reports } from "@/db/schema/reports";
import { schools } from "@/db/schema/schools";
import { readings } from "@/db/schema/uploads";
import type { Tx } from "@/db/scope";
import type { Aim } from "@/lib/access/permissions";
import { inCircle, inEmergency } from "@/lib/access/queries";
import type { Actor, Track } from "@/lib/access/types";
import { namesOf } from "@/lib/people/queries";

const columns = {
  id: evidence.id,
  reportId: evidence.reportId,
  kind: evidence.kind,
  mediaType: evidence.mediaType,
  fileName: evidence.fileName,
  size: evidence.size,
  sha256: evidence.sha256,
  width: evidence.width,
  height: evidence.height,
  arrivedBy: evidence.arrivedBy,
  receivedAt: evidence.receivedAt,
  state: evidence.state,
  caption: evidence.caption,
  description: evidence.description,
  platform: evidence.platform,
  address: evidence.address,
  handle: evidence.handle,
  postedAt: evidence.postedAt,
  seenAt: evidence.seenAt,
  capturedAt: evidence.capturedAt,
  method: evidence.method,
  deviceOwner: evidence.deviceOwner,
  originalKept: evidence.originalKept,
  originalWhere: evidence.originalWhere,
  parentId: evidence.parentId,
  scan: evidence.scan,
  /** Null when there is nothing to read, or nobody may. */
  format: evidenceReadings.format,
  messages: evidenceReadings.messages,
  metadata: evidence.metadata,
  originalId: evidence.originalId,
};
const itsReading = and(
  eq(evidenceReadings.schoolId, evidence.schoolId),
  eq(evidenceReadings.evidenceId, evidence.id),
);
export type EvidenceItem = Awaited<ReturnType<typeof draftEvidence>>[number];

const order = [asc(evidence.receivedAt), asc(evidence.position), asc(evidence.id)] as const;

export async function draftEvidence(tx: Tx, actor: Actor, draftId: string) {
  return tx
    .select(columns)
    .from(evidence)
    .leftJoin(evidenceReadings, itsReading)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.draftId, draftId),
        eq(evidence.state, "staged"),
      ),
    )
    .orderBy(...order);
}

export async function reportsEvidence(tx: Tx, actor: Actor, reportIds: string[]) {
  if (reportIds.length === 0) return [];
  return tx
    .select(columns)
    .from(evidence)
    .leftJoin(evidenceReadings, itsReading)
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        inArray(evidence.reportId, reportIds),
        ne(evidence.state, "removed"),
      ),
    )
    .orderBy(...order);
}

/** How this actor stands to a report they can see, for the permission table. */
export async function reportAim(tx: Tx, actor: Actor, reportId: string): Promise<Aim> {
  const [row] = await tx
    .select({
      track: reports.track,
      restricted: reports.restricted,
      reporterId: reports.reporterId,
      inCircle: inCircle(actor, reports.id),
      emergency: inEmergency(actor, reports.id),
    })
    .from(reports)
    .where(and(eq(reports.schoolId, actor.schoolId), eq(reports.id, reportId)));
  if (!row) return {};
  return {
    track: row.track as Track,
    restricted: row.restricted,
    own: row.reporterId === actor.personId,
    inCircle: row.inCircle,
    emergency: row.emergency,
  };
}

export type Offer = { stamp: string | null; address: string | null; problem: string | null };

/** What was read on the pictures of a draft and not answered yet, by item. */
export async function draftOffers(
  tx: Tx,
  actor: Actor,
  draftId: string,
): Promise<Map<string, Offer>> {
  const rows = await tx
    .select({
      id: evidence.id,
      stamp: readings.stamp,
      address: readings.address,
      problem: readings.problem,
    })
    .from(readings)
    .innerJoin(
      evidence,
      and(eq(evidence.schoolId, readings.schoolId), eq(evidence.id, readings.evidenceId)),
    )
    .where(
      and(
        eq(evidence.schoolId, actor.schoolId),
        eq(evidence.draftId, draftId),
        eq(evidence.uploaderId, actor.personId),
        isNull(readings.answeredAt),
        or(isNotNull(readings.stamp), isNotNull(readings.address), isNotNull(readings.problem)),
      ),
    );
  return new Map(rows.map(({ id, ...offer }) => [id, offer]));
}

export type ReadingProblem = { problem: string; n: number; lastAt: Date };

/** For the administrator: pictures whose text could not be read. */
export async function readingProblems(tx: Tx): Promise<ReadingProblem[]> {
  const rows = (await tx.execute(
    sql`select problem, n, last_at from sec.reading_problems()`,
  )) as unknown as { problem: string; n: number; last_at: string }[];
  return rows.map((row) => ({ problem: row.problem, n: row.n, lastAt: new Date(row.last_at) }));
}

/** The largest sound or film this school takes, in megabytes. */
export async function longestRecording(tx: Tx, actor: Actor): Promise<number> {
  const [row] = await tx
    .select({ most: schools.largestRecording })
    .from(schools)
    .where(eq(schools.id, actor.schoolId));
  return row?.most ?? 0;
}

export type View = { by: string; at: Date; saved: boolean };

/** Who opened or saved each item, by its id, the latest first: for those who handle the report. */
export async function evidenceViews(
  tx: Tx,
  actor: Actor,
  reportIds: readonly string[],
): Promise<Map<string, View[]>> {
  const rows: { evidence_id: string; person_id: string; at: string; saved: boolean }[] = [];
  for (const id of reportIds) {
    const found = await tx.execute(sql`select evidence_id, person_id, at, saved
      from sec.evidence_views(${id}::uuid) order by at desc`);
    rows.push(...(found as unknown as typeof rows));
  }
  const names = await namesOf(
    tx,
    actor,
    rows.map((row) => row.person_id),
  );
  const views = new Map<string, View[]>();
  for (const row of rows) {
    const view = {
      by: names.get(row.person_id) ?? "Somebody",
      at: new Date(row.at),
      saved: row.saved,
    };
    views.set(row.evidence_id, [...(views.get(row.evidence_id) ?? []), view]);
  }
  return views;
}

type DamagedRow = {
  evidence_id: string;
  report_id: string | null;
  reference: string | null;
  found: string;
  since: string;
  storage_key: string | null;
  opens: boolean;
};
type NightRow = {
  night: string;
  ended_at: string | null;
  compared_at: string | null;
  strays: number;
  dropped: number;
  problem: string | null;
};
const dateOr = (said: string | null | undefined) => (said ? new Date(said) : null);

/** How the evidence is kept, for DSLs and administrators: what is damaged, and the last check. */
export async function evidenceHealth(tx: Tx) {
  const rows = async <T>(query: ReturnType<typeof sql>) =>
    (await tx.execute(query)) as unknown as T[];
  const damaged = await rows<DamagedRow>(sql`select * from sec.damaged_evidence()`);
  const nights = await rows<NightRow>(sql`select * from sec.evidence_nights()`);
  const [all] = await rows<{ items: string; bytes: string; oldest: string | null }>(
    sql`select * from sec.evidence_health()`,
  );
  const compared = nights.find((night) => night.compared_at);
  return {
    damaged: damaged.map((row) => ({
      id: row.evidence_id,
      reportId: row.opens ? row.report_id : null,
      reference: row.reference,
      found: row.found,
      since: new Date(row.since),
      place: row.storage_key ? `${row.storage_key.slice(0, 2)}/${row.storage_key}` : null,
    })),
    problem: nights[0]?.problem ?? null,
    endedAt: dateOr(nights.find((night) => night.ended_at)?.ended_at),
    comparedAt: dateOr(compared?.compared_at),
    strays: compared?.strays ?? 0,
    items: Number(all?.items ?? 0),
    bytes: Number(all?.bytes ?? 0),
    oldest: dateOr(all?.oldest),
  };
}

/** What is sealed with an item: what it came inside of, all that came inside, and every copy. */
export async function sealedWith(tx: Tx, id: string): Promise<string[]> {
  const rows = (await tx.execute(
    sql`select f as id from sec.sealed_with(${id}::uuid) f`,
  )) as unknown as { id: string }[];
  return rows.map((row) => row.id);
}

/** Is a case of this report held for an outside body, so that no file may join it (B13.10)? */
export async function onHold(tx: Tx, reportId: string): Promise<boolean> {
  const [row] = (await tx.execute(
    sql`select sec.on_hold(${reportId}::uuid) as held`,
  )) as unknown as { held: boolean }[];
  return row?.held === true;
}

/** One item with what it takes to open its bytes, for whoever may see its row; else undefined. */
export async function storedItem(tx: Tx, actor: Actor, id: string) {
  const [item] = await tx
    .select({
      id: evidence.id,
      storageKey: evidence.storageKey,
      size: evidence.size,
      sha256: evidence.sha256,
      header: evidence.header,
      wrapped: schoolKeys.wrapped,
      mediaType: evidence.mediaType,
      kind: evidence.kind,
      fileName: evidence.fileName,
      uploaderId: evidence.uploaderId,
      reportId: evidence.reportId,
      state: evidence.state,
      scan: evidence.scan,
    })
    .from(evidence)
    .leftJoin(
      schoolKeys,
      and(eq(schoolKeys.schoolId, evidence.schoolId), eq(schoolKeys.id, evidence.keyId)),
    )
    .where(and(eq(evidence.schoolId, actor.schoolId), eq(evidence.id, id)));
  return item;
}
