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
CREATE TABLE "course_application_rounds" (
	"district_id" uuid NOT NULL,
	"application_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"course_version" integer NOT NULL,
	"statement" text NOT NULL,
	"applied_at" timestamptz(3) NOT NULL,
	"applied_by" uuid NOT NULL,
	"decision" text,
	"guidance" text,
	"reviewed_at" timestamptz(3),
	"reviewed_by" uuid,
	CONSTRAINT "course_application_rounds_district_id_application_id_number_pk" PRIMARY KEY("district_id","application_id","number")
);
--> statement-breakpoint
CREATE TABLE "course_applications" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"status" text DEFAULT 'submitted' NOT NULL,
	"round" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "course_applications_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "course_feedback" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"course_version" integer NOT NULL,
	"teacher_id" uuid NOT NULL,
	"rating" smallint NOT NULL,
	"comment" text,
	"given_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "course_feedback_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "course_feedback_once" UNIQUE("district_id","course_id","teacher_id","course_version")
);
--> statement-breakpoint
CREATE TABLE "course_resources" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"title" text NOT NULL,
	"kind" text NOT NULL,
	"licence" text NOT NULL,
	"url" text,
	"file_name" text,
	"media_type" text,
	"bytes" bigint,
	"sha256" text,
	"file_id" uuid,
	"uploaded_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "course_resources_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "course_versions" (
	"district_id" uuid NOT NULL,
	"course_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"content" json NOT NULL,
	"policy_edition_id" uuid NOT NULL,
	"frozen" boolean DEFAULT false NOT NULL,
	"published_at" timestamptz(3),
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"search" text NOT NULL,
	"modules" text[] NOT NULL,
	"tiers" smallint[] NOT NULL,
	"forms" text[] NOT NULL,
	CONSTRAINT "course_versions_district_id_course_id_number_pk" PRIMARY KEY("district_id","course_id","number")
);
--> statement-breakpoint
CREATE TABLE "courses" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"school_id" uuid,
	"leader_teacher_id" uuid,
	"reach" text DEFAULT 'school' NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"published_version" integer,
	"newest_version" integer DEFAULT 1 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "courses_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "competence_assessments" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"assessor_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"date" date NOT NULL,
	"scores" json NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "competence_assessments_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "competence_assessments_once" UNIQUE("district_id","teacher_id","academic_year","kind","assessor_id")
);
--> statement-breakpoint
CREATE TABLE "interviews" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"date" date NOT NULL,
	"interviewer" text,
	"summary" text,
	"modules" json NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "interviews_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "anonymous_tallies" (
	"district_id" uuid NOT NULL,
	"survey_id" uuid NOT NULL,
	"question" smallint NOT NULL,
	"breakdown" text NOT NULL,
	"group" text NOT NULL,
	"count" integer NOT NULL,
	"counts" integer[] NOT NULL,
	CONSTRAINT "anonymous_tallies_district_id_survey_id_breakdown_group_question_pk" PRIMARY KEY("district_id","survey_id","breakdown","group","question")
);
--> statement-breakpoint
CREATE TABLE "anonymous_texts" (
	"district_id" uuid NOT NULL,
	"survey_id" uuid NOT NULL,
	"question" smallint NOT NULL,
	"ordinal" integer NOT NULL,
	"text" text NOT NULL,
	CONSTRAINT "anonymous_texts_district_id_survey_id_question_ordinal_pk" PRIMARY KEY("district_id","survey_id","question","ordinal")
);
--> statement-breakpoint
CREATE TABLE "sealed_answers" (
	"district_id" uuid NOT NULL,
	"survey_id" uuid NOT NULL,
	"pseudonym" "bytea" NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "sealed_answers_district_id_survey_id_pseudonym_pk" PRIMARY KEY("district_id","survey_id","pseudonym")
);
--> statement-breakpoint
CREATE TABLE "survey_answers" (
	"district_id" uuid NOT NULL,
	"survey_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"stage" text NOT NULL,
	"tier" smallint NOT NULL,
	"answers" json NOT NULL,
	"needs" json NOT NULL,
	"marks" integer[] NOT NULL,
	"answered_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "survey_answers_district_id_survey_id_teacher_id_pk" PRIMARY KEY("district_id","survey_id","teacher_id")
);
--> statement-breakpoint
CREATE TABLE "survey_secrets" (
	"district_id" uuid NOT NULL,
	"survey_id" uuid NOT NULL,
	"secret_sealed" text NOT NULL,
	CONSTRAINT "survey_secrets_district_id_survey_id_pk" PRIMARY KEY("district_id","survey_id")
);
--> statement-breakpoint
CREATE TABLE "surveys" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"level" text NOT NULL,
	"school_id" uuid,
	"academic_year" text NOT NULL,
	"title" text NOT NULL,
	"purpose" text,
	"anonymous" boolean NOT NULL,
	"smallest_group" smallint NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"questions" json NOT NULL,
	"closes_at" timestamptz(3),
	"opened_at" timestamptz(3),
	"closed_at" timestamptz(3),
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL,
	"updated_at" timestamptz(3) DEFAULT now() NOT NULL,
	CONSTRAINT "surveys_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "plan_item_activities" (
	"district_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"item_id" uuid NOT NULL,
	"activity_id" uuid NOT NULL,
	"scheduled_at" timestamptz(3) NOT NULL,
	"scheduled_by" uuid NOT NULL,
	CONSTRAINT "plan_item_activities_district_id_plan_id_item_id_pk" PRIMARY KEY("district_id","plan_id","item_id"),
	CONSTRAINT "plan_item_activities_once" UNIQUE("district_id","activity_id")
);
--> statement-breakpoint
CREATE TABLE "leadership_groups" (
	"district_id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"members" json NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "leadership_groups_district_id_school_id_academic_year_pk" PRIMARY KEY("district_id","school_id","academic_year")
);
--> statement-breakpoint
CREATE TABLE "annual_reviews" (
	"district_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"date" date NOT NULL,
	"participants" json NOT NULL,
	"findings" json NOT NULL,
	"changes" json NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	"recorded_by" uuid NOT NULL,
	CONSTRAINT "annual_reviews_district_id_plan_id_pk" PRIMARY KEY("district_id","plan_id")
);
--> statement-breakpoint
CREATE TABLE "training_plan_versions" (
	"district_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"reason" text,
	"content" json NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"submitted_at" timestamptz(3),
	"submitted_by" uuid,
	"reviewed_at" timestamptz(3),
	"reviewed_by" uuid,
	"comments" text,
	CONSTRAINT "training_plan_versions_district_id_plan_id_number_pk" PRIMARY KEY("district_id","plan_id","number")
);
--> statement-breakpoint
CREATE TABLE "training_plans" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"school_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"based_on_plan_id" uuid,
	"approved_version" integer,
	"newest_version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	"updated_at" timestamptz(3) NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	CONSTRAINT "training_plans_district_id_id_pk" PRIMARY KEY("district_id","id"),
	CONSTRAINT "training_plans_once" UNIQUE("district_id","school_id","academic_year")
);
--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "tiers" smallint[];--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "capacity" integer;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "registration_closes_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "course_id" uuid;--> statement-breakpoint
ALTER TABLE "activities" ADD COLUMN "course_version" integer;--> statement-breakpoint
ALTER TABLE "check_in_codes" ADD CONSTRAINT "check_in_codes_district_id_session_id_sessions_district_id_id_fk" FOREIGN KEY ("district_id","session_id") REFERENCES "public"."sessions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_tries" ADD CONSTRAINT "check_in_tries_district_id_code_id_check_in_codes_district_id_id_fk" FOREIGN KEY ("district_id","code_id") REFERENCES "public"."check_in_codes"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "check_in_tries" ADD CONSTRAINT "check_in_tries_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_district_id_session_id_sessions_district_id_id_fk" FOREIGN KEY ("district_id","session_id") REFERENCES "public"."sessions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_district_id_activity_id_activities_district_id_id_fk" FOREIGN KEY ("district_id","activity_id") REFERENCES "public"."activities"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrations" ADD CONSTRAINT "registrations_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_application_rounds" ADD CONSTRAINT "course_application_rounds_district_id_application_id_course_applications_district_id_id_fk" FOREIGN KEY ("district_id","application_id") REFERENCES "public"."course_applications"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_applications" ADD CONSTRAINT "course_applications_district_id_course_id_courses_district_id_id_fk" FOREIGN KEY ("district_id","course_id") REFERENCES "public"."courses"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_feedback" ADD CONSTRAINT "course_feedback_district_id_course_id_course_version_course_versions_district_id_course_id_number_fk" FOREIGN KEY ("district_id","course_id","course_version") REFERENCES "public"."course_versions"("district_id","course_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_feedback" ADD CONSTRAINT "course_feedback_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_resources" ADD CONSTRAINT "course_resources_district_id_course_id_courses_district_id_id_fk" FOREIGN KEY ("district_id","course_id") REFERENCES "public"."courses"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_resources" ADD CONSTRAINT "course_resources_district_id_file_id_files_district_id_id_fk" FOREIGN KEY ("district_id","file_id") REFERENCES "public"."files"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_versions" ADD CONSTRAINT "course_versions_district_id_course_id_courses_district_id_id_fk" FOREIGN KEY ("district_id","course_id") REFERENCES "public"."courses"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "course_versions" ADD CONSTRAINT "course_versions_district_id_policy_edition_id_policy_editions_district_id_id_fk" FOREIGN KEY ("district_id","policy_edition_id") REFERENCES "public"."policy_editions"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "courses" ADD CONSTRAINT "courses_district_id_districts_id_fk" FOREIGN KEY ("district_id") REFERENCES "public"."districts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "courses" ADD CONSTRAINT "courses_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "courses" ADD CONSTRAINT "courses_district_id_leader_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","leader_teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "competence_assessments" ADD CONSTRAINT "competence_assessments_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "competence_assessments" ADD CONSTRAINT "competence_assessments_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interviews" ADD CONSTRAINT "interviews_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "anonymous_tallies" ADD CONSTRAINT "anonymous_tallies_district_id_survey_id_surveys_district_id_id_fk" FOREIGN KEY ("district_id","survey_id") REFERENCES "public"."surveys"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "anonymous_texts" ADD CONSTRAINT "anonymous_texts_district_id_survey_id_surveys_district_id_id_fk" FOREIGN KEY ("district_id","survey_id") REFERENCES "public"."surveys"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sealed_answers" ADD CONSTRAINT "sealed_answers_district_id_survey_id_surveys_district_id_id_fk" FOREIGN KEY ("district_id","survey_id") REFERENCES "public"."surveys"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_district_id_survey_id_surveys_district_id_id_fk" FOREIGN KEY ("district_id","survey_id") REFERENCES "public"."surveys"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_answers" ADD CONSTRAINT "survey_answers_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "survey_secrets" ADD CONSTRAINT "survey_secrets_district_id_survey_id_surveys_district_id_id_fk" FOREIGN KEY ("district_id","survey_id") REFERENCES "public"."surveys"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surveys" ADD CONSTRAINT "surveys_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_item_activities" ADD CONSTRAINT "plan_item_activities_district_id_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_item_activities" ADD CONSTRAINT "plan_item_activities_district_id_activity_id_activities_district_id_id_fk" FOREIGN KEY ("district_id","activity_id") REFERENCES "public"."activities"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leadership_groups" ADD CONSTRAINT "leadership_groups_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leadership_groups" ADD CONSTRAINT "leadership_groups_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annual_reviews" ADD CONSTRAINT "annual_reviews_district_id_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plan_versions" ADD CONSTRAINT "training_plan_versions_district_id_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plans" ADD CONSTRAINT "training_plans_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plans" ADD CONSTRAINT "training_plans_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plans" ADD CONSTRAINT "training_plans_district_id_based_on_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","based_on_plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "check_in_tries_teacher" ON "check_in_tries" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE INDEX "interactions_teacher" ON "interactions" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE UNIQUE INDEX "registrations_live" ON "registrations" USING btree ("district_id","activity_id","teacher_id") WHERE status <> 'cancelled';--> statement-breakpoint
CREATE INDEX "registrations_teacher" ON "registrations" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE UNIQUE INDEX "course_applications_open" ON "course_applications" USING btree ("district_id","course_id") WHERE status in ('submitted', 'returned');--> statement-breakpoint
CREATE INDEX "course_applications_course" ON "course_applications" USING btree ("district_id","course_id","id");--> statement-breakpoint
CREATE INDEX "course_feedback_course" ON "course_feedback" USING btree ("district_id","course_id","id");--> statement-breakpoint
CREATE INDEX "course_feedback_teacher" ON "course_feedback" USING btree ("district_id","teacher_id","id");--> statement-breakpoint
CREATE INDEX "course_resources_course" ON "course_resources" USING btree ("district_id","course_id","id");--> statement-breakpoint
CREATE INDEX "courses_school" ON "courses" USING btree ("district_id","school_id","id");--> statement-breakpoint
CREATE INDEX "courses_leader" ON "courses" USING btree ("district_id","leader_teacher_id","id");--> statement-breakpoint
CREATE INDEX "competence_assessments_assessor" ON "competence_assessments" USING btree ("district_id","assessor_id");--> statement-breakpoint
CREATE INDEX "interviews_teacher" ON "interviews" USING btree ("district_id","teacher_id","date");--> statement-breakpoint
CREATE INDEX "survey_answers_teacher" ON "survey_answers" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE INDEX "surveys_school" ON "surveys" USING btree ("district_id","school_id");--> statement-breakpoint
CREATE INDEX "surveys_academic_year" ON "surveys" USING btree ("district_id","academic_year");--> statement-breakpoint
CREATE INDEX "training_plans_year" ON "training_plans" USING btree ("district_id","academic_year");--> statement-breakpoint
ALTER TABLE "activities" ADD CONSTRAINT "activities_district_id_course_id_course_version_course_versions_district_id_course_id_number_fk" FOREIGN KEY ("district_id","course_id","course_version") REFERENCES "public"."course_versions"("district_id","course_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activities_course" ON "activities" USING btree ("district_id","course_id");