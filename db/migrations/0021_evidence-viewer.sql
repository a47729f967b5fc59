CREATE TABLE "destructions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"officer" text NOT NULL,
	"force" text NOT NULL,
	"reference" text NOT NULL,
	"instructed_on" date NOT NULL,
	"asked_by" uuid NOT NULL,
	"asked_as" text NOT NULL,
	"asked_at" timestamp with time zone NOT NULL,
	"confirmed_by" uuid,
	"confirmed_as" text,
	"confirmed_at" timestamp with time zone,
	"withdrawn_by" uuid,
	"withdrawn_at" timestamp with time zone,
	"bytes_gone_at" timestamp with time zone,
	"backups_words" text,
	"backups_on" date,
	"backups_by" uuid,
	"backups_at" timestamp with time zone,
	CONSTRAINT "destructions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "evidence_descriptions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"words" text NOT NULL,
	"author_id" uuid NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "evidence_descriptions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "redactions" (
	"school_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"original_id" uuid NOT NULL,
	"original_sha256" text NOT NULL,
	"areas" jsonb NOT NULL,
	"removed" text NOT NULL,
	"reason" text NOT NULL,
	"made_by" uuid NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "redactions_school_id_evidence_id_pk" PRIMARY KEY("school_id","evidence_id")
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "metadata" jsonb;--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "original_id" uuid;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_school_id_evidence_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_school_id_asked_by_people_school_id_id_fk" FOREIGN KEY ("school_id","asked_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_school_id_confirmed_by_people_school_id_id_fk" FOREIGN KEY ("school_id","confirmed_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "destructions" ADD CONSTRAINT "destructions_school_id_backups_by_people_school_id_id_fk" FOREIGN KEY ("school_id","backups_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_descriptions" ADD CONSTRAINT "evidence_descriptions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_descriptions" ADD CONSTRAINT "evidence_descriptions_school_id_evidence_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_descriptions" ADD CONSTRAINT "evidence_descriptions_school_id_author_id_people_school_id_id_fk" FOREIGN KEY ("school_id","author_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redactions" ADD CONSTRAINT "redactions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redactions" ADD CONSTRAINT "redactions_school_id_evidence_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "redactions" ADD CONSTRAINT "redactions_school_id_made_by_people_school_id_id_fk" FOREIGN KEY ("school_id","made_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_destruction" ON "destructions" USING btree ("school_id","evidence_id") WHERE "destructions"."withdrawn_at" is null;--> statement-breakpoint
CREATE INDEX "descriptions_by_item" ON "evidence_descriptions" USING btree ("school_id","evidence_id","added_at");--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_school_id_original_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","original_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_by_original" ON "evidence" USING btree ("school_id","original_id");