CREATE TABLE "tier_overrides" (
	"district_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"tier" smallint NOT NULL,
	"reason" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"recorded_by" uuid NOT NULL,
	"recorded_at" timestamptz(3) NOT NULL,
	CONSTRAINT "tier_overrides_district_id_id_pk" PRIMARY KEY("district_id","id")
);
--> statement-breakpoint
CREATE TABLE "holidays" (
	"district_id" uuid NOT NULL,
	"academic_year" text NOT NULL,
	"starts_on" date NOT NULL,
	"ends_on" date NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "holidays_district_id_academic_year_starts_on_pk" PRIMARY KEY("district_id","academic_year","starts_on")
);
--> statement-breakpoint
ALTER TABLE "tier_overrides" ADD CONSTRAINT "tier_overrides_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "holidays" ADD CONSTRAINT "holidays_district_id_academic_year_academic_years_district_id_code_fk" FOREIGN KEY ("district_id","academic_year") REFERENCES "public"."academic_years"("district_id","code") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "tier_overrides_teacher" ON "tier_overrides" USING btree ("district_id","teacher_id");