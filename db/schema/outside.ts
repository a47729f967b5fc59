import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { cases } from "./cases.ts";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { withinSchool } from "./schools.ts";

/** A hand-over to a body outside the school (B9), or a post reported to a platform. */
export const outsideReferrals = pgTable(
  "outside_referrals",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    /** A code of lib/referrals/bodies. */
    body: text("body").notNull(),
    /** Asks for something to be taken down: the case does not close over it (B7). */
    takedown: boolean("takedown").notNull(),
    /** sent, received, escalated, answered, ended */
    state: text("state").notNull(),
    sentAt: instant("sent_at").notNull(),
    channel: text("channel").notNull(),
    toWhom: text("to_whom").notNull().default(""),
    /** What was sent or said, in words. */
    sent: text("sent").notNull(),
    /** Where the post is; never of a picture that may show a child. */
    address: text("address"),
    /** Consent, or what stands in its place, and why. */
    basis: text("basis").notNull(),
    basisWords: text("basis_words").notNull().default(""),
    reference: text("reference"),
    reply: text("reply"),
    /** At the last look: yes, no; null while nobody has looked. */
    visible: text("visible"),
    /** When to ask again, if nothing came. */
    chaseAt: instant("chase_at").notNull(),
    /** The clock that runs until they answer. */
    clockId: uuid("clock_id"),
    recordedAt: instant("recorded_at").notNull(),
    recordedBy: uuid("recorded_by").notNull(),
    version: integer("version").notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("outside_referrals_by_chase")
      .on(t.schoolId, t.chaseAt, t.id)
      .where(sql`state <> 'ended'`),
    index("outside_referrals_ended").on(t.schoolId, t.chaseAt, t.id).where(sql`state = 'ended'`),
    index("outside_referrals_by_case").on(t.schoolId, t.caseId, t.sentAt),
    withinSchool(t, t.caseId, cases),
    withinSchool(t, t.recordedBy, people),
  ],
);

/** What happened to one referral, in order; never changed. */
export const outsideSteps = pgTable(
  "outside_steps",
  {
    schoolId: uuid("school_id").notNull(),
    id: id(),
    caseId: uuid("case_id").notNull(),
    referralId: uuid("referral_id").notNull(),
    /** sent, or an action of lib/referrals/transitions */
    action: text("action").notNull(),
    words: text("words").notNull(),
    at: instant("at").notNull(),
    byId: uuid("by_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("outside_steps_by_referral").on(t.schoolId, t.referralId, t.at),
    withinSchool(t, t.referralId, outsideReferrals),
  ],
);

/** Whom the school reaches at a body: what the national data can only say "check locally" of. */
export const bodyContacts = pgTable(
  "body_contacts",
  {
    schoolId: uuid("school_id").notNull(),
    body: text("body").notNull(),
    contact: text("contact").notNull(),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by").notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.body] }), withinSchool(t, t.changedBy, people)],
);
