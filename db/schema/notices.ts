import { sql } from "drizzle-orm";
import { index, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { id, instant } from "./columns.ts";
import { people } from "./people.ts";
import { schoolId, withinSchool } from "./schools.ts";

/** One thing that needs one person: a reference and a link, never a name or a word of the matter. */
export const notices = pgTable(
  "notices",
  {
    schoolId: schoolId(),
    id: id(),
    personId: uuid("person_id").notNull(),
    /** report-received, report-alert, decision-asked, decision-made, message, addendum, question ... */
    kind: text("kind").notNull(),
    /** The report or case it speaks of; checked against walls again when it is sent. */
    matterId: uuid("matter_id").notNull(),
    reference: text("reference").notNull(),
    path: text("path").notNull(),
    createdAt: instant("created_at").notNull(),
    readAt: instant("read_at"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    index("notices_by_person").on(t.schoolId, t.personId, t.createdAt),
    index("notices_unread").on(t.schoolId, t.personId).where(sql`read_at is null`),
    withinSchool(t, t.personId, people),
  ],
);

/** The outbox: what left or will leave by mail. The administrator reads it. */
export const mails = pgTable(
  "mails",
  {
    schoolId: schoolId(),
    id: id(),
    noticeId: uuid("notice_id"),
    matterId: uuid("matter_id"),
    personId: uuid("person_id").notNull(),
    toAddress: text("to_address").notNull(),
    subject: text("subject").notNull(),
    body: text("body").notNull(),
    html: text("html").notNull(),
    createdAt: instant("created_at").notNull(),
    sentAt: instant("sent_at"),
    /** waiting, sent, failed, held (a wall went up first) */
    state: text("state").notNull(),
    tries: integer("tries").notNull().default(0),
    lastError: text("last_error"),
  },
  (t) => [
    primaryKey({ columns: [t.schoolId, t.id] }),
    unique("mails_once").on(t.schoolId, t.noticeId),
    index("mails_by_time").on(t.schoolId, t.createdAt),
  ],
);
