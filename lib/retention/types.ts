import type { Mark } from "@/lib/clocks/types";

/** What a period counts from: a date of birth, a day of leaving, the allegation, the close, a visit. */
export type Trigger = "birth" | "leaving" | "allegation" | "closing" | "visit";

/** One row of B10 of the domain specification as data. What follows is always a review by a person. */
export type RetentionRule = {
  code: string;
  record: string;
  years: number;
  from: Trigger;
  /** The shortest a school may choose: what guidance sets. None: the school decides. */
  leastYears?: number;
  /** Not before the normal pension age of the adult it is about. */
  orPensionAge?: boolean;
  /** Reviewed and never disposed of. */
  preserve?: boolean;
  authority: string;
  source: string;
  mark: Mark;
  check?: string;
  note?: string;
};

/** What the record says of a closed case, without a name. Days are local: "2026-11-21". */
export type CaseFacts = {
  track: string;
  /** Types of concern (B3) of the case and its reports. */
  types: readonly string[];
  openedOn: string;
  closedOn: string;
  /** What was established about each adult named, in the words of KCSIE. */
  findings: readonly string[];
  lowLevel: boolean;
  /** Pupils in it, and adults it is about; a day is null when nobody entered it. */
  children: readonly PersonDays[];
  adults: readonly PersonDays[];
};
export type PersonDays = { bornOn: string | null; leftOn: string | null };
