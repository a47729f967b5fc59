DROP INDEX "cases_by_owner";--> statement-breakpoint
DROP INDEX "triages_by_owner";--> statement-breakpoint
CREATE INDEX "notices_unread" ON "notices" USING btree ("school_id","person_id") WHERE read_at is null;--> statement-breakpoint
CREATE INDEX "triages_by_state" ON "triages" USING btree ("school_id","state","due_at","report_id") WHERE state in ('new', 'asked', 'snoozed');--> statement-breakpoint
CREATE INDEX "cases_by_owner" ON "cases" USING btree ("school_id","owner_id","due_at","id") WHERE state <> 'closed';--> statement-breakpoint
CREATE INDEX "triages_by_owner" ON "triages" USING btree ("school_id","owner_id","due_at","report_id") WHERE state in ('new', 'asked', 'snoozed');