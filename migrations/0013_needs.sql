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
CREATE INDEX "competence_assessments_assessor" ON "competence_assessments" USING btree ("district_id","assessor_id");--> statement-breakpoint
CREATE INDEX "interviews_teacher" ON "interviews" USING btree ("district_id","teacher_id","date");--> statement-breakpoint
CREATE INDEX "survey_answers_teacher" ON "survey_answers" USING btree ("district_id","teacher_id");--> statement-breakpoint
CREATE INDEX "surveys_school" ON "surveys" USING btree ("district_id","school_id");--> statement-breakpoint
CREATE INDEX "surveys_academic_year" ON "surveys" USING btree ("district_id","academic_year");