import {
  type AnyPgColumn,
  boolean,
  date,
  type ExtraConfigColumn,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";

/** One row: what this database is. Demo mode refuses a database whose row does not say demo. */
export const installation = pgTable("installation", {
  single: boolean("single").primaryKey().default(true),
  demo: boolean("demo").notNull(),
  origin: text("origin").notNull(),
  createdAt: instant("created_at").notNull(),
});

export const trusts = pgTable("trusts", {
  id: uuid("id").primaryKey(),
  name: text("name").notNull(),
});

export const schools = pgTable("schools", {
  id: uuid("id").primaryKey(),
  trustId: uuid("trust_id").references(() => trusts.id),
  name: text("name").notNull(),
  urn: text("urn"),
  nation: text("nation").notNull().default("england"),
  phase: text("phase").notNull(),
  kind: text("kind").notNull(),
  pupilsOnRoll: integer("pupils_on_roll").notNull(),
  opensAt: text("opens_at").notNull().default("08:30"),
  closesAt: text("closes_at").notNull().default("16:30"),
  safeguardingPhone: text("safeguarding_phone").notNull(),
  outOfHours: text("out_of_hours").notNull(),
  idleMinutes: integer("idle_minutes").notNull().default(30),
  absoluteHours: integer("absolute_hours").notNull().default(8),
  /** The largest sound or film that is taken, in megabytes of 1024 x 1024 bytes. */
  largestRecording: integer("largest_recording").notNull().default(500),
  /** Whom a reporter may choose to tell, in the order shown; the policy decides (S0-41, S4-38). */
  recipientChoices: text("recipient_choices").array().notNull(),
  /** The last part of the address at which anybody can report without signing in; null is off. */
  tellName: text("tell_name").unique("schools_tell_name"),
  /** The same for the page at which visitors sign in and accept; null is off. */
  visitName: text("visit_name").unique("schools_visit_name"),
  /** From here on reports can be sent: set once every route reaches somebody who can sign in. */
  liveAt: instant("live_at"),
});

/** The first half of every key: a row belongs to one school for good. */
export const schoolId = () =>
  uuid("school_id")
    .notNull()
    .references(() => schools.id);

/** A foreign key to a row of the same school: no row can point into another school. */
export const withinSchool = (
  t: { schoolId: ExtraConfigColumn },
  column: ExtraConfigColumn,
  to: { schoolId: AnyPgColumn; id: AnyPgColumn },
) => foreignKey({ columns: [t.schoolId, column], foreignColumns: [to.schoolId, to.id] });

export const terms = pgTable(
  "terms",
  {
    schoolId: schoolId(),
    id: id(),
    name: text("name").notNull(),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.id] })],
);

export const insetDays = pgTable(
  "inset_days",
  {
    schoolId: schoolId(),
    day: date("day").notNull(),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.day] })],
);

/** The school's own words for a type of concern, and its definition where the choice is made. */
export const concernTypes = pgTable(
  "concern_types",
  {
    schoolId: schoolId(),
    code: text("code").notNull(),
    label: text("label").notNull(),
    definition: text("definition").notNull(),
    /** "school default" (a clause of the school's policy) or "national default". */
    source: text("source").notNull(),
    position: integer("position").notNull(),
    enabled: boolean("enabled").notNull().default(true),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.code] })],
);

/** The routing table as data: one row of B6 of the domain specification for one school. */
export const routes = pgTable(
  "routes",
  {
    schoolId: schoolId(),
    row: integer("row").notNull(),
    track: text("track").notNull(),
    about: text("about").notNull(),
    /** Roles in order: the first whose holder is not walled owns the report. */
    owners: text("owners").array().notNull(),
    told: text("told").array().notNull(),
    walled: text("walled").array().notNull(),
    /** Bodies outside, shown as contact cards and used when every owner is walled. */
    external: text("external").array().notNull(),
    restricted: boolean("restricted").notNull().default(false),
    source: text("source").notNull(),
    asOf: date("as_of").notNull(),
    mark: text("mark").notNull(),
    added: jsonb("added").$type<string[]>().notNull().default([]),
  },
  (t) => [primaryKey({ columns: [t.schoolId, t.row] })],
);
