CREATE TABLE "disposals" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"track" text NOT NULL,
	"restricted" boolean NOT NULL,
	"opened_on" date NOT NULL,
	"closed_on" date NOT NULL,
	"rule" text NOT NULL,
	"years" integer NOT NULL,
	"due_on" date NOT NULL,
	"was" text NOT NULL,
	"proposed_by" uuid NOT NULL,
	"proposed_as" text NOT NULL,
	"proposed_at" timestamp with time zone NOT NULL,
	"approved_by" uuid,
	"approved_as" text,
	"approved_at" timestamp with time zone,
	"refused_by" uuid,
	"refused_at" timestamp with time zone,
	"disposed_at" timestamp with time zone,
	"removed" jsonb,
	"storage_keys" text[] DEFAULT '{}' NOT NULL,
	"bytes_gone_at" timestamp with time zone,
	CONSTRAINT "disposals_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "person_dates" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"born_on" date,
	"left_on" date,
	"entered_at" timestamp with time zone NOT NULL,
	"entered_by" uuid NOT NULL,
	CONSTRAINT "person_dates_school_id_person_id_pk" PRIMARY KEY("school_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "retention_holds" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"reason" text NOT NULL,
	"review_on" date NOT NULL,
	"placed_at" timestamp with time zone NOT NULL,
	"placed_by" uuid NOT NULL,
	"placed_as" text NOT NULL,
	"released_at" timestamp with time zone,
	"released_by" uuid,
	"released_words" text,
	CONSTRAINT "retention_holds_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "retention_periods" (
	"school_id" uuid NOT NULL,
	"rule" text NOT NULL,
	"version" integer NOT NULL,
	"years" integer NOT NULL,
	"reason" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "retention_periods_school_id_rule_version_pk" PRIMARY KEY("school_id","rule","version")
);
--> statement-breakpoint
CREATE TABLE "retention_reviews" (
	"school_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"track" text NOT NULL,
	"restricted" boolean NOT NULL,
	"closed_on" date NOT NULL,
	"rule" text NOT NULL,
	"years" integer NOT NULL,
	"from_on" date,
	"assumed" boolean NOT NULL,
	"due_on" date,
	"state" text NOT NULL,
	"computed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "retention_reviews_school_id_case_id_pk" PRIMARY KEY("school_id","case_id")
);
--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_school_id_proposed_by_people_school_id_id_fk" FOREIGN KEY ("school_id","proposed_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disposals" ADD CONSTRAINT "disposals_school_id_approved_by_people_school_id_id_fk" FOREIGN KEY ("school_id","approved_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_dates" ADD CONSTRAINT "person_dates_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_dates" ADD CONSTRAINT "person_dates_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_dates" ADD CONSTRAINT "person_dates_school_id_entered_by_people_school_id_id_fk" FOREIGN KEY ("school_id","entered_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_holds" ADD CONSTRAINT "retention_holds_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_holds" ADD CONSTRAINT "retention_holds_school_id_placed_by_people_school_id_id_fk" FOREIGN KEY ("school_id","placed_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_periods" ADD CONSTRAINT "retention_periods_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_periods" ADD CONSTRAINT "retention_periods_school_id_changed_by_people_school_id_id_fk" FOREIGN KEY ("school_id","changed_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "retention_reviews" ADD CONSTRAINT "retention_reviews_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_disposal" ON "disposals" USING btree ("school_id","case_id") WHERE "disposals"."refused_at" is null;--> statement-breakpoint
CREATE INDEX "disposals_by_day" ON "disposals" USING btree ("school_id","disposed_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "retention_holds_by_case" ON "retention_holds" USING btree ("school_id","case_id","placed_at");--> statement-breakpoint
CREATE INDEX "retention_reviews_by_day" ON "retention_reviews" USING btree ("school_id","state","due_on","case_id");