ALTER TABLE "annual_reviews" ADD COLUMN "version" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "annual_reviews" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "annual_reviews" DROP CONSTRAINT "annual_reviews_district_id_plan_id_pk";--> statement-breakpoint
ALTER TABLE "annual_reviews" ADD CONSTRAINT "annual_reviews_district_id_plan_id_version_pk" PRIMARY KEY("district_id","plan_id","version");--> statement-breakpoint
-- A correction is another version: what was recorded stays as it was.
create trigger annual_reviews_kept before update or delete on annual_reviews for each row execute function refuse_change();
--> statement-breakpoint
-- The log still calls a review by its plan, and tells its version; why it was corrected are words of somebody.
drop trigger log_insert on annual_reviews;--> statement-breakpoint
drop trigger log_update on annual_reviews;--> statement-breakpoint
drop trigger log_delete on annual_reviews;--> statement-breakpoint
select log_table('annual_reviews', 'annualReview', 'plan_id', personal => 'participants,findings,changes,reason');
