ALTER TABLE "register_entries" ADD COLUMN "heir_id" uuid;--> statement-breakpoint
ALTER TABLE "register_entries" ADD COLUMN "heir_from" date;--> statement-breakpoint
ALTER TABLE "register_entries" ADD CONSTRAINT "register_entries_school_id_heir_id_people_school_id_id_fk" FOREIGN KEY ("school_id","heir_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;