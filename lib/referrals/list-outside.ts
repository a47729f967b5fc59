import { and, asc, desc, eq, inArray, lt, ne, type SQL } from "drizzle-orm";
import { cases } from "@/db/schema/cases";
import { bodyContacts, outsideReferrals, outsideSteps } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { namesOf } from "@/lib/people/queries";
import type { OutsideView } from "./labels";
import { openStates } from "./transitions";

const pageSize = 25;
const columns = {
  id: outsideReferrals.id,
  caseId: outsideReferrals.caseId,
  body: outsideReferrals.body,
  takedown: outsideReferrals.takedown,
  state: outsideReferrals.state,
  sentAt: outsideReferrals.sentAt,
  channel: outsideReferrals.channel,
  toWhom: outsideReferrals.toWhom,
  sent: outsideReferrals.sent,
  address: outsideReferrals.address,
  basis: outsideReferrals.basis,
  basisWords: outsideReferrals.basisWords,
  reference: outsideReferrals.reference,
  reply: outsideReferrals.reply,
  visible: outsideReferrals.visible,
  chaseAt: outsideReferrals.chaseAt,
  clockId: outsideReferrals.clockId,
  recordedBy: outsideReferrals.recordedBy,
  version: outsideReferrals.version,
};

/** Every referral of a case to a body outside, the newest first. */
export async function caseOutside(tx: Tx, actor: Actor, caseId: string) {
  const rows = await tx
    .select(columns)
    .from(outsideReferrals)
    .where(and(eq(outsideReferrals.schoolId, actor.schoolId), eq(outsideReferrals.caseId, caseId)))
    .orderBy(desc(outsideReferrals.sentAt), asc(outsideReferrals.id))
    .limit(200);
  const names = await namesOf(
    tx,
    actor,
    rows.map((row) => row.recordedBy),
  );
  return rows.map((row) => ({ ...row, by: names.get(row.recordedBy) ?? "Somebody" }));
}
export type OutsideRow = Awaited<ReturnType<typeof caseOutside>>[number];

/** One of them with all that happened to it. */
export async function outsideById(tx: Tx, actor: Actor, at: { caseId: string; outsideId: string }) {
  const [row] = await tx
    .select(columns)
    .from(outsideReferrals)
    .where(
      and(
        eq(outsideReferrals.schoolId, actor.schoolId),
        eq(outsideReferrals.caseId, at.caseId),
        eq(outsideReferrals.id, at.outsideId),
      ),
    );
  if (!row) throw notFound();
  const steps = await tx
    .select({
      id: outsideSteps.id,
      action: outsideSteps.action,
      words: outsideSteps.words,
      at: outsideSteps.at,
      byId: outsideSteps.byId,
    })
    .from(outsideSteps)
    .where(and(eq(outsideSteps.schoolId, actor.schoolId), eq(outsideSteps.referralId, row.id)))
    .orderBy(desc(outsideSteps.at))
    .limit(200);
  const names = await namesOf(tx, actor, [row.recordedBy, ...steps.map((step) => step.byId)]);
  const by = (id: string) => names.get(id) ?? "Somebody";
  return {
    ...row,
    by: by(row.recordedBy),
    steps: steps.map((step) => ({ ...step, by: by(step.byId) })),
  };
}

const shown = (actor: Actor, show: string): SQL | undefined => {
  const { state, chaseAt, takedown } = outsideReferrals;
  if (show === "ended") return eq(state, "ended");
  if (show === "answered") return eq(state, "answered");
  // Not ended is what the index by date holds.
  const open = and(ne(state, "ended"), inArray(state, [...openStates]));
  if (show === "late") return and(open, lt(chaseAt, actor.at));
  if (show === "takedown") return and(ne(state, "ended"), eq(takedown, true));
  return open;
};

/** All referrals outside of the cases this person sees, what is to be asked about soonest first. */
export async function listOutside(tx: Tx, actor: Actor, view: OutsideView) {
  const rows = await tx
    .select({ ...columns, case: cases.reference })
    .from(outsideReferrals)
    .innerJoin(
      cases,
      and(eq(cases.schoolId, outsideReferrals.schoolId), eq(cases.id, outsideReferrals.caseId)),
    )
    .where(
      and(
        eq(outsideReferrals.schoolId, actor.schoolId),
        shown(actor, view.show),
        view.body ? eq(outsideReferrals.body, view.body) : undefined,
      ),
    )
    .orderBy(asc(outsideReferrals.chaseAt), asc(outsideReferrals.id))
    .limit(pageSize + 1)
    .offset((view.page - 1) * pageSize);
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** The school's own contacts, by body. */
export async function localContacts(tx: Tx, actor: Actor): Promise<Map<string, string>> {
  const rows = await tx
    .select({ body: bodyContacts.body, contact: bodyContacts.contact })
    .from(bodyContacts)
    .where(eq(bodyContacts.schoolId, actor.schoolId));
  return new Map(rows.map((row) => [row.body, row.contact]));
}
