CREATE TABLE "body_contacts" (
	"school_id" uuid NOT NULL,
	"body" text NOT NULL,
	"contact" text NOT NULL,
	"changed_at" timestamp with time zone NOT NULL,
	"changed_by" uuid NOT NULL,
	CONSTRAINT "body_contacts_school_id_body_pk" PRIMARY KEY("school_id","body")
);
--> statement-breakpoint
CREATE TABLE "outside_referrals" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"body" text NOT NULL,
	"takedown" boolean NOT NULL,
	"state" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"channel" text NOT NULL,
	"to_whom" text DEFAULT '' NOT NULL,
	"sent" text NOT NULL,
	"address" text,
	"basis" text NOT NULL,
	"basis_words" text DEFAULT '' NOT NULL,
	"reference" text,
	"reply" text,
	"visible" text,
	"chase_at" timestamp with time zone NOT NULL,
	"clock_id" uuid,
	"recorded_at" timestamp with time zone NOT NULL,
	"recorded_by" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "outside_referrals_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "outside_steps" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"action" text NOT NULL,
	"words" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"by_id" uuid NOT NULL,
	CONSTRAINT "outside_steps_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "body_contacts" ADD CONSTRAINT "body_contacts_school_id_changed_by_people_school_id_id_fk" FOREIGN KEY ("school_id","changed_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_referrals" ADD CONSTRAINT "outside_referrals_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_referrals" ADD CONSTRAINT "outside_referrals_school_id_recorded_by_people_school_id_id_fk" FOREIGN KEY ("school_id","recorded_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outside_steps" ADD CONSTRAINT "outside_steps_school_id_referral_id_outside_referrals_school_id_id_fk" FOREIGN KEY ("school_id","referral_id") REFERENCES "public"."outside_referrals"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "outside_referrals_by_chase" ON "outside_referrals" USING btree ("school_id","chase_at","id") WHERE state <> 'ended';--> statement-breakpoint
CREATE INDEX "outside_referrals_ended" ON "outside_referrals" USING btree ("school_id","chase_at","id") WHERE state = 'ended';--> statement-breakpoint
CREATE INDEX "outside_referrals_by_case" ON "outside_referrals" USING btree ("school_id","case_id","sent_at");--> statement-breakpoint
CREATE INDEX "outside_steps_by_referral" ON "outside_steps" USING btree ("school_id","referral_id","at");