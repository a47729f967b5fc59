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

/** A route with what stands behind it, and the recipients a school added of its own. */
export type SourcedRoute = Route & {
  source: string;
  asOf: string;
  mark: string;
  added: readonly Role[];
};

export const routeSubjects = [
  "staff-by-pupil",
  "staff-by-public",
  "staff-by-colleague",
  "headteacher-affected",
  "child",
  "child-wish",
  "wish-overridden",
  "adult-conduct",
  "headteacher",
  "headteacher-and-chair",
  "dsl",
  "dsl-and-headteacher",
  "deputy-dsl",
  "chair",
  "governor",
  "trust-lead",
  "agency-staff",
  "volunteer",
  "low-level-concern",
  "policy-breach",
  "image-of-child",
  "image-of-child-by-adult",
  "unsuitable-material",
  "radicalisation",
  "data-breach",
  "cyber-attack",
  "pupil-behaviour",
  "community",
  "child-by-parent",
  "adult-at-risk",
  "historic",
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
  "trust-lead",
  "admin",
  "myself",
  "handling",
] as const;
export type AboutAnswer = (typeof aboutAnswers)[number];

/** `coverFor`: whom they stand in for. */
export type Holder = { personId: string; role: Role; coverFor?: string | null };

/** What routing needs to know of a report, and nothing more. */
export type RouteFacts = {
  /** A code of B3, or UNS. */
  type: string;
  subtype?: string | null;
  affected:
    | "me"
    | "colleague"
    | "pupil"
    | "adult-at-risk"
    | "parent"
    | "school"
    | "other"
    | "unknown";
  about: readonly AboutAnswer[];
  /** Roles held by the people named as responsible. */
  namedRoles: readonly Role[];
  /** Kinds of the people named as responsible: staff, governor, pupil, parent, unknown-account ... */
  namedKinds: readonly string[];
  /** How those of them who work with the school are engaged: employee, supply, volunteer ... */
  namedEngagements: readonly string[];
  /** One of them has left the school. */
  namedLeft: boolean;
  /** Roles held by the people affected. */
  affectedRoles: readonly Role[];
  affectedKinds: readonly string[];
  textOnly: boolean;
  /** Whoever was hurt does not want the police (S0-43). */
  againstPolice: boolean;
};
