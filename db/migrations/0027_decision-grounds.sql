ALTER TABLE "decisions" ADD COLUMN "rejected" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "standard" text DEFAULT 'balance-of-probabilities' NOT NULL;--> statement-breakpoint
ALTER TABLE "decisions" ADD COLUMN "bound" jsonb DEFAULT '[]'::jsonb NOT NULL;