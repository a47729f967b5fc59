import type { Actor, Role, Track } from "./types";

/**
 * B12 of the domain specification as one table: what each role may do, and how far. It is the
 * second wall; row-level security (db/rls) is written by hand and tested against it cell by cell.
 */
export type Reach =
  | "no"
  /** What one wrote or uploaded oneself. */
  | "own"
  /** Matters one has been let in to (A and C of B12): a live circle entry; to lead, as owner. */
  | "circle"
  /** The one case whose appeal one hears, until it is heard. */
  | "panel"
  /** Every matter of these tracks at one's school, and those one has been let in to likewise. */
  | { school: readonly Track[] }
  /** Suppressed numbers, never a matter. */
  | "aggregate"
  | "yes";

/**
 * Columns of the table. Everybody signed in is a reporter; the vice-chair stands in for the chair,
 * the chair of trustees in the trust lead's column.
 */
const columns = [
  "reporter",
  "line-manager",
  "dsl",
  "deputy-dsl",
  "headteacher",
  "chair",
  "governor",
  "dpo",
  "trust-lead",
  "admin",
] as const;
export type Column = (typeof columns)[number];

type Row = Record<Column, Reach>;

const all = (reach: Reach) => Object.fromEntries(columns.map((column) => [column, reach])) as Row;
const row = (cells: Partial<Row>): Row => ({ ...all("no"), ...cells });
const school = (...tracks: Track[]): Reach => ({ school: tracks });

/** Reading a track: whoever has been let in, and those whose track it is at their school. */
const reading = (cells: Partial<Row>): Row =>
  row({
    reporter: "own",
    "line-manager": "circle",
    dsl: "circle",
    "deputy-dsl": "circle",
    headteacher: "circle",
    chair: "circle",
    governor: "panel",
    dpo: "circle",
    "trust-lead": "circle",
    ...cells,
  });

const handles = row({
  dsl: "yes",
  "deputy-dsl": "yes",
  headteacher: "yes",
  chair: "yes",
  dpo: "yes",
  "trust-lead": "yes",
});

/** A deputy's "cover" cells are held through a DSL assignment with an end, so they read "no" here. */
export const permissions = {
  "create-report": all("yes"),
  "see-own-report": all("own"),
  triage: row({
    dsl: school("T1", "T2"),
    "deputy-dsl": school("T2"),
    headteacher: school("T1", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  "read-T1": reading({ dsl: school("T1"), headteacher: school("T1") }),
  "read-T2": reading({
    dsl: school("T2"),
    "deputy-dsl": school("T2"),
    headteacher: school("T2"),
  }),
  "read-T3": reading({ headteacher: school("T3") }),
  "read-T4": reading({ dpo: school("T4") }),
  "read-T5": reading({ headteacher: school("T5") }),
  "read-T6": reading({ headteacher: school("T6") }),
  "view-evidence": row({
    reporter: "own",
    "line-manager": "circle",
    dsl: school("T1", "T2"),
    "deputy-dsl": school("T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    governor: "panel",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  "add-to-record": row({
    reporter: "own",
    "line-manager": "circle",
    dsl: school("T1", "T2"),
    "deputy-dsl": school("T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  /** Copies for others, with names and faces taken out. */
  "redact-evidence": row({
    dsl: school("T1", "T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  /** On the police's instruction, two people of two roles (B13.9). */
  "destroy-evidence": row({
    dsl: school("T1", "T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  "change-original": all("no"),
  "lock-investigation": row({
    dsl: school("T1", "T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    "trust-lead": "circle",
  }),
  "decide-outcome": row({
    dsl: school("T2"),
    headteacher: school("T1", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  refer: row({
    dsl: school("T1", "T2"),
    "deputy-dsl": school("T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  /** To hand a case to somebody outside. A deputy does so while they stand in for the DSL. */
  disclose: row({
    dsl: school("T1", "T2"),
    headteacher: school("T1", "T2", "T3", "T5", "T6"),
    chair: "circle",
    dpo: school("T4"),
    "trust-lead": "circle",
  }),
  /** Write and publish. A trust lead (M) does so at each school through their own account there. */
  "administer-policies": row({
    dsl: "yes",
    "deputy-dsl": "yes",
    headteacher: "yes",
    dpo: "yes",
    "trust-lead": "yes",
  }),
  "publish-policy": row({
    dsl: "yes",
    "deputy-dsl": "yes",
    headteacher: "yes",
    dpo: "yes",
    "trust-lead": "yes",
    admin: "yes",
  }),
  "sign-policy": row({ chair: "yes" }),
  "read-snapshots": row({
    dsl: "yes",
    headteacher: "yes",
    chair: "aggregate",
    governor: "aggregate",
    dpo: "yes",
    "trust-lead": "aggregate",
  }),
  "freeze-snapshot": row({ dsl: "yes", headteacher: "yes", chair: "yes" }),
  /** Entries of others, as each kind and the database say; the chair those of the headteacher. */
  "read-registers": row({ dsl: "yes", headteacher: "yes", chair: "yes" }),
  "set-registers": row({ dsl: "yes", headteacher: "yes" }),
  /** The log of low-level concerns: each reader sees the cases they may see, and no more. */
  "review-concerns": row({ dsl: "yes", headteacher: "yes" }),
  /** The log of data breaches, likewise of the cases they see. */
  "read-breaches": row({ dsl: "yes", headteacher: "yes", dpo: "yes" }),
  /** To take down a complaint, and the register of those whose case one sees. */
  "record-complaint": handles,
  /** A child's protection file to the next school: the DSL, or whoever stands in for them (B7, B8). */
  "transfer-files": row({ dsl: "yes" }),
  "read-transfers": row({ dsl: "yes", "deputy-dsl": "yes", headteacher: "yes" }),
  /** To read a case outside one's circle for some minutes, with a reason, while others are told. */
  "break-glass": row({ dsl: "yes", headteacher: "yes", dpo: "yes" }),
  /** All that one may see of a person. Only whoever handles every matter of two entries merges them. */
  "see-person": handles,
  /** One's own ways of looking at the queue; the DSL's for everybody who works with it. */
  "save-views": handles,
  "share-views": row({ dsl: "yes" }),
  "merge-people": handles,
  "administer-people": row({ admin: "yes" }),
  "read-people": row({ headteacher: "yes", dpo: "yes", admin: "yes" }),
  "read-outbox": row({ admin: "yes" }),
  "read-evidence-checks": row({ dsl: "yes", admin: "yes" }),
  /** The ledger's head, keys, stamps and what the nightly check found: never an entry. */
  "read-ledger": row({ dsl: "yes", headteacher: "yes", chair: "yes", dpo: "yes", admin: "yes" }),
  /** Whose browser remembers the ledger's head: whoever handles matters. */
  "remember-head": handles,
  "try-routes": row({ dsl: "yes", "deputy-dsl": "yes", headteacher: "yes", admin: "yes" }),
  "change-routes": row({ headteacher: "yes", admin: "yes" }),
  "open-door": row({ dsl: "yes", headteacher: "yes" }),
  /** How long records are kept, and their end: two people, one of them the DPO (B12). */
  "keep-records": row({ dsl: "yes", headteacher: "yes", dpo: "yes" }),
  /** The second word of two; in the place of whoever may not know of it, the next in line. */
  "agree-disposals": { ...handles, "deputy-dsl": "no" },
  /** To answer somebody who asks for what is kept about them: each handler of what they may see. */
  "answer-requests": row({ dsl: "yes", headteacher: "yes", dpo: "yes" }),
  "set-clocks": row({ dsl: "yes", headteacher: "yes", dpo: "yes" }),
  /** Whom the school reaches at bodies outside. */
  "set-contacts": row({ dsl: "yes", "deputy-dsl": "yes", headteacher: "yes", dpo: "yes" }),
  /** The school's own words of its letters. */
  "set-letters": row({ dsl: "yes", headteacher: "yes" }),
  "follow-deadlines": handles,
} as const satisfies Record<string, Row>;

export type Action = keyof typeof permissions;

/** Where an action is aimed: what the database said of this actor and this matter. */
export type Aim = {
  track?: Track;
  /** Sealed to the DSL (B13.2). */
  restricted?: boolean;
  own?: boolean;
  inCircle?: boolean;
  /** Let in as its owner, not to know of it, to decide one question or as a line manager. */
  leads?: boolean;
  /** Let in for some minutes to read it, and nothing more. */
  emergency?: boolean;
  /** Let in to hear its appeal. */
  panel?: boolean;
  walled?: boolean;
};

const standsIn: Partial<Record<Role, Column>> = {
  "vice-chair": "chair",
  "trust-chair": "trust-lead",
};
export const columnOf = (role: Role): Column | null =>
  role === "staff" ? null : (standsIn[role] ?? (role as Column));

/** What only whoever leads a matter does in it: being let in to know or to decide is not enough. */
const leading: ReadonlySet<Action> = new Set(["triage", "lock-investigation", "refer", "disclose"]);

const reads = (action: Action) => action.startsWith("read-") || action === "view-evidence";

function reaches(reach: Reach, column: Column, aim: Aim, letIn: boolean): boolean {
  if (reach === "yes" || reach === "aggregate") return true;
  if (reach === "no") return false;
  if (reach === "own") return aim.own === true;
  if (reach === "panel") return aim.panel === true;
  if (letIn) return true;
  if (reach === "circle" || aim.track === undefined) return false;
  return reach.school.includes(aim.track) && (aim.restricted !== true || column === "dsl");
}

/** Does holding this role reach so far here, let in by name or not? */
export function roleReaches(role: Role, action: Action, aim: Aim, letIn = false): boolean {
  const column = columnOf(role);
  if (column === null) return false;
  const reach: Reach = permissions[action][column];
  return reach !== "own" && reaches(reach, column, aim, letIn);
}

/**
 * May this actor do this here? Unknown means no. A wall overrides everything but what one wrote
 * oneself (B5.1). Returns the role it is done in, for the ledger, or null.
 */
export function roleFor(actor: Actor, action: Action, aim: Aim = {}): Role | "reporter" | null {
  const barred = aim.emergency === true && !reads(action);
  const letIn = (leading.has(action) ? aim.leads : aim.inCircle && !barred) === true;
  if (aim.walled !== true) {
    const role = actor.roles.find((one) => roleReaches(one, action, aim, letIn));
    if (role) return role;
  }
  return reaches(permissions[action].reporter, "reporter", aim, letIn) ? "reporter" : null;
}

export const mayAct = (actor: Actor, action: Action, aim: Aim = {}) =>
  roleFor(actor, action, aim) !== null;

export const readAction = (track: Track): Action => `read-${track}`;
