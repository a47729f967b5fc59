import { and, desc, eq, inArray } from "drizzle-orm";
import { caseReports, cases, involvements } from "@/db/schema/cases";
import { people } from "@/db/schema/people";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { notFound } from "@/lib/errors";
import { latestIn } from "./list-records";

export type Concern = {
  personId: string;
  name: string;
  cases: { id: string; reference: string; state: string; openedAt: Date; pattern: string | null }[];
};

/**
 * Low-level concerns by the adult they are about, whoever has most first (B6 row 19). A conduct
 * case counts while its latest assessment says low-level, or its report did and nobody assessed it.
 * Only cases the reader may see: one they are walled from neither shows nor counts.
 */
export async function listConcerns(tx: Tx, actor: Actor): Promise<Concern[]> {
  if (!mayAct(actor, "review-concerns")) throw notFound();
  const rows = await tx
    .selectDistinct({
      personId: involvements.personId,
      name: people.name,
      id: cases.id,
      reference: cases.reference,
      state: cases.state,
      openedAt: cases.openedAt,
    })
    .from(cases)
    .innerJoin(
      involvements,
      and(eq(involvements.schoolId, cases.schoolId), eq(involvements.caseId, cases.id)),
    )
    .innerJoin(
      people,
      and(eq(people.schoolId, involvements.schoolId), eq(people.id, involvements.personId)),
    )
    .where(
      and(
        eq(cases.schoolId, actor.schoolId),
        eq(cases.track, "T3"),
        eq(involvements.part, "named"),
      ),
    )
    .orderBy(desc(cases.openedAt))
    .limit(1000);
  const ids = [...new Set(rows.map((row) => row.id))];
  const assessed = await latestIn(tx, actor, ids, "T3");
  const patterns = await latestIn(tx, actor, ids, "pattern");
  const said = ids.length
    ? await tx
        .select({ caseId: caseReports.caseId })
        .from(caseReports)
        .innerJoin(
          reports,
          and(eq(reports.schoolId, caseReports.schoolId), eq(reports.id, caseReports.reportId)),
        )
        .where(
          and(
            eq(caseReports.schoolId, actor.schoolId),
            inArray(caseReports.caseId, ids),
            eq(reports.subtype, "low-level"),
          ),
        )
    : [];
  const low = (id: string) => {
    const assessment = assessed.get(id)?.assessment;
    return assessment ? assessment === "low-level" : said.some((row) => row.caseId === id);
  };
  const byPerson = new Map<string, Concern>();
  for (const { personId, name, ...found } of rows.filter((row) => low(row.id))) {
    const one = byPerson.get(personId) ?? { personId, name, cases: [] };
    const pattern = patterns.get(found.id)?.pattern;
    one.cases.push({ ...found, pattern: typeof pattern === "string" ? pattern : null });
    byPerson.set(personId, one);
  }
  return [...byPerson.values()].toSorted(
    (a, b) => b.cases.length - a.cases.length || a.name.localeCompare(b.name),
  );
}
