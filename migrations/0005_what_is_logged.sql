-- The change log is written by triggers, one entry for each row that a statement has changed, so that nothing is left out.
-- Who acts stands in app.actor: client/role/on behalf of/operation/request, each part possibly empty.
select protect_tenants('change_log'), protect_tenants('change_chain');
--> statement-breakpoint
revoke update, delete on change_log, change_chain from yanxiu_service;
--> statement-breakpoint
create trigger change_log_append_only before update or delete on change_log for each row execute function refuse_change();
--> statement-breakpoint
create trigger change_log_not_emptied before truncate on change_log execute function refuse_change();
--> statement-breakpoint
create trigger change_chain_append_only before update or delete on change_chain for each row execute function refuse_change();
--> statement-breakpoint
create trigger change_chain_not_emptied before truncate on change_chain execute function refuse_change();
--> statement-breakpoint
-- A part of app.actor; null where nothing was said.
create function actor_part(part int) returns text language sql stable parallel safe
  return nullif(split_part(current_setting('app.actor', true), '/', part), '');
--> statement-breakpoint
-- The values of a row's key columns, joined by a slash.
create function key_of(entry jsonb, columns text[]) returns text language sql immutable parallel safe
  return case cardinality(columns)
    when 1 then entry ->> columns[1]
    else (select string_agg(entry ->> name, '/' order by at) from unnest(columns) with ordinality as keys (name, at))
  end;
--> statement-breakpoint
-- What tells who a person is stays out of the log: an entry says that it was there, or that it has changed.
create function without_personal_data(entry jsonb, personal text[]) returns jsonb language sql immutable parallel safe
  return case
    when entry is null or not (entry ?| personal) then entry
    else (select jsonb_object_agg(key, case when key = any(personal) and value <> 'null' then '"withheld"'::jsonb else value end)
          from jsonb_each(entry))
  end;
--> statement-breakpoint
-- Arguments: the kind of thing, its key columns, columns with personal data, columns that are not told.
create function log_changes() returns trigger language plpgsql as $$
declare
  kind constant text := tg_argv[0];
  keys constant text[] := string_to_array(tg_argv[1], ',');
  personal constant text[] := string_to_array(tg_argv[2], ',');
  untold constant text[] := string_to_array(tg_argv[3], ',') || '{district_id,version,updated_at}'::text[];
  -- Who acts is the same for every row.
  acting_client constant uuid := actor_part(1);
  acting_role constant text := actor_part(2);
  acting_for constant uuid := actor_part(3);
  acting_by constant text := actor_part(4);
  acting_request constant uuid := actor_part(5);
begin
  if tg_op = 'INSERT' then
    insert into change_log (district_id, action, kind, resource_id, sourced_id, school_id, teacher_id, version,
      client_id, role, on_behalf_of_teacher_id, operation, request_id, after)
    select (entry ->> 'district_id')::uuid, 'create', kind, key_of(entry, keys), entry ->> 'sourced_id',
      coalesce(entry ->> 'school_id', entry ->> 'host_school_id')::uuid,
      case kind when 'teacher' then entry ->> 'id' else entry ->> 'teacher_id' end::uuid, (entry ->> 'version')::int,
      acting_client, acting_role, acting_for, acting_by, acting_request,
      without_personal_data(jsonb_strip_nulls(entry - untold), personal)
    from (select to_jsonb(added) as entry from added) as rows;
  elsif tg_op = 'DELETE' then
    insert into change_log (district_id, action, kind, resource_id, sourced_id, school_id, teacher_id, version,
      client_id, role, on_behalf_of_teacher_id, operation, request_id, before)
    select (entry ->> 'district_id')::uuid, 'delete', kind, key_of(entry, keys), entry ->> 'sourced_id',
      coalesce(entry ->> 'school_id', entry ->> 'host_school_id')::uuid,
      case kind when 'teacher' then entry ->> 'id' else entry ->> 'teacher_id' end::uuid, (entry ->> 'version')::int,
      acting_client, acting_role, acting_for, acting_by, acting_request,
      without_personal_data(jsonb_strip_nulls(entry - untold), personal)
    from (select to_jsonb(removed) as entry from removed) as rows;
  else
    insert into change_log (district_id, action, kind, resource_id, sourced_id, school_id, teacher_id, version,
      client_id, role, on_behalf_of_teacher_id, operation, request_id, before, after)
    select (entry ->> 'district_id')::uuid, 'update', kind, key_of(entry, keys), entry ->> 'sourced_id',
      coalesce(entry ->> 'school_id', entry ->> 'host_school_id')::uuid,
      case kind when 'teacher' then entry ->> 'id' else entry ->> 'teacher_id' end::uuid, (entry ->> 'version')::int,
      acting_client, acting_role, acting_for, acting_by, acting_request,
      without_personal_data(changes.before, personal), without_personal_data(changes.after, personal)
    from (select to_jsonb(added) as entry from added) as now
    join (select to_jsonb(removed) as former from removed) as earlier
      on former ->> 'district_id' = entry ->> 'district_id' and key_of(former, keys) = key_of(entry, keys)
    cross join lateral (
      select jsonb_object_agg(key, former -> key) as before, jsonb_object_agg(key, value) as after
      from jsonb_each(entry - untold) where value is distinct from former -> key
    ) as changes
    where changes.after is not null;
  end if;
  return null;
end
$$;
--> statement-breakpoint
-- Has every change of a table logged, or only what is done to it by the statements named.
create function log_table(
  logged regclass, kind text, keys text default 'id', personal text default '', untold text default '',
  statements text[] default '{insert,update,delete}'
) returns void language plpgsql as $$
declare
  arguments constant text := format('%L, %L, %L, %L', kind, keys, personal, untold);
begin
  if 'insert' = any(statements) then
    execute format('create trigger log_insert after insert on %s referencing new table as added
      for each statement execute function log_changes(%s)', logged, arguments);
  end if;
  if 'update' = any(statements) then
    execute format('create trigger log_update after update on %s referencing old table as removed new table as added
      for each statement execute function log_changes(%s)', logged, arguments);
  end if;
  if 'delete' = any(statements) then
    execute format('create trigger log_delete after delete on %s referencing old table as removed
      for each statement execute function log_changes(%s)', logged, arguments);
  end if;
end
$$;
--> statement-breakpoint
select
  log_table('academic_years', 'academicYear', 'code'),
  log_table('activities', 'activity', untold => 'created_at'),
  log_table('activity_schools', 'activitySchool', 'activity_id,school_id'),
  -- Words of somebody about somebody: they stand in the record itself.
  log_table('attendances', 'attendance', personal => 'late_reason'),
  -- The name of a client can be that of the person whose app it is.
  log_table('clients', 'client', personal => 'name', untold => 'key_hash,last_used_at'),
  log_table('credit_runs', 'creditRun'),
  -- Drafts come and go with each computation and the seal's SHA-256 stands in the run: only a changed statement is told.
  log_table('credit_statements', 'creditStatement', personal => 'teacher_name', statements => '{update}'),
  log_table('exports', 'export', untold => 'created_at'),
  log_table('homeroom_duties', 'homeroomDuty'),
  log_table('hour_entries', 'hourEntry', personal => 'reason,evidence'),
  log_table('imports', 'import', untold => 'created_at,totals'),
  -- Why somebody is away, or has to do less, can be a matter of health.
  log_table('leaves', 'leave', personal => 'kind'),
  log_table('obligation_adjustments', 'obligationAdjustment', 'teacher_id,academic_year', personal => 'reason'),
  log_table('operations', 'operation', untold => 'created_at,progress_done,progress_total,failures,input,result'),
  log_table('policy_editions', 'policyEdition', untold => 'document'),
  log_table('school_groups', 'schoolGroup'),
  log_table('schools', 'school'),
  log_table('semesters', 'semester', 'academic_year,number'),
  log_table('sessions', 'session'),
  log_table('teachers', 'teacher', personal => 'name,identity_number_sealed,phone_sealed');
--> statement-breakpoint
-- Everything that an entry says, and its place. Instants go in as milliseconds, whatever the session's time zone.
create function change_digest(entry change_log, "position" bigint) returns bytea language sql stable
  return sha256(convert_to(jsonb_build_array(
    "position", entry.district_id, entry.transaction::text, entry.id, (extract(epoch from entry.at) * 1000)::bigint,
    entry.action, entry.kind, entry.resource_id, entry.sourced_id, entry.school_id, entry.teacher_id, entry.version,
    entry.client_id, entry.role, entry.on_behalf_of_teacher_id, entry.operation, entry.request_id, entry.before, entry.after
  )::text, 'UTF8'));
--> statement-breakpoint
-- Gives committed entries of the district their places, each with the hash of the one before and its own digest. One at a
-- time in a district; an entry that is still in flight is not seen and takes a later place. Gives back how many were chained.
create function chain_changes(at_most int) returns int language plpgsql as $$
declare
  district constant uuid := current_district();
  tip change_chain%rowtype;
  entry change_log%rowtype;
  snapshot pg_snapshot;
  chained int := 0;
begin
  perform pg_advisory_xact_lock(hashtextextended('change chain of ' || district, 0));
  select * into tip from change_chain where district_id = district order by "position" desc limit 1;
  snapshot := pg_current_snapshot();
  -- After a move to another server its transactions may have lower numbers than the entries: look at all of them then.
  if tip.chained_before is null or tip.chained_before > pg_snapshot_xmax(snapshot) then
    tip.chained_before := '0';
  end if;
  for entry in
    select log.* from change_log as log
    where log.district_id = district and log.transaction >= tip.chained_before
      and not exists (
        select from change_chain as link
        where link.district_id = district and link.transaction = log.transaction and link.change_id = log.id)
    order by log.transaction, log.id limit at_most
  loop
    tip."position" := coalesce(tip."position", 0) + 1;
    tip.hash := sha256(coalesce(tip.hash, '') || change_digest(entry, tip."position"));
    tip.chained_before := greatest(tip.chained_before, least(entry.transaction, pg_snapshot_xmin(snapshot)));
    insert into change_chain (district_id, "position", transaction, change_id, hash, chained_before)
    values (district, tip."position", entry.transaction, entry.id, tip.hash, tip.chained_before);
    chained := chained + 1;
  end loop;
  return chained;
end
$$;
