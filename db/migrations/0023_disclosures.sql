CREATE TABLE "disclosure_files" (
	"school_id" uuid NOT NULL,
	"disclosure_id" uuid NOT NULL,
	"path" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	CONSTRAINT "disclosure_files_school_id_disclosure_id_path_pk" PRIMARY KEY("school_id","disclosure_id","path")
);
--> statement-breakpoint
CREATE TABLE "disclosure_items" (
	"school_id" uuid NOT NULL,
	"disclosure_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"reason" text,
	CONSTRAINT "disclosure_items_school_id_disclosure_id_evidence_id_pk" PRIMARY KEY("school_id","disclosure_id","evidence_id")
);
--> statement-breakpoint
CREATE TABLE "disclosures" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"state" text NOT NULL,
	"purpose" text NOT NULL,
	"recipient" text NOT NULL,
	"organisation" text NOT NULL,
	"reference" text DEFAULT '' NOT NULL,
	"basis" text NOT NULL,
	"reason" text NOT NULL,
	"chronology" boolean NOT NULL,
	"reporter" boolean NOT NULL,
	"lent_until" date,
	"drafted_at" timestamp with time zone NOT NULL,
	"drafted_by" uuid NOT NULL,
	"given_at" timestamp with time zone,
	"given_by" uuid,
	"manifest" text,
	"header" text,
	"kept" text,
	"key_id" uuid,
	CONSTRAINT "disclosures_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "disclosure_files" ADD CONSTRAINT "disclosure_files_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_files" ADD CONSTRAINT "disclosure_files_school_id_disclosure_id_disclosures_school_id_id_fk" FOREIGN KEY ("school_id","disclosure_id") REFERENCES "public"."disclosures"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_items" ADD CONSTRAINT "disclosure_items_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosure_items" ADD CONSTRAINT "disclosure_items_school_id_disclosure_id_disclosures_school_id_id_fk" FOREIGN KEY ("school_id","disclosure_id") REFERENCES "public"."disclosures"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disclosures" ADD CONSTRAINT "disclosures_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disclosures_by_case" ON "disclosures" USING btree ("school_id","case_id","drafted_at");