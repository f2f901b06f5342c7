ALTER TABLE "competence_assessments" DROP CONSTRAINT "competence_assessments_once";--> statement-breakpoint
ALTER TABLE "competence_assessments" ADD COLUMN "withdrawn_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "competence_assessments" ADD COLUMN "withdrawal_reason" text;--> statement-breakpoint
ALTER TABLE "interviews" ADD COLUMN "withdrawn_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "interviews" ADD COLUMN "withdrawal_reason" text;--> statement-breakpoint
CREATE UNIQUE INDEX "competence_assessments_once" ON "competence_assessments" USING btree ("district_id","teacher_id","academic_year","kind","assessor_id") WHERE withdrawn_at is null;--> statement-breakpoint
drop trigger log_insert on interviews;--> statement-breakpoint
drop trigger log_update on interviews;--> statement-breakpoint
drop trigger log_delete on interviews;--> statement-breakpoint
drop trigger log_insert on competence_assessments;--> statement-breakpoint
drop trigger log_update on competence_assessments;--> statement-breakpoint
drop trigger log_delete on competence_assessments;--> statement-breakpoint
-- Why a record is withdrawn are words about somebody as well: they stand in the record itself.
select
  log_table('interviews', 'interview', personal => 'interviewer,summary,modules,withdrawal_reason'),
  log_table('competence_assessments', 'competenceAssessment', personal => 'scores,withdrawal_reason');
