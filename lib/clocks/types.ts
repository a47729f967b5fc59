/** Units of B8. Minutes and the calendar units run day and night; the others stop with the calendar. */
export type ClockUnit =
  | "minutes"
  | "calendar-hours"
  | "calendar-days"
  | "calendar-months"
  | "working-days"
  | "school-hours"
  | "school-days";

/** A school's own dates and hours. Days are local, "2026-11-21"; times "08:30". */
export type SchoolTime = {
  nation: string;
  opensAt: string;
  closesAt: string;
  terms: readonly { startsOn: string; endsOn: string }[];
  insetDays: readonly string[];
};

/** What clocks need to know: the school's time and the bank holidays of its nation. */
export type Calendar = Omit<SchoolTime, "nation"> & { bankHolidays: readonly string[] };

export type ClockRule = {
  kind: string;
  unit: ClockUnit;
  length: number;
  /** The day of the event counts as the first: a statute that says "beginning with". */
  firstDayCounts?: boolean;
  basis: string;
  /** V checked, V2 from a second source, P our own figure, U not checked: ask locally. */
  mark: "V" | "V2" | "U" | "P";
};
