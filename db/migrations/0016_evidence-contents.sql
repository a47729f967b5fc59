CREATE TABLE "evidence_messages" (
	"school_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"sender" text,
	"sent_local" text,
	"words" text NOT NULL,
	"original" text NOT NULL,
	CONSTRAINT "evidence_messages_school_id_evidence_id_position_pk" PRIMARY KEY("school_id","evidence_id","position")
);
--> statement-breakpoint
CREATE TABLE "evidence_readings" (
	"school_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"sha256" text NOT NULL,
	"format" text NOT NULL,
	"day_order" text,
	"headers" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"body" text,
	"body_from" text,
	"messages" integer DEFAULT 0 NOT NULL,
	"inside" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "evidence_readings_school_id_evidence_id_pk" PRIMARY KEY("school_id","evidence_id")
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "parent_id" uuid;--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "scan" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "scanned_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "suspect_told_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "evidence_messages" ADD CONSTRAINT "evidence_messages_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_messages" ADD CONSTRAINT "evidence_messages_school_id_evidence_id_evidence_readings_school_id_evidence_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence_readings"("school_id","evidence_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_readings" ADD CONSTRAINT "evidence_readings_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_readings" ADD CONSTRAINT "evidence_readings_school_id_evidence_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_school_id_parent_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","parent_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_by_parent" ON "evidence" USING btree ("school_id","parent_id");