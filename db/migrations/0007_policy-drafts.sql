CREATE TABLE "policy_notes" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"words" text NOT NULL,
	"noted_at" timestamp with time zone NOT NULL,
	"noted_by" uuid NOT NULL,
	CONSTRAINT "policy_notes_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_signatures" (
	"school_id" uuid NOT NULL,
	"version_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"name" text NOT NULL,
	"sha256" text NOT NULL,
	"signed_at" timestamp with time zone NOT NULL,
	CONSTRAINT "policy_signatures_school_id_version_id_person_id_pk" PRIMARY KEY("school_id","version_id","person_id")
);
--> statement-breakpoint
DROP INDEX "policy_versions_by_policy";--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "approved_by" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "approved_on" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "next_review_on" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "published_at" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "sha256" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_clauses" ADD COLUMN "heading" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_clauses" ADD COLUMN "severity" smallint;--> statement-breakpoint
ALTER TABLE "policy_clauses" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "title" text;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "reviewed_on" date;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "statutory" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "on_website" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "linked" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "binds" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "origin" text DEFAULT 'blank' NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "drafted_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "drafted_by" uuid;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "revision" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ADD COLUMN "published_by" uuid;--> statement-breakpoint
ALTER TABLE "policy_notes" ADD CONSTRAINT "policy_notes_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_notes" ADD CONSTRAINT "policy_notes_school_id_version_id_policy_versions_school_id_id_fk" FOREIGN KEY ("school_id","version_id") REFERENCES "public"."policy_versions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_signatures" ADD CONSTRAINT "policy_signatures_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_signatures" ADD CONSTRAINT "policy_signatures_school_id_version_id_policy_versions_school_id_id_fk" FOREIGN KEY ("school_id","version_id") REFERENCES "public"."policy_versions"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "policy_notes_by_version" ON "policy_notes" USING btree ("school_id","version_id");--> statement-breakpoint
CREATE UNIQUE INDEX "policy_versions_one_draft" ON "policy_versions" USING btree ("school_id","policy_id") WHERE published_at is null;--> statement-breakpoint
UPDATE "policy_versions" v SET "title" = p."title", "statutory" = p."statutory", "on_website" = p."on_website", "drafted_at" = v."published_at" FROM "policies" p WHERE p."school_id" = v."school_id" AND p."id" = v."policy_id";--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "title" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "policy_versions" ALTER COLUMN "drafted_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "policies" DROP COLUMN "title";--> statement-breakpoint
ALTER TABLE "policies" DROP COLUMN "on_website";--> statement-breakpoint
ALTER TABLE "policies" DROP COLUMN "statutory";--> statement-breakpoint
ALTER TABLE "policy_clauses" ADD CONSTRAINT "policy_clauses_code" UNIQUE("school_id","version_id","code");--> statement-breakpoint
ALTER TABLE "policy_versions" ADD CONSTRAINT "policy_versions_number" UNIQUE("school_id","policy_id","number");