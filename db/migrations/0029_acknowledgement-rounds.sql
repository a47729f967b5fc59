CREATE TABLE "policy_digests" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"week" date NOT NULL,
	"mail_id" uuid NOT NULL,
	CONSTRAINT "policy_digests_school_id_person_id_week_pk" PRIMARY KEY("school_id","person_id","week")
);
--> statement-breakpoint
CREATE TABLE "policy_questions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"policy_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"asked_of" text NOT NULL,
	"words" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"asked_by" uuid NOT NULL,
	"answer" text,
	"answered_at" timestamp with time zone,
	"answered_by" uuid,
	CONSTRAINT "policy_questions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_reminders" (
	"school_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"began_on" date NOT NULL,
	"stage" smallint NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_reminders_school_id_version_id_person_id_began_on_stage_pk" PRIMARY KEY("school_id","version_id","person_id","began_on","stage")
);
--> statement-breakpoint
CREATE TABLE "policy_visits" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"name" text NOT NULL,
	"visiting" text NOT NULL,
	"signature" text NOT NULL,
	"signature_kind" text NOT NULL,
	"accepted_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_visits_school_id_id_version_id_pk" PRIMARY KEY("school_id","id","version_id")
);
--> statement-breakpoint
ALTER TABLE "policy_acknowledgements" ADD COLUMN "signature_kind" text DEFAULT 'typed' NOT NULL;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "visit_name" text;--> statement-breakpoint
ALTER TABLE "policy_digests" ADD CONSTRAINT "policy_digests_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_digests" ADD CONSTRAINT "policy_digests_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_questions" ADD CONSTRAINT "policy_questions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_questions" ADD CONSTRAINT "policy_questions_school_id_version_id_policy_versions_school_id_id_fk" FOREIGN KEY ("school_id","version_id") REFERENCES "public"."policy_versions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_questions" ADD CONSTRAINT "policy_questions_school_id_asked_by_people_school_id_id_fk" FOREIGN KEY ("school_id","asked_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_reminders" ADD CONSTRAINT "policy_reminders_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_reminders" ADD CONSTRAINT "policy_reminders_school_id_version_id_policy_versions_school_id_id_fk" FOREIGN KEY ("school_id","version_id") REFERENCES "public"."policy_versions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_visits" ADD CONSTRAINT "policy_visits_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_visits" ADD CONSTRAINT "policy_visits_school_id_version_id_policy_versions_school_id_id_fk" FOREIGN KEY ("school_id","version_id") REFERENCES "public"."policy_versions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_questions_by_policy" ON "policy_questions" USING btree ("school_id","policy_id","asked_at");--> statement-breakpoint
CREATE INDEX "policy_visits_by_version" ON "policy_visits" USING btree ("school_id","version_id","accepted_at");--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_visit_name" UNIQUE("visit_name");