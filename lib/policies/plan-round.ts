import { addDays } from "date-fns/addDays";
import { format } from "date-fns/format";
import { parseISO } from "date-fns/parseISO";
import { computeDue } from "@/lib/clocks/compute-due";
import type { Calendar } from "@/lib/clocks/types";
import { localDay, localInstant } from "@/lib/dates";
import { roundOf } from "./describe-rules";

/** The last day to accept: so many school days after the day a round began. */
export function roundDue(beganOn: string, within: number | null, calendar: Calendar): string {
  const length = within ?? roundOf(null).within;
  const startedAt = localInstant(beganOn, "12:00");
  return localDay(
    computeDue({ unit: "school-days", length, firstDayCounts: false, startedAt }, calendar),
  );
}

export type RoundPlan = {
  dueOn: string;
  /** 0 as it begins, 1 from half its school days on, 2 from its last day on. */
  stage: 0 | 1 | 2;
  /** A week or more past its last day. */
  late: boolean;
};

/** How far a round has come today. A round of one school day has no half. */
export function planRound(
  beganOn: string,
  within: number | null,
  today: string,
  calendar: Calendar,
): RoundPlan {
  const length = within ?? roundOf(null).within;
  const dueOn = roundDue(beganOn, length, calendar);
  const halfOn = length > 1 ? roundDue(beganOn, Math.ceil(length / 2), calendar) : dueOn;
  const weekOn = format(addDays(parseISO(dueOn), 7), "yyyy-MM-dd");
  const stage = today >= dueOn ? 2 : today >= halfOn ? 1 : 0;
  return { dueOn, stage, late: today >= weekOn };
}
