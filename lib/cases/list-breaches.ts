import { and, asc, desc, eq, inArray, isNull } from "drizzle-orm";
import { cases } from "@/db/schema/cases";
import { clocks } from "@/db/schema/clocks";
import { outsideReferrals } from "@/db/schema/outside";
import type { Tx } from "@/db/scope";
import { mayAct } from "@/lib/access/permissions";
import type { Actor } from "@/lib/access/types";
import { dueFor } from "@/lib/clocks/start-clock";
import { writeRows } from "@/lib/csv";
import { formatDateTime, formatDay, localDay } from "@/lib/dates";
import { notFound } from "@/lib/errors";
import { schoolCalendar } from "@/lib/schools/queries";
import { dataKinds, dataPeople, riskOf, toldAnswers } from "./breach-form";
import { momentOf } from "./form-parts";
import { statusWords } from "./labels";
import { clocksWithin } from "./list-clocks";
import { latestIn } from "./list-records";

const pageSize = 25;
const most = 5000;

const chosen = (words: Record<string, string>, value: string | string[] | undefined) =>
  [value ?? []]
    .flat()
    .map((one) => words[one] ?? one)
    .join(", ");

/** The cases of breaches that this person sees, as rows of words without a word of anybody's. */
async function breachRows(tx: Tx, actor: Actor, at: { limit: number; offset: number }) {
  if (!mayAct(actor, "read-breaches")) throw notFound();
  const found = await tx
    .select({
      id: cases.id,
      reference: cases.reference,
      state: cases.state,
      openedAt: cases.openedAt,
    })
    .from(cases)
    .where(and(eq(cases.schoolId, actor.schoolId), eq(cases.track, "T4")))
    .orderBy(desc(cases.openedAt), asc(cases.id))
    .limit(at.limit)
    .offset(at.offset);
  const ids = found.map((row) => row.id);
  if (ids.length === 0) return [];
  const records = await latestIn(tx, actor, ids, "T4");
  const told = await tx
    .select({
      caseId: outsideReferrals.caseId,
      body: outsideReferrals.body,
      at: outsideReferrals.sentAt,
    })
    .from(outsideReferrals)
    .where(
      and(
        eq(outsideReferrals.schoolId, actor.schoolId),
        inArray(outsideReferrals.caseId, ids),
        inArray(outsideReferrals.body, ["ico", "council-data", "trust-data"]),
      ),
    )
    .orderBy(desc(outsideReferrals.sentAt));
  const school = await schoolCalendar(tx, actor);
  const firstTold = (caseId: string, bodies: string[]) =>
    told.findLast((row) => row.caseId === caseId && bodies.includes(row.body))?.at;
  return found.map((row) => {
    const record = records.get(row.id);
    const aware = record?.aware ? momentOf(record, "aware") : null;
    const due = aware ? dueFor("ico", aware, school) : null;
    const ico = firstTold(row.id, ["ico"]);
    const team = firstTold(row.id, ["council-data", "trust-data"]);
    const overdue = due !== null && actor.at > due;
    return {
      ...row,
      status: statusWords(row.state),
      happened: record?.happened ? formatDay(String(record.happened)) : "",
      aware: aware ? formatDateTime(aware) : "",
      data: chosen(dataKinds, record?.data),
      whose: chosen(dataPeople, record?.whose),
      people: record?.people === undefined ? "" : String(record.people),
      risk: chosen(riskOf, record?.risk),
      ico: ico
        ? `Told ${formatDateTime(ico)}${due && ico > due ? ", after the 72 hours" : ""}`
        : record?.ico === "no"
          ? "Not told, with reasons in the case"
          : `${record?.ico === "yes" ? "To be told" : "Not decided"}${overdue ? ", and the 72 hours are over" : ""}`,
      late: ico ? due !== null && ico > due : overdue && record?.ico !== "no",
      told: record?.told ? chosen(toldAnswers, record.told) : "Not decided yet",
      team: team ? `Told ${formatDateTime(team)}` : "",
    };
  });
}

/** The breach log (UK GDPR article 33(5)), the latest first: each reader sees the cases they see. */
export async function listBreaches(tx: Tx, actor: Actor, page: number) {
  const offset = (page - 1) * pageSize;
  const rows = await breachRows(tx, actor, { limit: pageSize + 1, offset });
  return { rows: rows.slice(0, pageSize), more: rows.length > pageSize };
}

/** The same for a spreadsheet. What was written in words may name a child, and stays in the case. */
export async function exportBreaches(tx: Tx, actor: Actor): Promise<string> {
  const rows = await breachRows(tx, actor, { limit: most, offset: 0 });
  return writeRows([
    [
      "Case",
      "Opened",
      "Status",
      "Happened",
      "School aware",
      "Information",
      "Whose",
      "People, about",
      "Risk",
      "ICO",
      "People concerned",
      "Council or trust",
    ],
    ...rows.map((row) => [
      row.reference,
      localDay(row.openedAt),
      row.status,
      row.happened,
      row.aware,
      row.data,
      row.whose,
      row.people,
      row.risk,
      row.ico,
      row.told,
      row.team,
    ]),
  ]);
}

/** What is still to be done about one breach, for its page: whom the school told of it, and when. */
export async function breachDuties(tx: Tx, actor: Actor, caseId: string) {
  const referred = await tx
    .select({
      id: outsideReferrals.id,
      body: outsideReferrals.body,
      at: outsideReferrals.sentAt,
      reference: outsideReferrals.reference,
    })
    .from(outsideReferrals)
    .where(and(eq(outsideReferrals.schoolId, actor.schoolId), eq(outsideReferrals.caseId, caseId)))
    .orderBy(asc(outsideReferrals.sentAt));
  const [clock] = await tx
    .select({ dueAt: clocks.dueAt })
    .from(clocks)
    .where(and(clocksWithin(actor, { caseId }), eq(clocks.kind, "ico"), isNull(clocks.stoppedAt)))
    .orderBy(asc(clocks.dueAt))
    .limit(1);
  return { dueAt: clock?.dueAt ?? null, referred };
}
