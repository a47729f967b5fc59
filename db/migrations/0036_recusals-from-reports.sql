ALTER TABLE "recusals" ALTER COLUMN "case_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "recusals" ADD COLUMN "report_id" uuid;--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "recusals_by_report" ON "recusals" USING btree ("school_id","report_id");--> statement-breakpoint
ALTER TABLE "recusals" ADD CONSTRAINT "recusals_of_one" CHECK (num_nonnulls("recusals"."case_id", "recusals"."report_id") = 1);