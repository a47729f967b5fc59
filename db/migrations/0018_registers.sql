CREATE TABLE "register_entries" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reference" text NOT NULL,
	"kind" text NOT NULL,
	"register" text NOT NULL,
	"holder_id" uuid NOT NULL,
	"state" text NOT NULL,
	"about_name" text,
	"about_id" uuid,
	"answers" jsonb NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"asked_at" timestamp with time zone NOT NULL,
	"approvers" text[] NOT NULL,
	"readers" text[] NOT NULL,
	"decider_id" uuid,
	"clause" text,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	"renews" uuid,
	CONSTRAINT "register_entries_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "register_entries_reference" UNIQUE("school_id","reference"),
	CONSTRAINT "nobody_answers_oneself" CHECK ("register_entries"."decided_by" is null or "register_entries"."decided_by" <> "register_entries"."holder_id"),
	CONSTRAINT "answered_by_somebody" CHECK ("register_entries"."state" not in ('approved', 'refused', 'revoked', 'discussed', 'acknowledged') or "register_entries"."decided_by" is not null)
);
--> statement-breakpoint
CREATE TABLE "register_events" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"words" text DEFAULT '' NOT NULL,
	"advice" jsonb,
	"withheld" boolean DEFAULT false NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_id" uuid NOT NULL,
	CONSTRAINT "register_events_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "register_kinds" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"enabled" boolean NOT NULL,
	"approvers" text[] NOT NULL,
	"lasts" integer,
	"unit" text NOT NULL,
	"question" text DEFAULT '' NOT NULL,
	"clause_id" uuid,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "register_kinds_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "register_reminders" (
	"school_id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"ends_on" date NOT NULL,
	"stage" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "register_reminders_school_id_entry_id_ends_on_stage_pk" PRIMARY KEY("school_id","entry_id","ends_on","stage")
);
--> statement-breakpoint
CREATE TABLE "register_tasks" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"entry_id" uuid NOT NULL,
	"place" text NOT NULL,
	"due_on" date NOT NULL,
	"done_at" timestamp with time zone,
	"done_by" uuid,
	"found" text,
	CONSTRAINT "register_tasks_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_school_id_holder_id_people_school_id_id_fk" FOREIGN KEY ("school_id","holder_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_school_id_about_id_people_school_id_id_fk" FOREIGN KEY ("school_id","about_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_events" ADD CONSTRAINT "register_events_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_events" ADD CONSTRAINT "register_events_school_id_entry_id_register_entries_school_id_id_fk" FOREIGN KEY ("school_id","entry_id") REFERENCES "public"."register_entries"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_kinds" ADD CONSTRAINT "register_kinds_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_reminders" ADD CONSTRAINT "register_reminders_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_reminders" ADD CONSTRAINT "register_reminders_school_id_entry_id_register_entries_school_id_id_fk" FOREIGN KEY ("school_id","entry_id") REFERENCES "public"."register_entries"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_tasks" ADD CONSTRAINT "register_tasks_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "register_tasks" ADD CONSTRAINT "register_tasks_school_id_entry_id_register_entries_school_id_id_fk" FOREIGN KEY ("school_id","entry_id") REFERENCES "public"."register_entries"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "register_entries_by_holder" ON "register_entries" USING btree ("school_id","holder_id","asked_at");--> statement-breakpoint
CREATE INDEX "register_entries_by_decider" ON "register_entries" USING btree ("school_id","decider_id","state");--> statement-breakpoint
CREATE INDEX "register_entries_by_end" ON "register_entries" USING btree ("ends_on");--> statement-breakpoint
CREATE INDEX "register_entries_by_time" ON "register_entries" USING btree ("school_id","asked_at");--> statement-breakpoint
CREATE INDEX "register_events_by_entry" ON "register_events" USING btree ("school_id","entry_id","at");--> statement-breakpoint
CREATE INDEX "register_kinds_by_kind" ON "register_kinds" USING btree ("school_id","kind","changed_at");--> statement-breakpoint
CREATE INDEX "register_tasks_by_entry" ON "register_tasks" USING btree ("school_id","entry_id");
