-- Tenants cannot see one another even where a query forgets to ask: each statement of the service sees the rows of the
-- district that its connection or transaction has said, and none where it has said none. The role itself is made by
-- src/db/migrate.ts, since roles belong to the server and not to the database.
grant usage on schema public to yanxiu_service;
--> statement-breakpoint
grant select, insert, update, delete on all tables in schema public to yanxiu_service;
--> statement-breakpoint
alter default privileges in schema public grant select, insert, update, delete on tables to yanxiu_service;
--> statement-breakpoint
alter default privileges in schema public grant usage on sequences to yanxiu_service;
--> statement-breakpoint
revoke update, delete on hour_entries, policy_editions from yanxiu_service;
--> statement-breakpoint
create function current_district() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.district_id', true), '')::uuid;
--> statement-breakpoint
-- Every table with a district_id is given this: the same policy for reading and writing, for the owner too.
create function protect_tenants(tenant_table regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format('create policy own_district on %s using (district_id = current_district())', tenant_table);
end
$$;
--> statement-breakpoint
select protect_tenants(format('public.%I', tablename)::regclass) from pg_tables
where schemaname = 'public' and exists (
  select 1 from information_schema.columns
  where table_schema = 'public' and table_name = tablename and column_name = 'district_id');
--> statement-breakpoint
-- The list of tenants: a district sees itself; whoever belongs to none (the operator, housekeeping) sees all.
alter table districts enable row level security;
--> statement-breakpoint
alter table districts force row level security;
--> statement-breakpoint
create policy own_district on districts
  using (id = current_district() or current_district() = '00000000-0000-0000-0000-000000000000');
