import { and, asc, desc, eq, ne, sql } from "drizzle-orm";
import { caseReports } from "@/db/schema/cases";
import { disclosureItems, disclosures } from "@/db/schema/disclosures";
import { evidence } from "@/db/schema/evidence";
import { people } from "@/db/schema/people";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { canOpen } from "@/lib/evidence/labels";

export const itemNumber = (position: number) => String(position + 1).padStart(3, "0");

/** The items of a case in the order of their receipt, and why one may not leave at all. */
export async function listDisclosable(tx: Tx, actor: Actor, caseId: string) {
  const rows = await tx
    .select({
      id: evidence.id,
      reportId: evidence.reportId,
      kind: evidence.kind,
      mediaType: evidence.mediaType,
      fileName: evidence.fileName,
      caption: evidence.caption,
      size: evidence.size,
      sha256: evidence.sha256,
      state: evidence.state,
      receivedAt: evidence.receivedAt,
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
      arrivedBy: evidence.arrivedBy,
      uploaderId: evidence.uploaderId,
      originalId: evidence.originalId,
      scan: evidence.scan,
    })
    .from(caseReports)
    .innerJoin(
      evidence,
      and(
        eq(evidence.schoolId, caseReports.schoolId),
        eq(evidence.reportId, caseReports.reportId),
        ne(evidence.state, "removed"),
      ),
    )
    .where(and(eq(caseReports.schoolId, actor.schoolId), eq(caseReports.caseId, caseId)))
    .orderBy(asc(evidence.receivedAt), asc(evidence.id));
  return rows.map((row, position) => ({
    ...row,
    number: itemNumber(position),
    mustStay: row.state !== "attached" ? "sealed" : canOpen(row) ? null : "suspect",
  }));
}

const columns = {
  id: disclosures.id,
  caseId: disclosures.caseId,
  state: disclosures.state,
  purpose: disclosures.purpose,
  recipient: disclosures.recipient,
  organisation: disclosures.organisation,
  reference: disclosures.reference,
  basis: disclosures.basis,
  reason: disclosures.reason,
  chronology: disclosures.chronology,
  reporter: disclosures.reporter,
  lentUntil: disclosures.lentUntil,
  draftedAt: disclosures.draftedAt,
  draftedBy: disclosures.draftedBy,
  givenAt: disclosures.givenAt,
  givenBy: people.name,
  manifest: disclosures.manifest,
  encrypted: sql<boolean>`${disclosures.header} is not null`,
};
const giver = and(eq(people.schoolId, disclosures.schoolId), eq(people.id, disclosures.givenBy));

/** What was handed to whom of this case, the latest first. */
export async function listDisclosures(tx: Tx, actor: Actor, caseId: string) {
  const counted = (kind: string) => sql<number>`(select count(*)::int from ${disclosureItems} i
    where i.school_id = ${disclosures}.school_id and i.disclosure_id = ${disclosures}.id
    and (i.kind = 'left-out') = (${kind} = 'left-out'))`;
  return tx
    .select({ ...columns, included: counted("included"), leftOut: counted("left-out") })
    .from(disclosures)
    .leftJoin(people, giver)
    .where(
      and(
        eq(disclosures.schoolId, actor.schoolId),
        eq(disclosures.caseId, caseId),
        ne(disclosures.state, "dropped"),
      ),
    )
    .orderBy(desc(disclosures.draftedAt))
    .limit(100);
}

export async function disclosureById(tx: Tx, actor: Actor, id: string) {
  const [found] = await tx
    .select(columns)
    .from(disclosures)
    .leftJoin(people, giver)
    .where(and(eq(disclosures.schoolId, actor.schoolId), eq(disclosures.id, id)));
  if (!found) throw notFound();
  const choices = await tx
    .select({
      evidenceId: disclosureItems.evidenceId,
      position: disclosureItems.position,
      kind: disclosureItems.kind,
      reason: disclosureItems.reason,
    })
    .from(disclosureItems)
    .where(and(eq(disclosureItems.schoolId, actor.schoolId), eq(disclosureItems.disclosureId, id)))
    .orderBy(asc(disclosureItems.position));
  const items = new Map(
    (await listDisclosable(tx, actor, found.caseId)).map((item) => [item.id, item]),
  );
  return {
    ...found,
    items: choices.map((choice) => {
      const item = items.get(choice.evidenceId);
      if (!item) throw notFound();
      return {
        ...item,
        number: itemNumber(choice.position),
        chosen: choice.kind as "original" | "redacted" | "left-out",
        leftOut: choice.reason,
        /** Of a copy: what it was made of. */
        original: items.get(item.originalId ?? "")?.sha256 ?? null,
      };
    }),
  };
}
export type Disclosure = Awaited<ReturnType<typeof disclosureById>>;
