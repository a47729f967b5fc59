import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** What a school set for one kind, each change a row of its own: the latest is in force. */
export const registerKinds = pgTable(
  "register_kinds",
  {
    schoolId: schoolId(),
    id: id(),
    /** A code of lib/registers/kinds. */
    kind: text("kind").notNull(),
    enabled: boolean("enabled").notNull(),
    approvers: text("approvers").array().notNull(),
    /** How long it lasts; null: until somebody ends it. */
    lasts: integer("lasts"),
    unit: text("unit").notNull(),
    /** One more thing that is asked. */
    question: text("question").notNull().default(""),
    clauseId: uuid("clause_id"),
    changedAt: instant("changed_at").notNull(),
    changedBy: uuid("changed_by").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("register_kinds_by_kind").on(t.schoolId, t.kind, t.changedAt),
  ],
);

/** One permission, declaration, deviation, account, consent or record, from asking to its end. */
export const registerEntries = pgTable(
  "register_entries",
  {
    schoolId: schoolId(),
    id: id(),
    reference: text("reference").notNull(),
    kind: text("kind").notNull(),
    /** permission, declaration, deviation, account, consent, record */
    register: text("register").notNull(),
    holderId: uuid("holder_id").notNull(),
    /** A state of lib/registers/transitions. That it expired is read off `ends_on`. */
    state: text("state").notNull(),
    /** Whom it is about, as typed and, when they are on a list, who they are. */
    aboutName: text("about_name"),
    aboutId: uuid("about_id"),
    /** The answers to what its kind asked. */
    answers: jsonb("answers").$type<Record<string, string>>().notNull(),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on"),
    askedAt: instant("asked_at").notNull(),
    /** Roles that may answer it, and that may read it, as its kind was on that day. */
    approvers: text("approvers").array().notNull(),
    readers: text("readers").array().notNull(),
    /** Whom it was put to. */
    deciderId: uuid("decider_id"),
    /** The clause it came from, as it stood. */
    clause: text("clause"),
    decidedAt: instant("decided_at"),
    decidedBy: uuid("decided_by"),
    endedAt: instant("ended_at"),
    endedBy: uuid("ended_by"),
    /** The entry it goes on from. */
    renews: uuid("renews"),
    /** Who is to own the account after its holder, and from which day; they have to take it. */
    heirId: uuid("heir_id"),
    heirFrom: date("heir_from"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("register_entries_reference").on(t.schoolId, t.reference),
    withinSchool(t, t.holderId, people),
    withinSchool(t, t.aboutId, people),
    withinSchool(t, t.heirId, people),
    check("nobody_answers_oneself", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.holderId}`),
    check(
      "answered_by_somebody",
      sql`${t.state} not in ('approved', 'refused', 'revoked', 'discussed', 'acknowledged') or ${t.decidedBy} is not null`,
    ),
    index("register_entries_by_holder").on(t.schoolId, t.holderId, t.askedAt),
    index("register_entries_by_decider").on(t.schoolId, t.deciderId, t.state),
    index("register_entries_by_end").on(t.endsOn),
    index("register_entries_by_time").on(t.schoolId, t.askedAt),
  ],
);

/** What happened to an entry, in order. */
export const registerEvents = pgTable(
  "register_events",
  {
    schoolId: schoolId(),
    id: id(),
    entryId: uuid("entry_id").notNull(),
    /** An action of lib/registers/transitions, or asked, renewed, advice. */
    kind: text("kind").notNull(),
    words: text("words").notNull().default(""),
    /** Advice (S0-21): who gave it, of which body, on which day, and whether it was followed. */
    advice: jsonb("advice").$type<{ body: string; person: string; on: string; followed: string }>(),
    /** For those who answer it; the holder does not read it. */
    withheld: boolean("withheld").notNull().default(false),
    at: instant("at").notNull(),
    byId: uuid("by_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.entryId, registerEntries),
    index("register_events_by_entry").on(t.schoolId, t.entryId, t.at),
  ],
);

/** A place to look through when pictures of a child must go (S4-19, S4-22). */
export const registerTasks = pgTable(
  "register_tasks",
  {
    schoolId: schoolId(),
    id: id(),
    entryId: uuid("entry_id").notNull(),
    place: text("place").notNull(),
    dueOn: date("due_on").notNull(),
    doneAt: instant("done_at"),
    doneBy: uuid("done_by"),
    found: text("found"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    withinSchool(t, t.entryId, registerEntries),
    index("register_tasks_by_entry").on(t.schoolId, t.entryId),
  ],
);

/** That a stage of an entry's end was told: once each. */
export const registerReminders = pgTable(
  "register_reminders",
  {
    schoolId: schoolId(),
    entryId: uuid("entry_id").notNull(),
    /** The day it ends, so that a review that moves it is told of anew. */
    endsOn: date("ends_on").notNull(),
    /** Days before the end: 30, 7, 0. */
    stage: integer("stage").notNull(),
    at: instant("at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.entryId, t.endsOn, t.stage] }),
    withinSchool(t, t.entryId, registerEntries),
  ],
);
