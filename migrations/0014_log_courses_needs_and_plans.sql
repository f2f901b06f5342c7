select
  protect_tenants('registrations'), protect_tenants('check_in_codes'), protect_tenants('check_in_tries'), protect_tenants('interactions');
--> statement-breakpoint
select
  log_table('registrations', 'registration'),
  -- What opens a session for check-in is in no log, not even as a hash.
  log_table('check_in_codes', 'checkInCode', untold => 'code_hash'),
  log_table('check_in_tries', 'checkInTries', 'code_id,teacher_id'),
  log_table('interactions', 'interaction');

--> statement-breakpoint
select
  protect_tenants('courses'), protect_tenants('course_versions'), protect_tenants('course_resources'),
  protect_tenants('course_feedback'), protect_tenants('course_applications'), protect_tenants('course_application_rounds');
--> statement-breakpoint
select
  log_table('courses', 'course', untold => 'created_at'),
  log_table('course_versions', 'courseVersion', 'course_id,number', untold => 'created_at,search,modules,tiers,forms'),
  log_table('course_resources', 'courseResource', untold => 'created_at'),
  -- Words of somebody about somebody's work: they stand in the record itself.
  log_table('course_feedback', 'courseFeedback', personal => 'comment'),
  log_table('course_applications', 'courseApplication', untold => 'created_at'),
  log_table('course_application_rounds', 'courseApplicationRound', 'application_id,number', personal => 'statement,guidance');
--> statement-breakpoint
-- What was taught or applied with can be read years later: a frozen version is only ever published, once.
create function refuse_change_of_frozen_version() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE'
    or to_jsonb(new) - 'published_at' <> to_jsonb(old) - 'published_at'
    or (old.published_at is not null and new.published_at is distinct from old.published_at)
  then
    raise exception 'a frozen version of a course stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end
$$;
--> statement-breakpoint
create trigger course_versions_frozen before update or delete on course_versions
  for each row when (old.frozen) execute function refuse_change_of_frozen_version();

--> statement-breakpoint
select protect_tenants('training_plans'), protect_tenants('training_plan_versions'), protect_tenants('plan_item_activities'),
  protect_tenants('leadership_groups'), protect_tenants('annual_reviews');
--> statement-breakpoint
-- All versions of a plan are kept, and what was once submitted stays as it was read.
create trigger training_plan_versions_content before update on training_plan_versions
  for each row when (old.status <> 'draft' and old.content::text is distinct from new.content::text) execute function refuse_change();
--> statement-breakpoint
create trigger training_plan_versions_kept before delete on training_plan_versions for each row execute function refuse_change();
--> statement-breakpoint
select
  log_table('training_plans', 'trainingPlan', untold => 'created_at'),
  -- The version itself keeps every word of it; whoever is named there is not named in the log.
  log_table('training_plan_versions', 'trainingPlanVersion', 'plan_id,number', personal => 'content,reason,comments', untold => 'created_at'),
  log_table('plan_item_activities', 'planItemActivity', 'plan_id,item_id'),
  log_table('leadership_groups', 'leadershipGroup', 'school_id,academic_year', personal => 'members'),
  log_table('annual_reviews', 'annualReview', 'plan_id', personal => 'participants,findings,changes');

--> statement-breakpoint
select protect_tenants('surveys'), protect_tenants('survey_answers'), protect_tenants('survey_secrets'),
  protect_tenants('sealed_answers'), protect_tenants('anonymous_tallies'), protect_tenants('anonymous_texts'),
  protect_tenants('interviews'), protect_tenants('competence_assessments');
--> statement-breakpoint
-- Answers to anonymous surveys, their secrets and what they come to are not logged: the log says who acts, and when.
select
  log_table('surveys', 'survey', untold => 'created_at'),
  log_table('survey_answers', 'surveyAnswer', 'survey_id,teacher_id', personal => 'answers,needs,marks'),
  log_table('interviews', 'interview', personal => 'interviewer,summary,modules'),
  log_table('competence_assessments', 'competenceAssessment', personal => 'scores');
