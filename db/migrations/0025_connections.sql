CREATE TABLE "marks" (
	"school_id" uuid NOT NULL,
	"token" "bytea" NOT NULL,
	"source_id" uuid NOT NULL,
	"kind" text NOT NULL,
	CONSTRAINT "marks_school_id_token_source_id_pk" PRIMARY KEY("school_id","token","source_id")
);
--> statement-breakpoint
CREATE TABLE "merge_steps" (
	"school_id" uuid NOT NULL,
	"merge_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"row_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"ends_at" timestamp with time zone,
	CONSTRAINT "merge_steps_school_id_merge_id_kind_row_id_person_id_pk" PRIMARY KEY("school_id","merge_id","kind","row_id","person_id")
);
--> statement-breakpoint
CREATE TABLE "person_merges" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kept_id" uuid NOT NULL,
	"merged_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"merged_at" timestamp with time zone NOT NULL,
	"merged_by" uuid NOT NULL,
	"undo_until" timestamp with time zone NOT NULL,
	"undone_at" timestamp with time zone,
	"undone_by" uuid,
	"matters" uuid[] NOT NULL,
	"was_listed" boolean NOT NULL,
	CONSTRAINT "person_merges_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "saved_views" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"query" text NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	CONSTRAINT "saved_views_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "set_asides" (
	"school_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"other_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "set_asides_school_id_case_id_other_id_pk" PRIMARY KEY("school_id","case_id","other_id")
);
--> statement-breakpoint
ALTER TABLE "merge_steps" ADD CONSTRAINT "merge_steps_school_id_merge_id_person_merges_school_id_id_fk" FOREIGN KEY ("school_id","merge_id") REFERENCES "public"."person_merges"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merges" ADD CONSTRAINT "person_merges_school_id_kept_id_people_school_id_id_fk" FOREIGN KEY ("school_id","kept_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "person_merges" ADD CONSTRAINT "person_merges_school_id_merged_id_people_school_id_id_fk" FOREIGN KEY ("school_id","merged_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "saved_views" ADD CONSTRAINT "saved_views_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "set_asides" ADD CONSTRAINT "set_asides_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "marks_by_source" ON "marks" USING btree ("school_id","source_id");--> statement-breakpoint
CREATE INDEX "person_merges_by_kept" ON "person_merges" USING btree ("school_id","kept_id");--> statement-breakpoint
CREATE INDEX "person_merges_by_merged" ON "person_merges" USING btree ("school_id","merged_id");--> statement-breakpoint
CREATE UNIQUE INDEX "saved_views_name" ON "saved_views" USING btree ("school_id","person_id","name");
