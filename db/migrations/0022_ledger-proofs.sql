CREATE TABLE "anchor_tries" (
	"single" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"tried_at" timestamp with time zone NOT NULL,
	"failures" integer NOT NULL,
	"problem" text
);
--> statement-breakpoint
CREATE TABLE "ledger_anchors" (
	"size" bigint NOT NULL,
	"stamped_at" timestamp with time zone NOT NULL,
	"authority" text NOT NULL,
	"answer" "bytea" NOT NULL,
	CONSTRAINT "ledger_anchors_size_stamped_at_pk" PRIMARY KEY("size","stamped_at")
);
--> statement-breakpoint
CREATE TABLE "ledger_checks" (
	"checked_at" timestamp with time zone PRIMARY KEY NOT NULL,
	"size" bigint NOT NULL,
	"anchors" integer NOT NULL,
	"fault" text
);
--> statement-breakpoint
CREATE TABLE "ledger_keys" (
	"since" bigint PRIMARY KEY NOT NULL,
	"verifier" text NOT NULL,
	"note" text,
	"made_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ledger_keys_verifier_unique" UNIQUE("verifier")
);
--> statement-breakpoint
CREATE TABLE "ledger_nodes" (
	"level" smallint NOT NULL,
	"index" bigint NOT NULL,
	"hash" "bytea" NOT NULL,
	CONSTRAINT "ledger_nodes_level_index_pk" PRIMARY KEY("level","index")
);
