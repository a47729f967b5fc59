CREATE TABLE "calendar_feeds" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	"revoked_at" timestamp with time zone,
	CONSTRAINT "calendar_feeds_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "clock_pauses" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"clock_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"words" text NOT NULL,
	"paused_at" timestamp with time zone NOT NULL,
	"paused_by" uuid NOT NULL,
	"resumed_at" timestamp with time zone,
	"resumed_by" uuid,
	CONSTRAINT "clock_pauses_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "clock_readings" (
	"school_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reading" text NOT NULL,
	"chosen_at" timestamp with time zone NOT NULL,
	"chosen_by" uuid NOT NULL,
	CONSTRAINT "clock_readings_school_id_kind_pk" PRIMARY KEY("school_id","kind")
);
--> statement-breakpoint
CREATE TABLE "clock_reminders" (
	"school_id" uuid NOT NULL,
	"clock_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"told" integer NOT NULL,
	CONSTRAINT "clock_reminders_school_id_clock_id_stage_pk" PRIMARY KEY("school_id","clock_id","stage")
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"day" date NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"mail_id" uuid,
	CONSTRAINT "digests_school_id_person_id_day_pk" PRIMARY KEY("school_id","person_id","day")
);
--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "stopped_words" text;--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "force" text DEFAULT 'statutory' NOT NULL;--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "paused_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "clocks" ADD COLUMN "alert_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "calendar_feeds" ADD CONSTRAINT "calendar_feeds_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clock_pauses" ADD CONSTRAINT "clock_pauses_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clock_pauses" ADD CONSTRAINT "clock_pauses_school_id_clock_id_clocks_school_id_id_fk" FOREIGN KEY ("school_id","clock_id") REFERENCES "public"."clocks"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clock_readings" ADD CONSTRAINT "clock_readings_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clock_reminders" ADD CONSTRAINT "clock_reminders_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clock_reminders" ADD CONSTRAINT "clock_reminders_school_id_clock_id_clocks_school_id_id_fk" FOREIGN KEY ("school_id","clock_id") REFERENCES "public"."clocks"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "calendar_feeds_by_token" ON "calendar_feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "calendar_feeds_live" ON "calendar_feeds" USING btree ("school_id","person_id") WHERE revoked_at is null;--> statement-breakpoint
CREATE INDEX "clock_pauses_by_clock" ON "clock_pauses" USING btree ("school_id","clock_id","paused_at");--> statement-breakpoint
CREATE INDEX "clocks_to_alert" ON "clocks" USING btree ("alert_at") WHERE stopped_at is null and alert_at is not null;--> statement-breakpoint
UPDATE "clocks" SET "force" = CASE WHEN "mark" = 'P' THEN 'target' ELSE 'statutory' END,
  "alert_at" = CASE WHEN "stopped_at" IS NULL THEN "due_at" END;
--> statement-breakpoint
INSERT INTO "routes" ("school_id", "row", "about", "track", "owners", "told", "walled", "external", "source", "as_of", "mark")
  SELECT s.id, v.* FROM "schools" s CROSS JOIN (VALUES
    (6, 'child-wish', 'T2', '{dsl,deputy-dsl,headteacher,chair,trust-lead}'::text[], '{headteacher}'::text[], '{}'::text[], '{social-care,police}'::text[], 'S0-42, S0-43; domain specification A6-7', date '2026-11-21', 'P'),
    (7, 'wish-overridden', 'T2', '{dsl,headteacher,chair,trust-lead}'::text[], '{}'::text[], '{}'::text[], '{police}'::text[], 'S0-43; domain specification A6-7', date '2026-11-21', 'P'),
    (16, 'trust-lead', 'T3', '{trust-chair,chair,vice-chair,headteacher}'::text[], '{}'::text[], '{trust-lead}'::text[], '{lado}'::text[], 'Local LADO procedures: wakefieldscp.org.uk, sheffieldscb.proceduresonline.com', date '2026-11-21', 'V2'),
    (17, 'agency-staff', 'T3', '{headteacher,chair,vice-chair,trust-lead}'::text[], '{dsl}'::text[], '{}'::text[], '{lado,agency}'::text[], 'KCSIE 2025 part four, as copied by keepingchildrensafeineducation.co.uk', date '2026-11-21', 'V2'),
    (18, 'volunteer', 'T3', '{headteacher,chair,vice-chair,trust-lead}'::text[], '{dsl}'::text[], '{}'::text[], '{lado}'::text[], 'KCSIE 2025 part four, as copied by keepingchildrensafeineducation.co.uk', date '2026-11-21', 'V2'),
    (23, 'unsuitable-material', 'T3', '{headteacher,chair,vice-chair,trust-lead}'::text[], '{}'::text[], '{}'::text[], '{lado}'::text[], 'S0-35', date '2026-11-21', 'P'),
    (24, 'radicalisation', 'T2', '{dsl,deputy-dsl,headteacher,chair,trust-lead}'::text[], '{headteacher}'::text[], '{}'::text[], '{prevent,police}'::text[], 'Prevent duty guidance 2023; DfE, Making a referral to Prevent, through fenews.co.uk', date '2026-11-21', 'V2'),
    (26, 'cyber-attack', 'T4', '{dpo,headteacher,chair,trust-lead}'::text[], '{headteacher}'::text[], '{}'::text[], '{report-fraud,dfe-cyber,ico}'::text[], 'DfE cyber security standards, opening; wired-gov.net, 4 December 2025', date '2026-11-21', 'V2'),
    (27, 'pupil-behaviour', 'T2', '{dsl,deputy-dsl,headteacher,chair,trust-lead}'::text[], '{headteacher}'::text[], '{}'::text[], '{}'::text[], 'Behaviour in Schools, February 2024, through bso.bradford.gov.uk', date '2026-11-21', 'V2'),
    (30, 'child-by-parent', 'T2', '{dsl,deputy-dsl,headteacher,chair,trust-lead}'::text[], '{}'::text[], '{}'::text[], '{social-care}'::text[], 'Domain specification B6', date '2026-11-21', 'P'),
    (31, 'adult-at-risk', 'T2', '{dsl,deputy-dsl,headteacher,chair,trust-lead}'::text[], '{}'::text[], '{}'::text[], '{adult-social-care}'::text[], 'S4-02, S4-03', date '2026-11-21', 'P'),
    (32, 'historic', 'T3', '{headteacher,chair,vice-chair,trust-lead}'::text[], '{dsl}'::text[], '{}'::text[], '{police,lado}'::text[], 'KCSIE 2025 part four, as copied by keepingchildrensafeineducation.co.uk', date '2026-11-21', 'V2')
  ) v("row", "about", "track", "owners", "told", "walled", "external", "source", "as_of", "mark") ON CONFLICT DO NOTHING;
