-- A sealed statement stays as it is, but for one thing: whoever has been erased is called by the pseudonym there too.
create or replace function refuse_change_of_sealed_statement() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from credit_runs
    where district_id = old.district_id and id = old.run_id and status = 'sealed'
  ) and not (
    tg_op = 'UPDATE'
    and to_jsonb(new) - 'teacher_name' = to_jsonb(old) - 'teacher_name'
    and exists (
      select 1 from teachers
      where district_id = old.district_id and id = old.teacher_id and erased_at is not null and name = new.teacher_name
    )
  ) then
    raise exception 'a sealed statement stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;

--> statement-breakpoint
select protect_tenants('erasures'), log_table('erasures', 'erasure', 'teacher_id', personal => 'reason', untold => 'answer');
