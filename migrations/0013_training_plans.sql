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
ALTER TABLE "plan_item_activities" ADD CONSTRAINT "plan_item_activities_district_id_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "plan_item_activities" ADD CONSTRAINT "plan_item_activities_district_id_activity_id_activities_district_id_id_fk" FOREIGN KEY ("district_id","activity_id") REFERENCES "public"."activities"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leadership_groups" ADD CONSTRAINT "leadership_groups_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "leadership_groups" ADD CONSTRAINT "leadership_groups_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "annual_reviews" ADD CONSTRAINT "annual_reviews_district_id_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plan_versions" ADD CONSTRAINT "training_plan_versions_district_id_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plans" ADD CONSTRAINT "training_plans_district_id_school_id_schools_district_id_id_fk" FOREIGN KEY ("district_id","school_id") REFERENCES "public"."schools"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plans" ADD CONSTRAINT "training_plans_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "training_plans" ADD CONSTRAINT "training_plans_district_id_based_on_plan_id_training_plans_district_id_id_fk" FOREIGN KEY ("district_id","based_on_plan_id") REFERENCES "public"."training_plans"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "training_plans_year" ON "training_plans" USING btree ("district_id","academic_year");