CREATE TABLE "file_transfers" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"pupil_id" uuid NOT NULL,
	"case_ids" uuid[] NOT NULL,
	"to_school" text NOT NULL,
	"contact" text NOT NULL,
	"rung" boolean NOT NULL,
	"timing" text NOT NULL,
	"counts_from" date NOT NULL,
	"state" text NOT NULL,
	"clock_id" uuid NOT NULL,
	"clock_case_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"made_by" uuid NOT NULL,
	"sent_at" timestamp with time zone,
	"channel" text,
	"signed_by" text,
	"signed_on" date,
	"dropped_words" text,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "file_transfers_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "file_transfers" ADD CONSTRAINT "file_transfers_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_transfers" ADD CONSTRAINT "file_transfers_school_id_pupil_id_people_school_id_id_fk" FOREIGN KEY ("school_id","pupil_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_transfers" ADD CONSTRAINT "file_transfers_school_id_made_by_people_school_id_id_fk" FOREIGN KEY ("school_id","made_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "file_transfers_by_due" ON "file_transfers" USING btree ("school_id","state","due_at");--> statement-breakpoint
CREATE INDEX "file_transfers_by_pupil" ON "file_transfers" USING btree ("school_id","pupil_id");