import { and, eq } from "drizzle-orm";
import { caseReports } from "@/db/schema/cases";
import { reports } from "@/db/schema/reports";
import type { Tx } from "@/db/scope";
import type { Actor } from "@/lib/access/types";
import { isSchoolDay } from "@/lib/clocks/compute-due";
import type { Calendar } from "@/lib/clocks/types";
import { formatDay } from "@/lib/dates";
import type { Rules } from "@/lib/policies/describe-rules";
import { readRules } from "@/lib/policies/read-rules";
import type { InForce } from "./list-records";
import type { Case } from "./queries";

type Hours = NonNullable<Rules["hours"]>;
const minutes = (time: string) => {
  const [hour = 0, minute = 0] = time.split(/[:.]/).map(Number);
  return hour * 60 + minute;
};

/**
 * Was it in the hours in which the policy bars private social media (S3-35)? What the report says,
 * for a person to confirm: lunch is no part of a rule that a clock can read.
 */
export function judgeHours(
  hours: Hours,
  event: { happenedOn: string | null; happenedTime: string | null },
  calendar: Calendar,
): { found: "in" | "out" | "unknown"; words: string } {
  const { happenedOn: day, happenedTime: time } = event;
  const rule = `${hours.from} to ${hours.to}`;
  if (day && !isSchoolDay(day, calendar))
    return { found: "out", words: `${formatDay(day)} was no school day` };
  if (!day || !time) return { found: "unknown", words: "The report does not say the time" };
  const inside = minutes(hours.from) <= minutes(time) && minutes(time) < minutes(hours.to);
  return inside
    ? { found: "in", words: `${time} is within ${rule}. Find out whether it was at lunch` }
    : { found: "out", words: `${time} is outside ${rule}` };
}

/** The sentence that asks for the test of hours where a policy has such a rule, until it is written. */
export async function askHours(
  tx: Tx,
  actor: Actor,
  found: Pick<Case, "id" | "track">,
  records: InForce,
): Promise<string | undefined> {
  if (found.track !== "T3" || records.of("hours")) return undefined;
  const { hours } = (await readRules(tx, actor)).applied;
  if (!hours) return undefined;
  const [about] = await tx
    .select({ id: reports.id })
    .from(caseReports)
    .innerJoin(
      reports,
      and(eq(reports.schoolId, caseReports.schoolId), eq(reports.id, caseReports.reportId)),
    )
    .where(
      and(
        eq(caseReports.schoolId, actor.schoolId),
        eq(caseReports.caseId, found.id),
        eq(reports.type, "APB"),
        eq(reports.subtype, "hours"),
      ),
    )
    .limit(1);
  return (
    about &&
    `The school's policy bars private social media from ${hours.from} to ${hours.to}. First write down, under Fair process, whether it was in those hours`
  );
}
