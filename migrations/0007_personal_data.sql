CREATE TABLE "data_key_checks" (
	"id" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"created_at" timestamptz(3) DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "erasures" (
	"district_id" uuid NOT NULL,
	"teacher_id" uuid NOT NULL,
	"reason" text NOT NULL,
	"erased_by" uuid NOT NULL,
	"erased_at" timestamptz(3) NOT NULL,
	"answer" json NOT NULL,
	CONSTRAINT "erasures_district_id_teacher_id_pk" PRIMARY KEY("district_id","teacher_id")
);
--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "sealed_under" text;--> statement-breakpoint
ALTER TABLE "files" ADD COLUMN "content_removed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "rows_removed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "teachers" ADD COLUMN "identity_number_sealed" text;--> statement-breakpoint
ALTER TABLE "teachers" ADD COLUMN "phone_sealed" text;--> statement-breakpoint
ALTER TABLE "teachers" ADD COLUMN "erased_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "erasures" ADD CONSTRAINT "erasures_district_id_teacher_id_teachers_district_id_id_fk" FOREIGN KEY ("district_id","teacher_id") REFERENCES "public"."teachers"("district_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "files_with_content" ON "files" USING btree ("district_id","created_at") WHERE content_removed_at is null;--> statement-breakpoint
CREATE INDEX "teachers_with_numbers" ON "teachers" USING btree ("district_id","id") WHERE identity_number_sealed is not null or phone_sealed is not null;