import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import { cases } from "@/db/schema/cases";
import {
  disposals,
  personDates,
  retentionHolds,
  retentionPeriods,
  retentionReviews,
} from "@/db/schema/retention";
import type { Tx } from "@/db/scope";
import { mayAct, roleFor } from "@/lib/access/permissions";
import type { Actor, Role } from "@/lib/access/types";
import { keepers } from "@/lib/cases/end-record";
import { casePeople } from "@/lib/cases/queries";
import { localDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { appendLedger } from "@/lib/ledger/append-ledger";
import { namesOf } from "@/lib/people/queries";
import type { ReviewTab } from "./labels";

export const pageSize = 50;

/** May whoever is asking say how long this record is kept? Never somebody who is in it. */
export async function keepable(tx: Tx, caseId: string): Promise<boolean> {
  const [row] = (await tx.execute(sql`select sec.keeps(${caseId}::uuid) as keeps`)) as unknown as {
    keeps: boolean;
  }[];
  return row?.keeps === true;
}

/**
 * In which roles somebody may give the second word, or turn the first one down: the keepers', the
 * DPO's first, or that in which they stand in for somebody who may not know of it.
 */
export async function agreesAs(tx: Tx, actor: Actor, caseId: string): Promise<Role[]> {
  const [row] = (await tx.execute(sql`select sec.keeps(${caseId}::uuid) as keeps,
    sec.stands_in_as(${caseId}::uuid) as stands_in`)) as unknown as {
    keeps: boolean;
    stands_in: Role | null;
  }[];
  return [
    ...keepers.filter((role) => row?.keeps && actor.roles.includes(role)),
    ...(row?.stands_in ? [row.stands_in] : []),
  ];
}

/** The role of the second person: not the first's, and one of the two the DPO's unless they stand in. */
export const secondRole = (roles: readonly Role[], first: string) =>
  roles.find(
    (role) => role !== first && (role === "dpo" || first === "dpo" || !keepers.includes(role)),
  );

const reviewColumns = {
  caseId: retentionReviews.caseId,
  reference: retentionReviews.reference,
  track: retentionReviews.track,
  closedOn: retentionReviews.closedOn,
  rule: retentionReviews.rule,
  years: retentionReviews.years,
  fromOn: retentionReviews.fromOn,
  assumed: retentionReviews.assumed,
  dueOn: retentionReviews.dueOn,
  state: retentionReviews.state,
};

/** One page of one tab, by day: read along the index retention_reviews_by_day. */
export function reviewsQuery(
  tx: Tx,
  actor: Actor,
  { tab, page }: { tab: Exclude<ReviewTab, "ended">; page: number },
) {
  const today = localDay(actor.at);
  const state = tab === "proposed" || tab === "held" ? tab : "waiting";
  const days = {
    due: sql`${retentionReviews.dueOn} <= ${today}`,
    later: sql`${retentionReviews.dueOn} > ${today}`,
    open: sql`${retentionReviews.dueOn} is null`,
    proposed: undefined,
    held: undefined,
  }[tab];
  return tx
    .select(reviewColumns)
    .from(retentionReviews)
    .where(
      and(eq(retentionReviews.schoolId, actor.schoolId), eq(retentionReviews.state, state), days),
    )
    .orderBy(asc(retentionReviews.dueOn), asc(retentionReviews.caseId))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
}

export async function listReviews(
  tx: Tx,
  actor: Actor,
  input: { tab: Exclude<ReviewTab, "ended">; page: number },
) {
  if (!mayAct(actor, "agree-disposals")) throw notFound();
  const rows = await reviewsQuery(tx, actor, input);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** Certificates of what was disposed of, the newest first. */
export async function listDisposed(tx: Tx, actor: Actor, page: number) {
  if (!mayAct(actor, "agree-disposals")) throw notFound();
  const rows = await tx
    .select({
      id: disposals.id,
      caseId: disposals.caseId,
      reference: disposals.reference,
      track: disposals.track,
      rule: disposals.rule,
      disposedAt: disposals.disposedAt,
    })
    .from(disposals)
    .where(and(eq(disposals.schoolId, actor.schoolId), sql`${disposals.disposedAt} is not null`))
    .orderBy(desc(disposals.disposedAt), asc(disposals.id))
    .limit(pageSize + 1)
    .offset((page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

async function findReview(tx: Tx, actor: Actor, caseId: string) {
  const [row] = await tx
    .select(reviewColumns)
    .from(retentionReviews)
    .where(and(eq(retentionReviews.schoolId, actor.schoolId), eq(retentionReviews.caseId, caseId)));
  return row;
}

export async function reviewById(tx: Tx, actor: Actor, caseId: string) {
  const row = await findReview(tx, actor, caseId);
  if (!row) throw notFound();
  return row;
}

/** What the certificate says: numbers, hashes and who, and never whom it was about. */
export async function certificateOf(tx: Tx, actor: Actor, caseId: string) {
  const rows = await tx
    .select({
      id: disposals.id,
      caseId: disposals.caseId,
      reference: disposals.reference,
      track: disposals.track,
      openedOn: disposals.openedOn,
      closedOn: disposals.closedOn,
      rule: disposals.rule,
      years: disposals.years,
      dueOn: disposals.dueOn,
      proposedBy: disposals.proposedBy,
      proposedAs: disposals.proposedAs,
      proposedAt: disposals.proposedAt,
      approvedBy: disposals.approvedBy,
      approvedAs: disposals.approvedAs,
      approvedAt: disposals.approvedAt,
      disposedAt: disposals.disposedAt,
      removed: disposals.removed,
      bytesGoneAt: disposals.bytesGoneAt,
    })
    .from(disposals)
    .where(
      and(
        eq(disposals.schoolId, actor.schoolId),
        eq(disposals.caseId, caseId),
        sql`${disposals.refusedAt} is null`,
      ),
    );
  const row = rows[0];
  if (!row) return null;
  const names = await namesOf(tx, actor, [row.proposedBy, row.approvedBy ?? row.proposedBy]);
  const name = (id: string | null) => (id ? (names.get(id) ?? "Somebody") : "");
  return { ...row, proposer: name(row.proposedBy), approver: name(row.approvedBy) };
}
export type Certificate = NonNullable<Awaited<ReturnType<typeof certificateOf>>>;

/** The people of a case and their days, for whoever reads the case; nobody for who does not. */
async function peopleIn(tx: Tx, actor: Actor, caseId: string) {
  const [seen] = await tx
    .select({ id: cases.id })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.id, caseId)));
  if (!seen) return null;
  const people = (await casePeople(tx, actor, caseId)).filter((one) => one.part !== "reporter");
  const ids = people.map((one) => one.personId);
  const dates = ids.length
    ? await tx
        .select({
          personId: personDates.personId,
          bornOn: personDates.bornOn,
          leftOn: personDates.leftOn,
        })
        .from(personDates)
        .where(and(eq(personDates.schoolId, actor.schoolId), inArray(personDates.personId, ids)))
    : [];
  const of = new Map(dates.map((one) => [one.personId, one]));
  return [...new Map(people.map((one) => [one.personId, one])).values()].map((one) => ({
    personId: one.personId,
    name: one.name,
    bornOn: of.get(one.personId)?.bornOn ?? null,
    leftOn: of.get(one.personId)?.leftOn ?? null,
  }));
}

/** One record for the page on which it is kept or ended. That it was looked at is in the ledger. */
export async function readReview(tx: Tx, actor: Actor, caseId: string) {
  const role = roleFor(actor, "agree-disposals");
  if (!role) throw notFound();
  // First: between the two the worker may end it, and whatever is gone here is certified there.
  const review = await findReview(tx, actor, caseId);
  const certificate = await certificateOf(tx, actor, caseId);
  await appendLedger(tx, {
    role,
    action: "retention-viewed",
    object: { kind: "case", id: caseId },
    caseId,
  });
  if (certificate?.disposedAt) return { actor, certificate, review: null };
  if (!review) throw notFound();
  const holds = await tx
    .select({
      id: retentionHolds.id,
      kind: retentionHolds.kind,
      reason: retentionHolds.reason,
      reviewOn: retentionHolds.reviewOn,
      placedAt: retentionHolds.placedAt,
      placedBy: retentionHolds.placedBy,
      releasedAt: retentionHolds.releasedAt,
      releasedWords: retentionHolds.releasedWords,
    })
    .from(retentionHolds)
    .where(and(eq(retentionHolds.schoolId, actor.schoolId), eq(retentionHolds.caseId, caseId)))
    .orderBy(desc(retentionHolds.placedAt));
  const names = await namesOf(
    tx,
    actor,
    holds.map((hold) => hold.placedBy),
  );
  const [stops] = (await tx.execute(sql`select sec.held(${caseId}::uuid) as held,
    sec.agreeable(${caseId}::uuid) as agreeable`)) as unknown as {
    held: string[];
    agreeable: boolean;
  }[];
  const [size] = (await tx.execute(
    sql`select * from sec.record_size(${caseId}::uuid)`,
  )) as unknown as { reports: number; shared: number; evidence: number; entries: number }[];
  return {
    actor,
    certificate,
    review,
    /** Somebody who is in the case reads its day, and decides nothing about it. */
    keeps: await keepable(tx, caseId),
    agreesAs: await agreesAs(tx, actor, caseId),
    holds: holds.map((hold) => ({ ...hold, by: names.get(hold.placedBy) ?? "Somebody" })),
    held: stops?.held ?? [],
    /** Is there anybody who could give the second word? */
    agreeable: stops?.agreeable === true,
    size: size ?? { reports: 0, shared: 0, evidence: 0, entries: 0 },
    people: await peopleIn(tx, actor, caseId),
  };
}

/** The school's own periods, the latest of each rule. */
export async function listPeriods(tx: Tx, actor: Actor) {
  if (!mayAct(actor, "keep-records")) throw notFound();
  const rows = await tx
    .selectDistinctOn([retentionPeriods.rule], {
      rule: retentionPeriods.rule,
      version: retentionPeriods.version,
      years: retentionPeriods.years,
      reason: retentionPeriods.reason,
      changedAt: retentionPeriods.changedAt,
    })
    .from(retentionPeriods)
    .where(eq(retentionPeriods.schoolId, actor.schoolId))
    .orderBy(retentionPeriods.rule, desc(retentionPeriods.version));
  return new Map(rows.map((row) => [row.rule, row]));
}
