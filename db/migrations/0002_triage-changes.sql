ALTER TABLE "triages" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "triages" ADD COLUMN "changed_by" uuid;