CREATE TABLE "letter_templates" (
	"school_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "letter_templates_school_id_kind_version_pk" PRIMARY KEY("school_id","kind","version")
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"decision_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"to_name" text NOT NULL,
	"title" text NOT NULL,
	"words" text NOT NULL,
	"version" integer NOT NULL,
	"sha256" text NOT NULL,
	"written_at" timestamp with time zone NOT NULL,
	"written_by" uuid NOT NULL,
	CONSTRAINT "letters_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "letters_version" UNIQUE("school_id","decision_id","kind","to_name","version")
);
--> statement-breakpoint
ALTER TABLE "letter_templates" ADD CONSTRAINT "letter_templates_school_id_changed_by_people_school_id_id_fk" FOREIGN KEY ("school_id","changed_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_school_id_decision_id_decisions_school_id_id_fk" FOREIGN KEY ("school_id","decision_id") REFERENCES "public"."decisions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "letters" ADD CONSTRAINT "letters_school_id_written_by_people_school_id_id_fk" FOREIGN KEY ("school_id","written_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "letters_by_case" ON "letters" USING btree ("school_id","case_id","written_at");