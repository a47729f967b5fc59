import type { Role, Track } from "@/lib/access/types";

/** One row of the routing table (B6 of the domain specification) as one school runs it. */
export type Route = {
  row: number;
  about: RouteSubject;
  track: Track;
  /** In order: the first role with a holder who is not walled owns the report. */
  owners: readonly Role[];
  told: readonly Role[];
  /** Roles whose holders are walled because the report is about them. */
  walled: readonly Role[];
  /** Bodies outside, by signpost code; where to turn when every owner is walled. */
  external: readonly string[];
  restricted: boolean;
};

export const routeSubjects = [
  "staff-by-pupil",
  "staff-by-public",
  "staff-by-colleague",
  "headteacher-affected",
  "child",
  "adult-conduct",
  "headteacher",
  "headteacher-and-chair",
  "dsl",
  "dsl-and-headteacher",
  "deputy-dsl",
  "chair",
  "governor",
  "low-level-concern",
  "policy-breach",
  "image-of-child",
  "image-of-child-by-adult",
  "data-breach",
  "community",
  "admin",
  "handling",
] as const;
export type RouteSubject = (typeof routeSubjects)[number];

/** Whom the reporter says it is about; each answer but the last two walls the holders of a role. */
export const aboutAnswers = [
  "headteacher",
  "dsl",
  "deputy-dsl",
  "line-manager",
  "chair",
  "governor",
  "admin",
  "myself",
  "handling",
] as const;
export type AboutAnswer = (typeof aboutAnswers)[number];

export type Holder = { personId: string; role: Role };

/** What routing needs to know of a report, and nothing more. */
export type RouteFacts = {
  /** A code of B3, or UNS. */
  type: string;
  subtype?: string | null;
  affected: "me" | "colleague" | "pupil" | "parent" | "school" | "other" | "unknown";
  about: readonly AboutAnswer[];
  /** Roles held by the people named as responsible. */
  namedRoles: readonly Role[];
  /** Kinds of the people named as responsible: staff, governor, pupil, parent, unknown-account ... */
  namedKinds: readonly string[];
  /** Roles held by the people affected. */
  affectedRoles: readonly Role[];
  affectedKinds: readonly string[];
  textOnly: boolean;
};
