/** Units of B8. Minutes and calendar hours run day and night; the others stop with the calendar. */
export type ClockUnit =
  | "minutes"
  | "calendar-hours"
  | "calendar-days"
  | "working-days"
  | "school-hours"
  | "school-days";

/** What a school's clocks need to know. Days are local, "2026-11-21"; times "08:30". */
export type Calendar = {
  opensAt: string;
  closesAt: string;
  terms: readonly { startsOn: string; endsOn: string }[];
  insetDays: readonly string[];
  bankHolidays: readonly string[];
};

export type ClockRule = {
  kind: string;
  unit: ClockUnit;
  length: number;
  basis: string;
  mark: "V" | "V2" | "U" | "P";
};
