DROP INDEX "cases_queue";--> statement-breakpoint
DROP INDEX "cases_all";--> statement-breakpoint
DROP INDEX "triages_queue";--> statement-breakpoint
DROP INDEX "triages_all";--> statement-breakpoint
CREATE INDEX "cases_by_risk" ON "cases" USING btree ("school_id","severity" DESC NULLS LAST,"due_at","id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "cases_by_clock" ON "cases" USING btree ("school_id","due_at","id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "triages_by_risk" ON "triages" USING btree ("school_id","severity" DESC NULLS LAST,"due_at","report_id") WHERE state in ('new', 'asked', 'snoozed');--> statement-breakpoint
CREATE INDEX "triages_by_clock" ON "triages" USING btree ("school_id","due_at","report_id") WHERE state in ('new', 'asked', 'snoozed');--> statement-breakpoint
CREATE INDEX "triages_by_time" ON "triages" USING btree ("school_id","received_at");