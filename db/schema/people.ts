import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { bytes, id, instant } from "./columns.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** Everybody a report can name. An unknown account is a person we know only by platform and handle. */
export const people = pgTable(
  "people",
  {
    schoolId: schoolId(),
    id: id(),
    /** staff, governor, pupil, former-pupil, parent, outsider, unknown-account */
    kind: text("kind").notNull(),
    /** How staff are engaged: employee, supply, agency, trainee, volunteer, contractor. */
    engagement: text("engagement"),
    name: text("name").notNull(),
    email: text("email"),
    jobTitle: text("job_title"),
    yearGroup: text("year_group"),
    lineManagerId: uuid("line_manager_id"),
    platform: text("platform"),
    handle: text("handle"),
    /** False for somebody a report added: known only through a matter one may see. */
    listed: boolean("listed").notNull().default(true),
    createdAt: instant("created_at").notNull(),
    leftAt: instant("left_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.lineManagerId, t),
    index("people_by_name").on(t.schoolId, t.kind, t.name),
  ],
);

export const roleAssignments = pgTable(
  "role_assignments",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    role: text("role").notNull(),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at"),
    /** Set while somebody stands in: "deputy until Friday". */
    coverFor: uuid("cover_for"),
    assignedBy: uuid("assigned_by"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.personId, people),
    index("role_assignments_by_person").on(t.schoolId, t.personId),
    index("role_assignments_by_role").on(t.schoolId, t.role),
  ],
);

/** A relative, a friendship, a line of management: whoever declares it is walled from that person's matters. */
export const conflictDeclarations = pgTable(
  "conflict_declarations",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    withPersonId: uuid("with_person_id").notNull(),
    kind: text("kind").notNull(),
    declaredAt: instant("declared_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.personId, people),
    withinSchool(t, t.withPersonId, people),
    index("conflict_declarations_by_person").on(t.schoolId, t.withPersonId),
  ],
);

/** A way to sign in for one person on the staff list. Secrets are readable by no role of the app. */
export const accounts = pgTable(
  "accounts",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    email: text("email").notNull(),
    passwordHash: text("password_hash"),
    totpSecret: bytes("totp_secret"),
    /** The last accepted time step, so that one code signs in once. */
    totpLastStep: integer("totp_last_step"),
    /** invited, active, suspended */
    state: text("state").notNull(),
    createdAt: instant("created_at").notNull(),
    lastSignInAt: instant("last_sign_in_at"),
    suspendedAt: instant("suspended_at"),
    suspendedBy: uuid("suspended_by"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("accounts_person").on(t.schoolId, t.personId),
    unique("accounts_email").on(t.schoolId, t.email),
    index("accounts_by_email").on(t.email),
    withinSchool(t, t.personId, people),
  ],
);

/** A sign-in at the school's own directory, matched by issuer and subject, never by e-mail. */
export const identities = pgTable(
  "identities",
  {
    schoolId: schoolId(),
    issuer: text("issuer").notNull(),
    subject: text("subject").notNull(),
    accountId: uuid("account_id").notNull(),
    linkedAt: instant("linked_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.issuer, t.subject] }),
    withinSchool(t, t.accountId, accounts),
  ],
);

export const recoveryCodes = pgTable(
  "recovery_codes",
  {
    schoolId: schoolId(),
    accountId: uuid("account_id").notNull(),
    codeHash: bytes("code_hash").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.accountId, t.codeHash] }),
    withinSchool(t, t.accountId, accounts),
  ],
);

export const invitations = pgTable(
  "invitations",
  {
    schoolId: schoolId(),
    id: id(),
    accountId: uuid("account_id").notNull(),
    tokenHash: bytes("token_hash").notNull(),
    createdAt: instant("created_at").notNull(),
    createdBy: uuid("created_by"),
    expiresAt: instant("expires_at").notNull(),
    usedAt: instant("used_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("invitations_by_token").on(t.tokenHash),
    withinSchool(t, t.accountId, accounts),
  ],
);

/** The way back to a report that somebody sent without signing in. The code itself is kept nowhere. */
export const reportCodes = pgTable(
  "report_codes",
  {
    schoolId: schoolId(),
    accountId: uuid("account_id").notNull(),
    /** Keyed hash of the sixteen digits: the database alone cannot try them all. */
    codeHash: bytes("code_hash").notNull(),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.accountId] }),
    index("report_codes_by_hash").on(t.codeHash),
    withinSchool(t, t.accountId, accounts),
  ],
);

/** The truth about who is signed in. The cookie carries a token; only its SHA-256 is here. */
export const sessions = pgTable(
  "sessions",
  {
    tokenHash: bytes("token_hash").primaryKey(),
    schoolId: schoolId(),
    accountId: uuid("account_id").notNull(),
    personId: uuid("person_id").notNull(),
    /** password, oidc:<issuer>, demo; code for somebody who reports without signing in; phone for one
     * that adds files to one place and reads nothing. */
    method: text("method").notNull(),
    secondFactor: boolean("second_factor").notNull(),
    createdAt: instant("created_at").notNull(),
    lastSeenAt: instant("last_seen_at").notNull(),
    idleExpiresAt: instant("idle_expires_at").notNull(),
    absoluteExpiresAt: instant("absolute_expires_at").notNull(),
    endedAt: instant("ended_at"),
    userAgent: text("user_agent"),
  },
  (t) => [
    index("sessions_by_account").on(t.schoolId, t.accountId),
    withinSchool(t, t.accountId, accounts),
    withinSchool(t, t.personId, people),
  ],
);

/** Failed sign-ins by account and by address, both as keyed hashes; never by school. */
export const signInFailures = pgTable(
  "sign_in_failures",
  {
    id: id().primaryKey(),
    throttleKey: bytes("throttle_key").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [index("sign_in_failures_by_key").on(t.throttleKey, t.at)],
);

/** What a verb answered to one idempotency key, so that a second click makes no second record. */
export const receipts = pgTable(
  "receipts",
  {
    schoolId: schoolId(),
    personId: uuid("person_id").notNull(),
    key: uuid("key").notNull(),
    verb: text("verb").notNull(),
    result: jsonb("result"),
    createdAt: instant("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.personId, t.key] }),
    withinSchool(t, t.personId, people),
  ],
);
