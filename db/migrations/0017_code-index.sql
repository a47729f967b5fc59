ALTER TABLE "report_codes" DROP CONSTRAINT "report_codes_hash";--> statement-breakpoint
CREATE INDEX "report_codes_by_hash" ON "report_codes" USING btree ("code_hash");