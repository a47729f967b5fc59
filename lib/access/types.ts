/** Roles a person can hold at a school, from one day to another. */
export const roles = [
  "staff",
  "line-manager",
  "dsl",
  "deputy-dsl",
  "headteacher",
  "chair",
  "vice-chair",
  "governor",
  "dpo",
  "trust-lead",
  "trust-chair",
  "admin",
] as const;
export type Role = (typeof roles)[number];

/** T1 staff as target, T2 child, T3 adult conduct, T4 data and security, T5 community, T6 declarations. */
export const tracks = ["T1", "T2", "T3", "T4", "T5", "T6"] as const;
export type Track = (typeof tracks)[number];

/**
 * Who is asking, proved from the session in the database at the start of this transaction.
 * Minted only by db/scope; `at` is the instant they are acting, the only clock a verb may read.
 */
export type Actor = {
  readonly personId: string;
  readonly accountId: string;
  readonly schoolId: string;
  readonly schoolName: string;
  readonly name: string;
  readonly email: string;
  /** Roles in force: without a second factor only those that read nobody else's report. */
  readonly roles: readonly Role[];
  /** Roles assigned, whether or not the second factor was shown. */
  readonly heldRoles: readonly Role[];
  readonly tracks: readonly Track[];
  readonly secondFactor: boolean;
  readonly lineManagerId: string | null;
  readonly idleExpiresAt: Date;
  readonly absoluteExpiresAt: Date;
  readonly at: Date;
};

export const holds = (actor: Actor, ...wanted: Role[]) =>
  wanted.some((role) => actor.roles.includes(role));

/** Seconds to the end of a session; `last` when nothing can put that off. */
export type TimeLeft = { left: number; warnIn: number; last: boolean };

/** The page warns two minutes before the end (WCAG 2.2.1 asks for twenty seconds at least). */
export function timeLeft(actor: Actor): TimeLeft {
  const [idle, limit] = [+actor.idleExpiresAt - +actor.at, +actor.absoluteExpiresAt - +actor.at];
  const left = Math.max(0, Math.floor(Math.min(idle, limit) / 1000));
  return { left, warnIn: Math.max(0, left - 120), last: limit <= idle };
}

/** What a form shows after a failed post: sentences by field, and everything that was typed. */
export type FormState = {
  status: "idle" | "error";
  errors: Record<string, string>;
  formError?: string;
  values: Record<string, string | string[]>;
};
