CREATE TABLE "clients" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"school_id" uuid,
	"teacher_id" uuid,
	"key_hash" text NOT NULL,
	"key_start" text NOT NULL,
	"expires_at" timestamptz(3),
	"last_used_at" timestamptz(3),
	"revoked_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "clients_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "clients_key_hash" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "districts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"code" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "districts_code_unique" UNIQUE("code")
);
--> statement-breakpoint
CREATE TABLE "operator_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"key_hash" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "operator_keys_key_hash_unique" UNIQUE("key_hash")
);
--> statement-breakpoint
CREATE TABLE "activities" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sourced_id" text,
	"title" text NOT NULL,
	"description" text,
	"host_school_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "activities_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "activities_sourced_id" UNIQUE("district_id","sourced_id")
);
--> statement-breakpoint
CREATE TABLE "activity_schools" (
	"district_id" uuid NOT NULL,
	"activity_id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	CONSTRAINT "activity_schools_district_id_activity_id_school_id_pk" PRIMARY KEY("district_id","activity_id","school_id")
);
--> statement-breakpoint
CREATE TABLE "attendances" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"session_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"role" text NOT NULL,
	"status" text NOT NULL,
	"minutes_attended" integer,
	"segment_numbers" smallint[],
	"late_reason" text,
	"recorded_at" timestamptz(3) NOT NULL,
	"recorded_by" uuid NOT NULL,
	"confirmed_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "attendances_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "attendances_once" UNIQUE("district_id","session_id","teacher_id","role")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"activity_id" uuid NOT NULL,
	"status" text DEFAULT 'scheduled' NOT NULL,
	"starts_at" timestamptz(3) NOT NULL,
	"ends_at" timestamptz(3) NOT NULL,
	"date" date NOT NULL,
	"semester" smallint NOT NULL,
	"delivery" text NOT NULL,
	"location" text,
	"segments" json NOT NULL,
	"confirmed_at" timestamptz(3),
	"confirmed_by" uuid,
	"cancellation_reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "sessions_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "credit_runs" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"semester" smallint NOT NULL,
	"sequence" smallint NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"policy_edition_id" uuid NOT NULL,
	"teachers" integer NOT NULL,
	"statements" integer NOT NULL,
	"lecture_hours" integer NOT NULL,
	"practice_hours" integer NOT NULL,
	"lecture_credits" integer NOT NULL,
	"practice_credits" integer NOT NULL,
	"sha256" text NOT NULL,
	"computed_at" timestamptz(3) NOT NULL,
	"signed_off_at" timestamptz(3),
	"signed_off_by" uuid,
	"sealed_at" timestamptz(3),
	"sealed_by" uuid,
	"reason" text,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "credit_runs_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "credit_runs_sequence" UNIQUE("district_id","school_id","academic_year","semester","sequence")
);
--> statement-breakpoint
CREATE TABLE "credit_statements" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"teacher_name" text NOT NULL,
	"school_name" text NOT NULL,
	"academic_year" text NOT NULL,
	"semester" smallint NOT NULL,
	"ledger_position" integer NOT NULL,
	"lecture_hours" integer NOT NULL,
	"practice_hours" integer NOT NULL,
	"uncounted_hours" integer NOT NULL,
	"lecture_entitlement" integer NOT NULL,
	"practice_entitlement" integer NOT NULL,
	"lecture_awarded_before" integer NOT NULL,
	"practice_awarded_before" integer NOT NULL,
	"lecture_award" integer NOT NULL,
	"practice_award" integer NOT NULL,
	"lecture_remainder" integer NOT NULL,
	"practice_remainder" integer NOT NULL,
	"hours_required" integer NOT NULL,
	"hours_by_school" json NOT NULL,
	"corrects" json NOT NULL,
	CONSTRAINT "credit_statements_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "credit_statements_once" UNIQUE("district_id","run_id","teacher_id","semester")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"district_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"answer" json,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_district_id_client_id_key_pk" PRIMARY KEY("district_id","client_id","key")
);
--> statement-breakpoint
CREATE TABLE "hour_entries" (
	"district_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"target" integer,
	"category" text NOT NULL,
	"form" text,
	"module" text,
	"role" text NOT NULL,
	"delivery" text NOT NULL,
	"hours" integer NOT NULL,
	"counted_hours" integer NOT NULL,
	"date" date NOT NULL,
	"academic_year" text NOT NULL,
	"semester" smallint NOT NULL,
	"school_id" uuid NOT NULL,
	"source" text NOT NULL,
	"title" text NOT NULL,
	"session_id" uuid,
	"segment" smallint,
	"revision" smallint DEFAULT 0 NOT NULL,
	"starts_at" timestamptz(3),
	"ends_at" timestamptz(3),
	"recorded_at" timestamptz(3) NOT NULL,
	"known_at" timestamptz(3) NOT NULL,
	"policy_edition_id" uuid NOT NULL,
	"entered_by" uuid NOT NULL,
	"reason" text,
	"issuer" text,
	"evidence" text,
	CONSTRAINT "hour_entries_district_id_teacher_id_number_pk" PRIMARY KEY("district_id","teacher_id","number"),
	CONSTRAINT "hour_entries_id" UNIQUE("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "ledger_positions" (
	"district_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "ledger_positions_district_id_teacher_id_pk" PRIMARY KEY("district_id","teacher_id")
);
--> statement-breakpoint
CREATE TABLE "exports" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"request" json NOT NULL,
	"school_id" uuid,
	"file_id" uuid,
	"manifest" json,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "exports_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "file_chunks" (
	"district_id" uuid NOT NULL,
	"file_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"content" "bytea" NOT NULL,
	CONSTRAINT "file_chunks_district_id_file_id_sequence_pk" PRIMARY KEY("district_id","file_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "files" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "files_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "import_rows" (
	"district_id" uuid NOT NULL,
	"import_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"file" text NOT NULL,
	"row_number" integer NOT NULL,
	"outcome" text NOT NULL,
	"column" text,
	"code" text,
	"params" json,
	"cause" text,
	CONSTRAINT "import_rows_district_id_import_id_number_pk" PRIMARY KEY("district_id","import_id","number")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"dry_run" boolean NOT NULL,
	"file_id" uuid NOT NULL,
	"school_id" uuid,
	"totals" json,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "imports_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"school_id" uuid,
	"input" json NOT NULL,
	"progress_done" integer DEFAULT 0 NOT NULL,
	"progress_total" integer DEFAULT 0 NOT NULL,
	"error" json,
	"result" json,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"finished_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "operations_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "policy_editions" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"code" text NOT NULL,
	"first_academic_year" text NOT NULL,
	"document" json NOT NULL,
	"sha256" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "policy_editions_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "policy_editions_code" UNIQUE("district_id","code"),
	CONSTRAINT "policy_editions_first_year" UNIQUE("district_id","first_academic_year")
);
--> statement-breakpoint
CREATE TABLE "academic_years" (
	"district_id" uuid NOT NULL,
	"code" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "academic_years_district_id_code_pk" PRIMARY KEY("district_id","code")
);
--> statement-breakpoint
CREATE TABLE "homeroom_duties" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sourced_id" text NOT NULL,
	"teacher_id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"class_name" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "homeroom_duties_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "homeroom_duties_sourced_id" UNIQUE("district_id","sourced_id")
);
--> statement-breakpoint
CREATE TABLE "leaves" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "leaves_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "leaves_teacher_dates" UNIQUE("district_id","teacher_id","starts_on","ends_on")
);
--> statement-breakpoint
CREATE TABLE "obligation_adjustments" (
	"district_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"hours_required" integer NOT NULL,
	"reason" text NOT NULL,
	"approved_by" uuid NOT NULL,
	"approved_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "obligation_adjustments_district_id_teacher_id_academic_year_pk" PRIMARY KEY("district_id","teacher_id","academic_year")
);
--> statement-breakpoint
CREATE TABLE "school_groups" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sourced_id" text NOT NULL,
	"name" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "school_groups_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "school_groups_sourced_id" UNIQUE("district_id","sourced_id")
);
--> statement-breakpoint
CREATE TABLE "schools" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sourced_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"identifier" text,
	"school_group_id" uuid,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "schools_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "schools_sourced_id" UNIQUE("district_id","sourced_id")
);
--> statement-breakpoint
CREATE TABLE "semesters" (
	"district_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"number" smallint NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	CONSTRAINT "semesters_district_id_academic_year_number_pk" PRIMARY KEY("district_id","academic_year","number")
);
--> statement-breakpoint
CREATE TABLE "teachers" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"sourced_id" text NOT NULL,
	"name" text NOT NULL,
	"professional_title" text DEFAULT 'none' NOT NULL,
	"earlier_service_years" smallint DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "teachers_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "teachers_sourced_id" UNIQUE("district_id","sourced_id")
);
--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_district_id_host_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","host_school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_schools" ADD CONSTRAINT "activity_schools_district_id_activity_id_activities_district_id_id_fk" FOREIGN KEY ("district_id","activity_id") REFERENCES "public"."activities"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "activity_schools" ADD CONSTRAINT "activity_schools_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_district_id_session_id_sessions_district_id_id_fk" FOREIGN KEY ("district_id","session_id") REFERENCES "public"."sessions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendances" ADD CONSTRAINT "attendances_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_district_id_activity_id_activities_district_id_id_fk" FOREIGN KEY ("district_id","activity_id") REFERENCES "public"."activities"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_runs" ADD CONSTRAINT "credit_runs_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_runs" ADD CONSTRAINT "credit_runs_district_id_policy_edition_id_policy_editions_district_id_id_fk" FOREIGN KEY ("district_id","policy_edition_id") REFERENCES "public"."policy_editions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_statements" ADD CONSTRAINT "credit_statements_district_id_run_id_credit_runs_district_id_id_fk" FOREIGN KEY ("district_id","run_id") REFERENCES "public"."credit_runs"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_statements" ADD CONSTRAINT "credit_statements_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_entries" ADD CONSTRAINT "hour_entries_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_entries" ADD CONSTRAINT "hour_entries_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hour_entries" ADD CONSTRAINT "hour_entries_district_id_policy_edition_id_policy_editions_district_id_id_fk" FOREIGN KEY ("district_id","policy_edition_id") REFERENCES "public"."policy_editions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ledger_positions" ADD CONSTRAINT "ledger_positions_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_district_id_id_operations_district_id_id_fk" FOREIGN KEY ("district_id","id") REFERENCES "public"."operations"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exports" ADD CONSTRAINT "exports_district_id_file_id_files_district_id_id_fk" FOREIGN KEY ("district_id","file_id") REFERENCES "public"."files"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "file_chunks" ADD CONSTRAINT "file_chunks_district_id_file_id_files_district_id_id_fk" FOREIGN KEY ("district_id","file_id") REFERENCES "public"."files"("district_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "import_rows" ADD CONSTRAINT "import_rows_district_id_import_id_imports_district_id_id_fk" FOREIGN KEY ("district_id","import_id") REFERENCES "public"."imports"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_district_id_id_operations_district_id_id_fk" FOREIGN KEY ("district_id","id") REFERENCES "public"."operations"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "imports" ADD CONSTRAINT "imports_district_id_file_id_files_district_id_id_fk" FOREIGN KEY ("district_id","file_id") REFERENCES "public"."files"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "operations" ADD CONSTRAINT "operations_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "policy_editions" ADD CONSTRAINT "policy_editions_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "academic_years" ADD CONSTRAINT "academic_years_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "homeroom_duties" ADD CONSTRAINT "homeroom_duties_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "homeroom_duties" ADD CONSTRAINT "homeroom_duties_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leaves" ADD CONSTRAINT "leaves_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "obligation_adjustments" ADD CONSTRAINT "obligation_adjustments_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "school_groups" ADD CONSTRAINT "school_groups_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "schools" ADD CONSTRAINT "schools_district_id_school_group_id_school_groups_district_id_id_fk" FOREIGN KEY ("district_id","school_group_id") REFERENCES "public"."school_groups"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "semesters" ADD CONSTRAINT "semesters_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "teachers" ADD CONSTRAINT "teachers_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "clients_school" ON "clients" USING btree ("district_id","school_id");--> statement-breakpoint
CREATE INDEX "activities_host" ON "activities" USING btree ("district_id","host_school_id");--> statement-breakpoint
CREATE INDEX "activity_schools_school" ON "activity_schools" USING btree ("district_id","school_id");--> statement-breakpoint
CREATE INDEX "attendances_teacher" ON "attendances" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE INDEX "sessions_activity" ON "sessions" USING btree ("district_id","activity_id");--> statement-breakpoint
CREATE INDEX "sessions_date" ON "sessions" USING btree ("district_id","date");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_runs_one_open" ON "credit_runs" USING btree ("district_id","school_id","academic_year","semester") WHERE status <> 'sealed';--> statement-breakpoint
CREATE INDEX "credit_runs_semester" ON "credit_runs" USING btree ("district_id","academic_year","semester");--> statement-breakpoint
CREATE INDEX "credit_statements_teacher" ON "credit_statements" USING btree ("district_id","teacher_id","academic_year","semester");--> statement-breakpoint
CREATE INDEX "idempotency_keys_created_at" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "hour_entries_once_per_segment" ON "hour_entries" USING btree ("district_id","teacher_id","session_id","segment","role","revision") WHERE kind in ('earned', 'held') and session_id is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "hour_entries_outside_once" ON "hour_entries" USING btree ("district_id","teacher_id","date","title","category","revision") WHERE kind = 'earned' and source = 'outside';--> statement-breakpoint
CREATE UNIQUE INDEX "hour_entries_reversed_once" ON "hour_entries" USING btree ("district_id","teacher_id","target") WHERE kind = 'reversal';--> statement-breakpoint
CREATE UNIQUE INDEX "hour_entries_resolved_once" ON "hour_entries" USING btree ("district_id","teacher_id","target") WHERE kind in ('release', 'dismissal');--> statement-breakpoint
CREATE INDEX "hour_entries_held" ON "hour_entries" USING btree ("district_id","teacher_id","number") WHERE kind = 'held';--> statement-breakpoint
CREATE INDEX "hour_entries_session" ON "hour_entries" USING btree ("district_id","session_id");--> statement-breakpoint
CREATE INDEX "hour_entries_year" ON "hour_entries" USING btree ("district_id","academic_year","teacher_id","semester","category","school_id","counted_hours");--> statement-breakpoint
CREATE INDEX "exports_created" ON "exports" USING btree ("district_id","created_at");--> statement-breakpoint
CREATE INDEX "import_rows_outcome" ON "import_rows" USING btree ("district_id","import_id","outcome","number");--> statement-breakpoint
CREATE INDEX "imports_created" ON "imports" USING btree ("district_id","created_at");--> statement-breakpoint
CREATE INDEX "operations_open" ON "operations" USING btree ("id") WHERE status in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "operations_created" ON "operations" USING btree ("district_id","created_at");--> statement-breakpoint
CREATE INDEX "homeroom_duties_school" ON "homeroom_duties" USING btree ("district_id","school_id","starts_on");--> statement-breakpoint
CREATE INDEX "homeroom_duties_teacher" ON "homeroom_duties" USING btree ("district_id","teacher_id");