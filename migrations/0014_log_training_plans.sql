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
