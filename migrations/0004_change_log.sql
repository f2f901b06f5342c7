CREATE TABLE "change_chain" (
	"district_id" uuid NOT NULL,
	"position" bigint NOT NULL,
	"transaction" "xid8" NOT NULL,
	"change_id" uuid NOT NULL,
	"hash" "bytea" NOT NULL,
	"chained_before" "xid8" NOT NULL,
	CONSTRAINT "change_chain_district_id_position_pk" PRIMARY KEY("district_id","position"),
	CONSTRAINT "change_chain_once" UNIQUE("district_id","transaction","change_id")
);
--> statement-breakpoint
CREATE TABLE "change_log" (
	"district_id" uuid NOT NULL,
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"id" uuid DEFAULT uuidv7() NOT NULL,
	"at" timestamptz(3) DEFAULT clock_timestamp() NOT NULL,
	"action" text NOT NULL,
	"kind" text NOT NULL,
	"resource_id" text NOT NULL,
	"sourced_id" text,
	"school_id" uuid,
	"teacher_id" uuid,
	"version" integer,
	"client_id" uuid,
	"role" text,
	"on_behalf_of_teacher_id" uuid,
	"operation" text,
	"request_id" uuid,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "change_log_district_id_transaction_id_pk" PRIMARY KEY("district_id","transaction","id")
);
--> statement-breakpoint
ALTER TABLE "change_chain" ADD CONSTRAINT "change_chain_district_id_transaction_change_id_change_log_district_id_transaction_id_fk" FOREIGN KEY ("district_id","transaction","change_id") REFERENCES "public"."change_log"("district_id","transaction","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "change_log_resource" ON "change_log" USING btree ("district_id","kind","resource_id");--> statement-breakpoint
CREATE INDEX "change_log_teacher" ON "change_log" USING btree ("district_id","teacher_id");