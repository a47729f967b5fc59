CREATE TABLE "phone_links" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"draft_id" uuid,
	"report_id" uuid,
	"token_hash" "bytea" NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"opened_at" timestamp with time zone,
	"session_hash" "bytea",
	"ended_at" timestamp with time zone,
	"sent" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "phone_links_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "read_words" (
	"school_id" uuid NOT NULL,
	"word" text NOT NULL,
	"evidence_id" uuid NOT NULL,
	CONSTRAINT "read_words_school_id_word_evidence_id_pk" PRIMARY KEY("school_id","word","evidence_id")
);
--> statement-breakpoint
CREATE TABLE "readings" (
	"school_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"words" text NOT NULL,
	"stamp" text,
	"stamp_at" timestamp with time zone,
	"address" text,
	"problem" text,
	"read_at" timestamp with time zone NOT NULL,
	"answered_at" timestamp with time zone,
	CONSTRAINT "readings_school_id_evidence_id_pk" PRIMARY KEY("school_id","evidence_id")
);
--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "once" uuid;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "last_modified" bigint;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "part" uuid;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "part_header" text;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "part_key_id" uuid;--> statement-breakpoint
ALTER TABLE "uploads" ADD COLUMN "cancelled_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "largest_recording" integer DEFAULT 500 NOT NULL;--> statement-breakpoint
ALTER TABLE "phone_links" ADD CONSTRAINT "phone_links_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "phone_links" ADD CONSTRAINT "phone_links_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "read_words" ADD CONSTRAINT "read_words_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "readings" ADD CONSTRAINT "readings_school_id_evidence_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "phone_links_by_token" ON "phone_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "phone_links_by_session" ON "phone_links" USING btree ("session_hash");--> statement-breakpoint
CREATE INDEX "phone_links_by_draft" ON "phone_links" USING btree ("school_id","draft_id");--> statement-breakpoint
CREATE INDEX "phone_links_by_report" ON "phone_links" USING btree ("school_id","report_id");--> statement-breakpoint
CREATE INDEX "read_words_by_evidence" ON "read_words" USING btree ("school_id","evidence_id");--> statement-breakpoint
CREATE INDEX "readings_failed" ON "readings" USING btree ("school_id","read_at") WHERE "readings"."problem" is not null;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_school_id_part_key_id_school_keys_school_id_id_fk" FOREIGN KEY ("school_id","part_key_id") REFERENCES "public"."school_keys"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "uploads_once" ON "uploads" USING btree ("school_id","person_id","once");