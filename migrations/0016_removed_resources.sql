ALTER TABLE "course_resources" ADD COLUMN "removed_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "course_resources" ADD COLUMN "removal_reason" text;