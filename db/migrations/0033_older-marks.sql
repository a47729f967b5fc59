CREATE TABLE "mark_fills" (
	"school_id" uuid NOT NULL,
	"after" uuid NOT NULL,
	"done_at" timestamp with time zone,
	CONSTRAINT "mark_fills_school_id_pk" PRIMARY KEY("school_id")
);
--> statement-breakpoint
ALTER TABLE "mark_fills" ADD CONSTRAINT "mark_fills_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;