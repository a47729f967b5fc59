/** Units of B8. Minutes and the calendar units run day and night; the others stop with the calendar. */
export type ClockUnit =
  /** No time at all: due in the moment it starts. */
  | "at-once"
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
  /** Which reading of a time the school goes by, by kind of clock; none: the national one. */
  readings?: Readonly<Record<string, string>>;
};

/** What clocks need to know: the school's time and the bank holidays of its nation. */
export type Calendar = Omit<SchoolTime, "nation" | "readings"> & {
  bankHolidays: readonly string[];
};

/** V checked, V2 from a second source, P our own figure, U not checked: ask locally. */
export type Mark = "V" | "V2" | "U" | "P";

/**
 * Statutory: set from outside, by law, guidance or local procedure; it is never closed over.
 * Target: the school's own. Information: a date to know of, of which nobody is reminded.
 */
export type Force = "statutory" | "target" | "information";

/** Why a clock may stand still. Most may not, whoever is away. */
export type PauseReason = "answer" | "outside" | "clarification";

export type Reading = { code: string; label: string; unit: ClockUnit; length: number };

/** One clock of B8 as data. */
export type ClockRule = {
  kind: string;
  label: string;
  /** The event it starts with, and who has to act. */
  from: string;
  who: string;
  unit: ClockUnit;
  length: number;
  /** The day of the event counts as the first: a statute that says "beginning with". */
  firstDayCounts?: boolean;
  /** The time in the words of its source, where the unit cannot say it. */
  says: string;
  basis: string;
  source: string;
  mark: Mark;
  /** Of the length alone, when the duty was checked and its time is ours. */
  timeMark?: Mark;
  /** What was not checked and must be asked locally. */
  check?: string;
  force: Force;
  pauses?: readonly PauseReason[];
  /** An event in a case may set it off: whoever handles the case starts it. */
  inCase?: boolean;
  /** Other lengths that a school may use because authorities differ. */
  readings?: readonly Reading[];
};

export type Stage = "half" | "most" | "due" | "overdue";
