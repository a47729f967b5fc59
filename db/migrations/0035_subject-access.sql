CREATE TABLE "access_items" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"matter_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"source_id" uuid NOT NULL,
	"choice" text NOT NULL,
	"words" text,
	"copy_id" uuid,
	"exemption" text,
	"reason" text,
	"decided_at" timestamp with time zone NOT NULL,
	"decided_by" uuid NOT NULL,
	CONSTRAINT "access_items_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "access_packs" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request_id" uuid NOT NULL,
	"matters" uuid[] NOT NULL,
	"given_to" text NOT NULL,
	"how" text NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	"given_by" uuid NOT NULL,
	"given_as" text NOT NULL,
	"pages" "bytea" NOT NULL,
	"sha256" text NOT NULL,
	"files" jsonb NOT NULL,
	"log" jsonb NOT NULL,
	CONSTRAINT "access_packs_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
CREATE TABLE "access_requests" (
	"school_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"asked_by" text DEFAULT '' NOT NULL,
	"checked" text NOT NULL,
	"received_on" date NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"extended_at" timestamp with time zone,
	"extended_by" uuid,
	"extended_why" text,
	"opened_by" uuid NOT NULL,
	"opened_at" timestamp with time zone NOT NULL,
	"ended_at" timestamp with time zone,
	"ended_by" uuid,
	"ended_words" text,
	CONSTRAINT "access_requests_school_id_id_pk" PRIMARY KEY("school_id","id")
);
--> statement-breakpoint
ALTER TABLE "access_items" ADD CONSTRAINT "access_items_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_items" ADD CONSTRAINT "access_items_school_id_request_id_access_requests_school_id_id_fk" FOREIGN KEY ("school_id","request_id") REFERENCES "public"."access_requests"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_packs" ADD CONSTRAINT "access_packs_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_packs" ADD CONSTRAINT "access_packs_school_id_request_id_access_requests_school_id_id_fk" FOREIGN KEY ("school_id","request_id") REFERENCES "public"."access_requests"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_packs" ADD CONSTRAINT "access_packs_school_id_given_by_people_school_id_id_fk" FOREIGN KEY ("school_id","given_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_school_id_person_id_people_school_id_id_fk" FOREIGN KEY ("school_id","person_id") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "access_requests" ADD CONSTRAINT "access_requests_school_id_opened_by_people_school_id_id_fk" FOREIGN KEY ("school_id","opened_by") REFERENCES "public"."people"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "access_items_source" ON "access_items" USING btree ("school_id","request_id","source_id");--> statement-breakpoint
CREATE INDEX "access_packs_by_request" ON "access_packs" USING btree ("school_id","request_id","given_at");--> statement-breakpoint
CREATE INDEX "access_requests_open" ON "access_requests" USING btree ("school_id","due_at","id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "access_requests_ended" ON "access_requests" USING btree ("school_id","ended_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "access_requests_by_person" ON "access_requests" USING btree ("school_id","person_id");