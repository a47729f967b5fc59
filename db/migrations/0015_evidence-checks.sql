CREATE TABLE "evidence_checks" (
	"school_id" uuid NOT NULL,
	"evidence_id" uuid NOT NULL,
	"checked_at" timestamp with time zone NOT NULL,
	"found" text NOT NULL,
	"since" timestamp with time zone NOT NULL,
	CONSTRAINT "evidence_checks_school_id_evidence_id_pk" PRIMARY KEY("school_id","evidence_id")
);
--> statement-breakpoint
CREATE TABLE "evidence_nights" (
	"school_id" uuid NOT NULL,
	"night" date NOT NULL,
	"items" integer DEFAULT 0 NOT NULL,
	"bytes" bigint DEFAULT 0 NOT NULL,
	"ended_at" timestamp with time zone,
	"compared_at" timestamp with time zone,
	"strays" integer DEFAULT 0 NOT NULL,
	"dropped" integer DEFAULT 0 NOT NULL,
	"problem" text,
	CONSTRAINT "evidence_nights_school_id_night_pk" PRIMARY KEY("school_id","night")
);
--> statement-breakpoint
ALTER TABLE "evidence_checks" ADD CONSTRAINT "evidence_checks_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_checks" ADD CONSTRAINT "evidence_checks_school_id_evidence_id_evidence_school_id_id_fk" FOREIGN KEY ("school_id","evidence_id") REFERENCES "public"."evidence"("school_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evidence_nights" ADD CONSTRAINT "evidence_nights_school_id_schools_id_fk" FOREIGN KEY ("school_id") REFERENCES "public"."schools"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "evidence_damaged" ON "evidence_checks" USING btree ("school_id") WHERE "evidence_checks"."found" <> 'whole';--> statement-breakpoint
CREATE INDEX "evidence_by_letters" ON "evidence" USING btree (left("storage_key", 2));