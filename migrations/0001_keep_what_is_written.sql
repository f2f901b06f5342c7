-- The ledger only grows, and what is sealed stays: the database itself refuses anything else.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$$;
--> statement-breakpoint
create trigger hour_entries_append_only before update or delete on hour_entries
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger policy_editions_frozen before update or delete on policy_editions
  for each row execute function refuse_change();
--> statement-breakpoint
create trigger credit_runs_sealed before update or delete on credit_runs
  for each row when (old.status = 'sealed') execute function refuse_change();
--> statement-breakpoint
create function refuse_change_of_sealed_statement() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from credit_runs
    where district_id = old.district_id and id = old.run_id and status = 'sealed'
  ) then
    raise exception 'a sealed statement stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$$;
--> statement-breakpoint
create trigger credit_statements_sealed before update or delete on credit_statements
  for each row execute function refuse_change_of_sealed_statement();
--> statement-breakpoint
create function refuse_addition_to_sealed_run() returns trigger language plpgsql as $$
begin
  if exists (
    select 1 from added join credit_runs as run on run.district_id = added.district_id and run.id = added.run_id
    where run.status = 'sealed'
  ) then
    raise exception 'a sealed run stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$$;
--> statement-breakpoint
create trigger credit_statements_not_after_the_seal after insert on credit_statements
  referencing new table as added for each statement execute function refuse_addition_to_sealed_run();
--> statement-breakpoint
create trigger hour_entries_not_emptied before truncate on hour_entries execute function refuse_change();
--> statement-breakpoint
create trigger credit_runs_not_emptied before truncate on credit_runs execute function refuse_change();
--> statement-breakpoint
create trigger credit_statements_not_emptied before truncate on credit_statements execute function refuse_change();
