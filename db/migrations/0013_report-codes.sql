CREATE TABLE "report_codes" (
	"school_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_codes_school_id_account_id_pk" PRIMARY KEY("school_id","account_id"),
	CONSTRAINT "report_codes_hash" UNIQUE("code_hash")
);
--> statement-breakpoint
ALTER TABLE "schools" ADD COLUMN "tell_name" text;--> statement-breakpoint
ALTER TABLE "report_codes" ADD CONSTRAINT "report_codes_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_codes" ADD CONSTRAINT "report_codes_school_id_account_id_accounts_school_id_id_fk" FOREIGN KEY ("school_id","account_id") REFERENCES "public"."accounts"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_tell_name" UNIQUE("tell_name");