CREATE TABLE "check_in_codes" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"code_hash" text NOT NULL,
	"opened_at" timestamptz(3) NOT NULL,
	"opened_by" uuid NOT NULL,
	"valid_until" timestamptz(3) NOT NULL,
	CONSTRAINT "check_in_codes_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "check_in_codes_number" UNIQUE("district_id","session_id","number")
);
--> statement-breakpoint
CREATE TABLE "check_in_tries" (
	"district_id" uuid NOT NULL,
	"code_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"refused" smallint NOT NULL,
	CONSTRAINT "check_in_tries_district_id_code_id_teacher_id_pk" PRIMARY KEY("district_id","code_id","teacher_id")
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"posts" integer NOT NULL,
	"replies" integer NOT NULL,
	"poll_answers" integer NOT NULL,
	"minutes_online" smallint NOT NULL,
	"last_seen_at" timestamptz(3),
	"reported_at" timestamptz(3) NOT NULL,
	"reported_by" uuid NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "interactions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "interactions_once" UNIQUE("district_id","session_id","teacher_id")
);
--> statement-breakpoint
CREATE TABLE "registrations" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"activity_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"status" text NOT NULL,
	"queue_number" integer NOT NULL,
	"registered_at" timestamptz(3) NOT NULL,
	"registered_by" uuid NOT NULL,
	"cancelled_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "registrations_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "registrations_queue" UNIQUE("district_id","activity_id","queue_number")
);
--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "tiers" smallint[];--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "capacity" integer;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "registration_closes_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "check_in_codes" ADD CONSTRAINT "check_in_codes_district_id_session_id_sessions_district_id_id_fk" FOREIGN KEY ("district_id","session_id") REFERENCES "public"."sessions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_tries" ADD CONSTRAINT "check_in_tries_district_id_code_id_check_in_codes_district_id_id_fk" FOREIGN KEY ("district_id","code_id") REFERENCES "public"."check_in_codes"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_tries" ADD CONSTRAINT "check_in_tries_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_district_id_session_id_sessions_district_id_id_fk" FOREIGN KEY ("district_id","session_id") REFERENCES "public"."sessions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_district_id_activity_id_activities_district_id_id_fk" FOREIGN KEY ("district_id","activity_id") REFERENCES "public"."activities"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_in_tries_teacher" ON "check_in_tries" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE INDEX "interactions_teacher" ON "interactions" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE UNIQUE INDEX "registrations_live" ON "registrations" USING btree ("district_id","activity_id","teacher_id") WHERE status <> 'cancelled';--> statement-breakpoint
CREATE INDEX "registrations_teacher" ON "registrations" USING btree ("district_id","teacher_id");