ALTER TABLE "schools" ADD COLUMN "live_at" timestamp with time zone;--> statement-breakpoint
UPDATE "schools" SET "live_at" = now();
