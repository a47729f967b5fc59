CREATE TABLE "school_keys" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"recipient" text NOT NULL,
	"root" text NOT NULL,
	"wrapped" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "school_keys_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "header" text;--> statement-breakpoint
ALTER TABLE "evidence" ADD COLUMN "key_id" uuid;--> statement-breakpoint
ALTER TABLE "school_keys" ADD CONSTRAINT "school_keys_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "one_current_key" ON "school_keys" USING btree ("school_id") WHERE "school_keys"."retired_at" is null;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_school_id_key_id_school_keys_school_id_id_fk" FOREIGN KEY ("school_id","key_id") REFERENCES "public"."school_keys"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_by_key" ON "evidence" USING btree ("school_id","key_id");