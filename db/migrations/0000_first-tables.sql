CREATE TABLE "case_actions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"words" text NOT NULL,
	"due_on" date NOT NULL,
	"for_id" uuid NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"added_by" uuid NOT NULL,
	"done_at" timestamp with time zone,
	"done_by" uuid,
	CONSTRAINT "case_actions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "case_events" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"words" text,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "case_events_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "case_reports" (
	"school_id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"joined_at" timestamp with time zone NOT NULL,
	"joined_by" uuid NOT NULL,
	CONSTRAINT "case_reports_school_id_case_id_report_id_pk" PRIMARY KEY("school_id","case_id","report_id")
);
--> statement-breakpoint
CREATE TABLE "cases" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reference" text NOT NULL,
	"type" text NOT NULL,
	"subtype" text,
	"track" text NOT NULL,
	"restricted" boolean NOT NULL,
	"state" text NOT NULL,
	"severity" smallint NOT NULL,
	"owner_id" uuid NOT NULL,
	"summary" text DEFAULT '' NOT NULL,
	"due_at" timestamp with time zone,
	"snoozed_until" timestamp with time zone,
	"waiting_on" text,
	"outcome" text,
	"opened_at" timestamp with time zone NOT NULL,
	"opened_by" uuid NOT NULL,
	"closed_at" timestamp with time zone,
	"closed_by" uuid,
	"evidence_count" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "cases_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "cases_reference" UNIQUE("school_id","reference")
);
--> statement-breakpoint
CREATE TABLE "circle" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"matter_id" uuid NOT NULL,
	"capacity" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"added_by" uuid,
	CONSTRAINT "circle_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "clocks" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"report_id" uuid,
	"case_id" uuid,
	"kind" text NOT NULL,
	"unit" text NOT NULL,
	"length" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"stopped_at" timestamp with time zone,
	"stopped_by" uuid,
	"basis" text NOT NULL,
	"mark" text NOT NULL,
	CONSTRAINT "clocks_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "decisions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"referral_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"outcome" text,
	"reason" text NOT NULL,
	"clause_id" uuid,
	"evidence" jsonb NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	"decided_by" uuid NOT NULL,
	"decided_as" text NOT NULL,
	CONSTRAINT "decisions_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "decisions_once" UNIQUE("school_id","referral_id")
);
--> statement-breakpoint
CREATE TABLE "involvements" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"report_id" uuid,
	"case_id" uuid,
	"person_id" uuid NOT NULL,
	"part" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	"added_by" uuid NOT NULL,
	CONSTRAINT "involvements_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "referrals" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"case_id" uuid NOT NULL,
	"to" text NOT NULL,
	"to_person_id" uuid,
	"asked" text NOT NULL,
	"evidence_ids" uuid[] NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"sent_by" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"outside_reference" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "referrals_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "walls" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"matter_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"built_at" timestamp with time zone NOT NULL,
	CONSTRAINT "walls_school_id_person_id_matter_id_pk" PRIMARY KEY("school_id","person_id","matter_id")
);
--> statement-breakpoint
CREATE TABLE "evidence" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"draft_id" uuid,
	"report_id" uuid,
	"uploader_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"media_type" text NOT NULL,
	"file_name" text NOT NULL,
	"size" bigint NOT NULL,
	"sha256" text NOT NULL,
	"storage_key" text NOT NULL,
	"width" integer,
	"height" integer,
	"arrived_by" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"state" text NOT NULL,
	"caption" text DEFAULT '' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"platform" text,
	"address" text,
	"handle" text,
	"posted_at" timestamp with time zone,
	"seen_at" timestamp with time zone,
	"captured_at" timestamp with time zone,
	"zone" text DEFAULT 'Europe/London' NOT NULL,
	"method" text,
	"device_owner" text,
	"original_kept" text,
	"original_where" text,
	CONSTRAINT "evidence_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"school_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"key" text,
	"person_id" uuid NOT NULL,
	"draft_id" uuid,
	"report_id" uuid,
	"name" text NOT NULL,
	"size" bigint NOT NULL,
	"type" text NOT NULL,
	"arrived_by" text NOT NULL,
	"metadata" jsonb,
	"announced_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone,
	"answer" jsonb,
	CONSTRAINT "uploads_school_id_evidence_id_pk" PRIMARY KEY("school_id","evidence_id"),
	CONSTRAINT "uploads_key" UNIQUE("school_id","key")
);
--> statement-breakpoint
CREATE TABLE "snapshots" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"term_name" text NOT NULL,
	"meeting_on" date NOT NULL,
	"from_day" date NOT NULL,
	"to_day" date NOT NULL,
	"version" integer NOT NULL,
	"tables" jsonb NOT NULL,
	"notes" text DEFAULT '' NOT NULL,
	"frozen_at" timestamp with time zone NOT NULL,
	"frozen_by" uuid NOT NULL,
	CONSTRAINT "snapshots_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_checkpoints" (
	"size" bigint PRIMARY KEY NOT NULL,
	"root" "bytea" NOT NULL,
	"frontier" "bytea"[] NOT NULL,
	"note" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"leaf_id" uuid NOT NULL,
	"leaf_hash" "bytea" NOT NULL,
	CONSTRAINT "ledger_entries_leaf_id_unique" UNIQUE("leaf_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_leaves" (
	"id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"object_id" uuid NOT NULL,
	"chain_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"leaf" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_openings" (
	"leaf_id" uuid PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"salt" "bytea" NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_pending" (
	"leaf_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ledger_pseudonyms" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"pseudonym" uuid NOT NULL,
	CONSTRAINT "ledger_pseudonyms_school_id_person_id_pk" PRIMARY KEY("school_id","person_id"),
	CONSTRAINT "ledger_pseudonyms_pseudonym_unique" UNIQUE("pseudonym")
);
--> statement-breakpoint
CREATE TABLE "mails" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"notice_id" uuid,
	"matter_id" uuid,
	"person_id" uuid NOT NULL,
	"to_address" text NOT NULL,
	"subject" text NOT NULL,
	"body" text NOT NULL,
	"html" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"sent_at" timestamp with time zone,
	"state" text NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	CONSTRAINT "mails_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "mails_once" UNIQUE("school_id","notice_id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"matter_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"path" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone,
	CONSTRAINT "notices_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "accounts" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"email" text NOT NULL,
	"password_hash" text,
	"totp_secret" "bytea",
	"totp_last_step" integer,
	"state" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_sign_in_at" timestamp with time zone,
	"suspended_at" timestamp with time zone,
	"suspended_by" uuid,
	CONSTRAINT "accounts_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "accounts_person" UNIQUE("school_id","person_id"),
	CONSTRAINT "accounts_email" UNIQUE("school_id","email")
);
--> statement-breakpoint
CREATE TABLE "conflict_declarations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"with_person_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"declared_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "conflict_declarations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"school_id" uuid NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"account_id" uuid NOT NULL,
	"linked_at" timestamp with time zone NOT NULL,
	CONSTRAINT "identities_school_id_issuer_subject_pk" PRIMARY KEY("school_id","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"created_by" uuid,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "invitations_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "people" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"engagement" text,
	"name" text NOT NULL,
	"email" text,
	"job_title" text,
	"year_group" text,
	"line_manager_id" uuid,
	"platform" text,
	"handle" text,
	"created_at" timestamp with time zone NOT NULL,
	"left_at" timestamp with time zone,
	CONSTRAINT "people_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"school_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"key" uuid NOT NULL,
	"verb" text NOT NULL,
	"result" jsonb,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipts_school_id_person_id_key_pk" PRIMARY KEY("school_id","person_id","key")
);
--> statement-breakpoint
CREATE TABLE "recovery_codes" (
	"school_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"code_hash" "bytea" NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "recovery_codes_school_id_account_id_code_hash_pk" PRIMARY KEY("school_id","account_id","code_hash")
);
--> statement-breakpoint
CREATE TABLE "role_assignments" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"role" text NOT NULL,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone,
	"cover_for" uuid,
	"assigned_by" uuid,
	CONSTRAINT "role_assignments_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" "bytea" PRIMARY KEY NOT NULL,
	"school_id" uuid NOT NULL,
	"account_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"method" text NOT NULL,
	"second_factor" boolean NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"idle_expires_at" timestamp with time zone NOT NULL,
	"absolute_expires_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"user_agent" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"throttle_key" "bytea" NOT NULL,
	"at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "policies" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"title" text NOT NULL,
	"on_website" boolean NOT NULL,
	"statutory" boolean NOT NULL,
	CONSTRAINT "policies_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_clauses" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"code" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"types" text[] NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "policy_clauses_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_versions" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"policy_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"approved_by" text NOT NULL,
	"approved_on" date NOT NULL,
	"next_review_on" date NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "policy_versions_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "addenda" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"words" text NOT NULL,
	"added_at" timestamp with time zone NOT NULL,
	CONSTRAINT "addenda_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "drafts" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"answers" jsonb NOT NULL,
	"text_only" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"saved_at" timestamp with time zone NOT NULL,
	"sent_report_id" uuid,
	CONSTRAINT "drafts_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"from_handler" boolean NOT NULL,
	"words" text NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	CONSTRAINT "messages_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "report_progress" (
	"school_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"state" text NOT NULL,
	"words" text,
	"changed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "report_progress_school_id_report_id_pk" PRIMARY KEY("school_id","report_id")
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"reference" text NOT NULL,
	"reporter_id" uuid NOT NULL,
	"sent_at" timestamp with time zone NOT NULL,
	"type" text NOT NULL,
	"subtype" text,
	"track" text NOT NULL,
	"route_row" integer NOT NULL,
	"restricted" boolean NOT NULL,
	"text_only" boolean NOT NULL,
	"danger" boolean NOT NULL,
	"affected" text NOT NULL,
	"about" text[] NOT NULL,
	"happened_on" date,
	"happened_time" text,
	"happened_unknown" boolean NOT NULL,
	"platform" text,
	"address" text,
	"handle" text,
	"closed_group" text,
	"how_known" text,
	"account" text NOT NULL,
	"wish" text,
	"police_wish" text,
	"chosen_recipient" text,
	"content_hash" text NOT NULL,
	CONSTRAINT "reports_school_id_id_pk" PRIMARY KEY("school_id","id"),
	CONSTRAINT "reports_reference" UNIQUE("school_id","reference")
);
--> statement-breakpoint
CREATE TABLE "triages" (
	"school_id" uuid NOT NULL,
	"report_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"type" text NOT NULL,
	"track" text NOT NULL,
	"restricted" boolean NOT NULL,
	"state" text NOT NULL,
	"severity" smallint NOT NULL,
	"owner_id" uuid,
	"received_at" timestamp with time zone NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"snoozed_until" timestamp with time zone,
	"case_id" uuid,
	"reason" text,
	"triaged_at" timestamp with time zone,
	"triaged_by" uuid,
	"evidence_count" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "triages_school_id_report_id_pk" PRIMARY KEY("school_id","report_id"),
	CONSTRAINT "triages_reference" UNIQUE("school_id","reference")
);
--> statement-breakpoint
CREATE TABLE "concern_types" (
	"school_id" uuid NOT NULL,
	"code" text NOT NULL,
	"label" text NOT NULL,
	"definition" text NOT NULL,
	"source" text NOT NULL,
	"position" integer NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	CONSTRAINT "concern_types_school_id_code_pk" PRIMARY KEY("school_id","code")
);
--> statement-breakpoint
CREATE TABLE "inset_days" (
	"school_id" uuid NOT NULL,
	"day" date NOT NULL,
	CONSTRAINT "inset_days_school_id_day_pk" PRIMARY KEY("school_id","day")
);
--> statement-breakpoint
CREATE TABLE "installation" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"demo" boolean NOT NULL,
	"origin" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "routes" (
	"school_id" uuid NOT NULL,
	"row" integer NOT NULL,
	"track" text NOT NULL,
	"about" text NOT NULL,
	"owners" text[] NOT NULL,
	"told" text[] NOT NULL,
	"walled" text[] NOT NULL,
	"external" text[] NOT NULL,
	"restricted" boolean DEFAULT false NOT NULL,
	"source" text NOT NULL,
	"as_of" date NOT NULL,
	"mark" text NOT NULL,
	"added" jsonb DEFAULT '[]'::jsonb NOT NULL,
	CONSTRAINT "routes_school_id_row_pk" PRIMARY KEY("school_id","row")
);
--> statement-breakpoint
CREATE TABLE "schools" (
	"id" uuid PRIMARY KEY NOT NULL,
	"trust_id" uuid,
	"name" text NOT NULL,
	"urn" text,
	"nation" text DEFAULT 'england' NOT NULL,
	"phase" text NOT NULL,
	"kind" text NOT NULL,
	"pupils_on_roll" integer NOT NULL,
	"opens_at" text DEFAULT '08:30' NOT NULL,
	"closes_at" text DEFAULT '16:30' NOT NULL,
	"safeguarding_phone" text NOT NULL,
	"out_of_hours" text NOT NULL,
	"idle_minutes" integer DEFAULT 30 NOT NULL,
	"absolute_hours" integer DEFAULT 8 NOT NULL,
	"recipient_choices" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "terms" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	CONSTRAINT "terms_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "trusts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "case_actions" ADD CONSTRAINT "case_actions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_actions" ADD CONSTRAINT "case_actions_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_events" ADD CONSTRAINT "case_events_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reports" ADD CONSTRAINT "case_reports_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reports" ADD CONSTRAINT "case_reports_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "case_reports" ADD CONSTRAINT "case_reports_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cases" ADD CONSTRAINT "cases_school_id_owner_id_people_school_id_id_fk" FOREIGN KEY ("school_id","owner_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "circle" ADD CONSTRAINT "circle_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "circle" ADD CONSTRAINT "circle_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clocks" ADD CONSTRAINT "clocks_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "decisions" ADD CONSTRAINT "decisions_school_id_referral_id_referrals_school_id_id_fk" FOREIGN KEY ("school_id","referral_id") REFERENCES "public"."referrals"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "involvements" ADD CONSTRAINT "involvements_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "involvements" ADD CONSTRAINT "involvements_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "involvements" ADD CONSTRAINT "involvements_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "involvements" ADD CONSTRAINT "involvements_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "referrals" ADD CONSTRAINT "referrals_school_id_case_id_cases_school_id_id_fk" FOREIGN KEY ("school_id","case_id") REFERENCES "public"."cases"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "walls" ADD CONSTRAINT "walls_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "walls" ADD CONSTRAINT "walls_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_school_id_uploader_id_people_school_id_id_fk" FOREIGN KEY ("school_id","uploader_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence" ADD CONSTRAINT "evidence_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "snapshots" ADD CONSTRAINT "snapshots_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "mails" ADD CONSTRAINT "mails_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflict_declarations" ADD CONSTRAINT "conflict_declarations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflict_declarations" ADD CONSTRAINT "conflict_declarations_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "conflict_declarations" ADD CONSTRAINT "conflict_declarations_school_id_with_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","with_person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "identities" ADD CONSTRAINT "identities_school_id_account_id_accounts_school_id_id_fk" FOREIGN KEY ("school_id","account_id") REFERENCES "public"."accounts"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_school_id_account_id_accounts_school_id_id_fk" FOREIGN KEY ("school_id","account_id") REFERENCES "public"."accounts"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people" ADD CONSTRAINT "people_school_id_line_manager_id_people_school_id_id_fk" FOREIGN KEY ("school_id","line_manager_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recovery_codes" ADD CONSTRAINT "recovery_codes_school_id_account_id_accounts_school_id_id_fk" FOREIGN KEY ("school_id","account_id") REFERENCES "public"."accounts"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "role_assignments" ADD CONSTRAINT "role_assignments_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_school_id_account_id_accounts_school_id_id_fk" FOREIGN KEY ("school_id","account_id") REFERENCES "public"."accounts"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policies" ADD CONSTRAINT "policies_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_clauses" ADD CONSTRAINT "policy_clauses_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_clauses" ADD CONSTRAINT "policy_clauses_school_id_version_id_policy_versions_school_id_id_fk" FOREIGN KEY ("school_id","version_id") REFERENCES "public"."policy_versions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_school_id_policy_id_policies_school_id_id_fk" FOREIGN KEY ("school_id","policy_id") REFERENCES "public"."policies"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addenda" ADD CONSTRAINT "addenda_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "addenda" ADD CONSTRAINT "addenda_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "drafts" ADD CONSTRAINT "drafts_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_progress" ADD CONSTRAINT "report_progress_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_progress" ADD CONSTRAINT "report_progress_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_school_id_reporter_id_people_school_id_id_fk" FOREIGN KEY ("school_id","reporter_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triages" ADD CONSTRAINT "triages_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triages" ADD CONSTRAINT "triages_school_id_report_id_reports_school_id_id_fk" FOREIGN KEY ("school_id","report_id") REFERENCES "public"."reports"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "concern_types" ADD CONSTRAINT "concern_types_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "inset_days" ADD CONSTRAINT "inset_days_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "routes" ADD CONSTRAINT "routes_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_trust_id_trusts_id_fk" FOREIGN KEY ("trust_id") REFERENCES "public"."trusts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "terms" ADD CONSTRAINT "terms_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "case_actions_by_case" ON "case_actions" USING btree ("school_id","case_id");--> statement-breakpoint
CREATE INDEX "case_events_by_case" ON "case_events" USING btree ("school_id","case_id","at");--> statement-breakpoint
CREATE INDEX "case_reports_by_report" ON "case_reports" USING btree ("school_id","report_id");--> statement-breakpoint
CREATE INDEX "cases_queue" ON "cases" USING btree ("school_id","state","severity" DESC NULLS LAST,"due_at","id");--> statement-breakpoint
CREATE INDEX "cases_all" ON "cases" USING btree ("school_id","severity" DESC NULLS LAST,"due_at","id");--> statement-breakpoint
CREATE INDEX "cases_by_owner" ON "cases" USING btree ("school_id","owner_id","state");--> statement-breakpoint
CREATE INDEX "circle_by_person" ON "circle" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "circle_by_matter" ON "circle" USING btree ("school_id","matter_id");--> statement-breakpoint
CREATE INDEX "clocks_by_case" ON "clocks" USING btree ("school_id","case_id");--> statement-breakpoint
CREATE INDEX "clocks_by_report" ON "clocks" USING btree ("school_id","report_id");--> statement-breakpoint
CREATE INDEX "clocks_due" ON "clocks" USING btree ("school_id","due_at");--> statement-breakpoint
CREATE INDEX "decisions_by_case" ON "decisions" USING btree ("school_id","case_id");--> statement-breakpoint
CREATE INDEX "involvements_by_report" ON "involvements" USING btree ("school_id","report_id");--> statement-breakpoint
CREATE INDEX "involvements_by_case" ON "involvements" USING btree ("school_id","case_id");--> statement-breakpoint
CREATE INDEX "involvements_by_person" ON "involvements" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "referrals_by_person" ON "referrals" USING btree ("school_id","to_person_id","state","due_at");--> statement-breakpoint
CREATE INDEX "referrals_by_case" ON "referrals" USING btree ("school_id","case_id");--> statement-breakpoint
CREATE INDEX "walls_by_matter" ON "walls" USING btree ("school_id","matter_id");--> statement-breakpoint
CREATE INDEX "evidence_by_draft" ON "evidence" USING btree ("school_id","draft_id");--> statement-breakpoint
CREATE INDEX "evidence_by_report" ON "evidence" USING btree ("school_id","report_id");--> statement-breakpoint
CREATE INDEX "uploads_by_person" ON "uploads" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "snapshots_by_meeting" ON "snapshots" USING btree ("school_id","meeting_on");--> statement-breakpoint
CREATE INDEX "ledger_leaves_by_object" ON "ledger_leaves" USING btree ("school_id","object_id","at");--> statement-breakpoint
CREATE INDEX "ledger_leaves_by_chain" ON "ledger_leaves" USING btree ("school_id","chain_id","at");--> statement-breakpoint
CREATE INDEX "mails_by_time" ON "mails" USING btree ("school_id","created_at");--> statement-breakpoint
CREATE INDEX "notices_by_person" ON "notices" USING btree ("school_id","person_id","created_at");--> statement-breakpoint
CREATE INDEX "accounts_by_email" ON "accounts" USING btree ("email");--> statement-breakpoint
CREATE INDEX "conflict_declarations_by_person" ON "conflict_declarations" USING btree ("school_id","with_person_id");--> statement-breakpoint
CREATE INDEX "invitations_by_token" ON "invitations" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "people_by_name" ON "people" USING btree ("school_id","kind","name");--> statement-breakpoint
CREATE INDEX "role_assignments_by_person" ON "role_assignments" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "role_assignments_by_role" ON "role_assignments" USING btree ("school_id","role");--> statement-breakpoint
CREATE INDEX "sessions_by_account" ON "sessions" USING btree ("school_id","account_id");--> statement-breakpoint
CREATE INDEX "sign_in_failures_by_key" ON "sign_in_failures" USING btree ("throttle_key","at");--> statement-breakpoint
CREATE INDEX "policy_clauses_by_version" ON "policy_clauses" USING btree ("school_id","version_id","position");--> statement-breakpoint
CREATE INDEX "policy_versions_by_policy" ON "policy_versions" USING btree ("school_id","policy_id","number");--> statement-breakpoint
CREATE INDEX "addenda_by_report" ON "addenda" USING btree ("school_id","report_id","added_at");--> statement-breakpoint
CREATE INDEX "drafts_by_person" ON "drafts" USING btree ("school_id","person_id");--> statement-breakpoint
CREATE INDEX "messages_by_report" ON "messages" USING btree ("school_id","report_id","sent_at");--> statement-breakpoint
CREATE INDEX "reports_by_reporter" ON "reports" USING btree ("school_id","reporter_id","sent_at");--> statement-breakpoint
CREATE INDEX "reports_by_time" ON "reports" USING btree ("school_id","sent_at");--> statement-breakpoint
CREATE INDEX "triages_queue" ON "triages" USING btree ("school_id","state","severity" DESC NULLS LAST,"due_at","report_id");--> statement-breakpoint
CREATE INDEX "triages_all" ON "triages" USING btree ("school_id","severity" DESC NULLS LAST,"due_at","report_id");--> statement-breakpoint
CREATE INDEX "triages_by_owner" ON "triages" USING btree ("school_id","owner_id","state");