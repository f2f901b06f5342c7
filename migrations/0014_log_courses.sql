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
