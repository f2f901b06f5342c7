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
CREATE UNIQUE INDEX "course_applications_open" ON "course_applications" USING btree ("district_id","course_id") WHERE status in ('submitted', 'returned');--> statement-breakpoint
CREATE INDEX "course_applications_course" ON "course_applications" USING btree ("district_id","course_id","id");--> statement-breakpoint
CREATE INDEX "course_feedback_course" ON "course_feedback" USING btree ("district_id","course_id","id");--> statement-breakpoint
CREATE INDEX "course_feedback_teacher" ON "course_feedback" USING btree ("district_id","teacher_id","id");--> statement-breakpoint
CREATE INDEX "course_resources_course" ON "course_resources" USING btree ("district_id","course_id","id");--> statement-breakpoint
CREATE INDEX "courses_school" ON "courses" USING btree ("district_id","school_id","id");--> statement-breakpoint
CREATE INDEX "courses_leader" ON "courses" USING btree ("district_id","leader_teacher_id","id");