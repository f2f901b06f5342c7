create table academic_years (
  district_id uuid not null,
  code text not null,
  starts_on date not null,
  ends_on date not null,
  version integer default 1 not null
);

create table activities (
  district_id uuid not null,
  id uuid not null,
  sourced_id text,
  title text not null,
  description text,
  host_school_id uuid not null,
  academic_year text not null,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null
);

create table activity_schools (
  district_id uuid not null,
  activity_id uuid not null,
  school_id uuid not null
);

create table attendances (
  district_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  teacher_id uuid not null,
  role text not null,
  status text not null,
  minutes_attended integer,
  segment_numbers smallint[],
  late_reason text,
  recorded_at timestamp(3) with time zone not null,
  recorded_by uuid not null,
  confirmed_at timestamp(3) with time zone,
  version integer default 1 not null
);

create table clients (
  district_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null,
  school_id uuid,
  teacher_id uuid,
  key_hash text not null,
  key_start text not null,
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null
);

create table credit_runs (
  district_id uuid not null,
  id uuid not null,
  school_id uuid not null,
  academic_year text not null,
  semester smallint not null,
  sequence smallint not null,
  kind text not null,
  status text default 'draft'::text not null,
  policy_edition_id uuid not null,
  teachers integer not null,
  statements integer not null,
  lecture_hours integer not null,
  practice_hours integer not null,
  lecture_credits integer not null,
  practice_credits integer not null,
  sha256 text not null,
  computed_at timestamp(3) with time zone not null,
  signed_off_at timestamp(3) with time zone,
  signed_off_by uuid,
  sealed_at timestamp(3) with time zone,
  sealed_by uuid,
  reason text,
  version integer default 1 not null
);

create table credit_statements (
  district_id uuid not null,
  id uuid not null,
  run_id uuid not null,
  teacher_id uuid not null,
  school_id uuid not null,
  teacher_name text not null,
  school_name text not null,
  academic_year text not null,
  semester smallint not null,
  ledger_position integer not null,
  lecture_hours integer not null,
  practice_hours integer not null,
  uncounted_hours integer not null,
  lecture_entitlement integer not null,
  practice_entitlement integer not null,
  lecture_awarded_before integer not null,
  practice_awarded_before integer not null,
  lecture_award integer not null,
  practice_award integer not null,
  lecture_remainder integer not null,
  practice_remainder integer not null,
  hours_required integer not null,
  hours_by_school json not null,
  corrects json not null
);

create table districts (
  id uuid not null,
  code text not null,
  name text not null,
  created_at timestamp(3) with time zone default now() not null
);

create table exports (
  district_id uuid not null,
  id uuid not null,
  request json not null,
  school_id uuid,
  file_id uuid,
  manifest json,
  created_at timestamp(3) with time zone default now() not null
);

create table file_chunks (
  district_id uuid not null,
  file_id uuid not null,
  sequence integer not null,
  content bytea not null
);

create table files (
  district_id uuid not null,
  id uuid not null,
  name text not null,
  media_type text not null,
  bytes bigint not null,
  sha256 text not null,
  created_at timestamp(3) with time zone default now() not null
);

create table homeroom_duties (
  district_id uuid not null,
  id uuid not null,
  sourced_id text not null,
  teacher_id uuid not null,
  school_id uuid not null,
  class_name text not null,
  starts_on date not null,
  ends_on date,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null
);

create table hour_entries (
  district_id uuid not null,
  teacher_id uuid not null,
  number integer not null,
  id uuid not null,
  kind text not null,
  target integer,
  category text not null,
  form text,
  module text,
  role text not null,
  delivery text not null,
  hours integer not null,
  counted_hours integer not null,
  date date not null,
  academic_year text not null,
  semester smallint not null,
  school_id uuid not null,
  source text not null,
  title text not null,
  session_id uuid,
  segment smallint,
  revision smallint default 0 not null,
  starts_at timestamp(3) with time zone,
  ends_at timestamp(3) with time zone,
  recorded_at timestamp(3) with time zone not null,
  known_at timestamp(3) with time zone not null,
  policy_edition_id uuid not null,
  entered_by uuid not null,
  reason text,
  issuer text,
  evidence text
);

create table idempotency_keys (
  district_id uuid not null,
  client_id uuid not null,
  key text not null,
  fingerprint text not null,
  answer json,
  created_at timestamp(3) with time zone default now() not null
);

create table import_rows (
  district_id uuid not null,
  import_id uuid not null,
  number integer not null,
  file text not null,
  row_number integer not null,
  outcome text not null,
  "column" text,
  code text,
  params json,
  cause text
);

create table imports (
  district_id uuid not null,
  id uuid not null,
  kind text not null,
  dry_run boolean not null,
  file_id uuid not null,
  school_id uuid,
  totals json,
  created_at timestamp(3) with time zone default now() not null
);

create table leaves (
  district_id uuid not null,
  id uuid not null,
  teacher_id uuid not null,
  kind text not null,
  starts_on date not null,
  ends_on date not null,
  recorded_by uuid not null,
  recorded_at timestamp(3) with time zone not null
);

create table ledger_positions (
  district_id uuid not null,
  teacher_id uuid not null,
  "position" integer not null
);

create table obligation_adjustments (
  district_id uuid not null,
  teacher_id uuid not null,
  academic_year text not null,
  hours_required integer not null,
  reason text not null,
  approved_by uuid not null,
  approved_at timestamp(3) with time zone not null,
  version integer default 1 not null
);

create table operations (
  district_id uuid not null,
  id uuid not null,
  kind text not null,
  status text default 'queued'::text not null,
  school_id uuid,
  input json not null,
  progress_done integer default 0 not null,
  progress_total integer default 0 not null,
  error json,
  result json,
  cancel_requested boolean default false not null,
  created_by uuid not null,
  created_at timestamp(3) with time zone default now() not null,
  finished_at timestamp(3) with time zone,
  version integer default 1 not null,
  failures integer default 0 not null
);

create table operator_keys (
  id uuid not null,
  key_hash text not null,
  created_at timestamp(3) with time zone default now() not null
);

create table policy_editions (
  district_id uuid not null,
  id uuid not null,
  code text not null,
  first_academic_year text not null,
  document json not null,
  sha256 text not null,
  created_at timestamp(3) with time zone default now() not null
);

create table school_groups (
  district_id uuid not null,
  id uuid not null,
  sourced_id text not null,
  name text not null,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null
);

create table schools (
  district_id uuid not null,
  id uuid not null,
  sourced_id text not null,
  name text not null,
  kind text not null,
  identifier text,
  school_group_id uuid,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null
);

create table semesters (
  district_id uuid not null,
  academic_year text not null,
  number smallint not null,
  starts_on date not null,
  ends_on date not null
);

create table sessions (
  district_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  status text default 'scheduled'::text not null,
  starts_at timestamp(3) with time zone not null,
  ends_at timestamp(3) with time zone not null,
  date date not null,
  semester smallint not null,
  delivery text not null,
  location text,
  segments json not null,
  confirmed_at timestamp(3) with time zone,
  confirmed_by uuid,
  cancellation_reason text,
  version integer default 1 not null
);

create table teachers (
  district_id uuid not null,
  id uuid not null,
  sourced_id text not null,
  name text not null,
  professional_title text default 'none'::text not null,
  earlier_service_years smallint default 0 not null,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null
);

alter table academic_years add constraint academic_years_district_id_code_pk PRIMARY KEY (district_id, code);
alter table academic_years add constraint academic_years_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table activities add constraint activities_sourced_id UNIQUE (district_id, sourced_id);
alter table activities add constraint activities_district_id_id_pk PRIMARY KEY (district_id, id);
alter table activities add constraint activities_district_id_academic_year_academic_years_district_id FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table activities add constraint activities_district_id_host_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, host_school_id) REFERENCES schools(district_id, id);
alter table activity_schools add constraint activity_schools_district_id_activity_id_school_id_pk PRIMARY KEY (district_id, activity_id, school_id);
alter table activity_schools add constraint activity_schools_district_id_activity_id_activities_district_id FOREIGN KEY (district_id, activity_id) REFERENCES activities(district_id, id);
alter table activity_schools add constraint activity_schools_district_id_school_id_schools_district_id_id_f FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table attendances add constraint attendances_once UNIQUE (district_id, session_id, teacher_id, role);
alter table attendances add constraint attendances_district_id_id_pk PRIMARY KEY (district_id, id);
alter table attendances add constraint attendances_district_id_session_id_sessions_district_id_id_fk FOREIGN KEY (district_id, session_id) REFERENCES sessions(district_id, id);
alter table attendances add constraint attendances_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table clients add constraint clients_key_hash UNIQUE (district_id, key_hash);
alter table clients add constraint clients_district_id_id_pk PRIMARY KEY (district_id, id);
alter table clients add constraint clients_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table credit_runs add constraint credit_runs_sequence UNIQUE (district_id, school_id, academic_year, semester, sequence);
alter table credit_runs add constraint credit_runs_district_id_id_pk PRIMARY KEY (district_id, id);
alter table credit_runs add constraint credit_runs_district_id_policy_edition_id_policy_editions_distr FOREIGN KEY (district_id, policy_edition_id) REFERENCES policy_editions(district_id, id);
alter table credit_runs add constraint credit_runs_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table credit_statements add constraint credit_statements_once UNIQUE (district_id, run_id, teacher_id, semester);
alter table credit_statements add constraint credit_statements_district_id_id_pk PRIMARY KEY (district_id, id);
alter table credit_statements add constraint credit_statements_district_id_run_id_credit_runs_district_id_id FOREIGN KEY (district_id, run_id) REFERENCES credit_runs(district_id, id);
alter table credit_statements add constraint credit_statements_district_id_teacher_id_teachers_district_id_i FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table districts add constraint districts_code_unique UNIQUE (code);
alter table districts add constraint districts_pkey PRIMARY KEY (id);
alter table exports add constraint exports_district_id_id_pk PRIMARY KEY (district_id, id);
alter table exports add constraint exports_district_id_file_id_files_district_id_id_fk FOREIGN KEY (district_id, file_id) REFERENCES files(district_id, id);
alter table exports add constraint exports_district_id_id_operations_district_id_id_fk FOREIGN KEY (district_id, id) REFERENCES operations(district_id, id);
alter table file_chunks add constraint file_chunks_district_id_file_id_sequence_pk PRIMARY KEY (district_id, file_id, sequence);
alter table file_chunks add constraint file_chunks_district_id_file_id_files_district_id_id_fk FOREIGN KEY (district_id, file_id) REFERENCES files(district_id, id) ON DELETE CASCADE;
alter table files add constraint files_district_id_id_pk PRIMARY KEY (district_id, id);
alter table homeroom_duties add constraint homeroom_duties_sourced_id UNIQUE (district_id, sourced_id);
alter table homeroom_duties add constraint homeroom_duties_district_id_id_pk PRIMARY KEY (district_id, id);
alter table homeroom_duties add constraint homeroom_duties_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table homeroom_duties add constraint homeroom_duties_district_id_teacher_id_teachers_district_id_id_ FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table hour_entries add constraint hour_entries_id UNIQUE (district_id, id);
alter table hour_entries add constraint hour_entries_district_id_teacher_id_number_pk PRIMARY KEY (district_id, teacher_id, number);
alter table hour_entries add constraint hour_entries_district_id_policy_edition_id_policy_editions_dist FOREIGN KEY (district_id, policy_edition_id) REFERENCES policy_editions(district_id, id);
alter table hour_entries add constraint hour_entries_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table hour_entries add constraint hour_entries_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table idempotency_keys add constraint idempotency_keys_district_id_client_id_key_pk PRIMARY KEY (district_id, client_id, key);
alter table import_rows add constraint import_rows_district_id_import_id_number_pk PRIMARY KEY (district_id, import_id, number);
alter table import_rows add constraint import_rows_district_id_import_id_imports_district_id_id_fk FOREIGN KEY (district_id, import_id) REFERENCES imports(district_id, id);
alter table imports add constraint imports_district_id_id_pk PRIMARY KEY (district_id, id);
alter table imports add constraint imports_district_id_file_id_files_district_id_id_fk FOREIGN KEY (district_id, file_id) REFERENCES files(district_id, id);
alter table imports add constraint imports_district_id_id_operations_district_id_id_fk FOREIGN KEY (district_id, id) REFERENCES operations(district_id, id);
alter table leaves add constraint leaves_teacher_dates UNIQUE (district_id, teacher_id, starts_on, ends_on);
alter table leaves add constraint leaves_district_id_id_pk PRIMARY KEY (district_id, id);
alter table leaves add constraint leaves_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table ledger_positions add constraint ledger_positions_district_id_teacher_id_pk PRIMARY KEY (district_id, teacher_id);
alter table ledger_positions add constraint ledger_positions_district_id_teacher_id_teachers_district_id_id FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table obligation_adjustments add constraint obligation_adjustments_district_id_teacher_id_academic_year_pk PRIMARY KEY (district_id, teacher_id, academic_year);
alter table obligation_adjustments add constraint obligation_adjustments_district_id_teacher_id_teachers_district FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table operations add constraint operations_district_id_id_pk PRIMARY KEY (district_id, id);
alter table operations add constraint operations_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table operator_keys add constraint operator_keys_key_hash_unique UNIQUE (key_hash);
alter table operator_keys add constraint operator_keys_pkey PRIMARY KEY (id);
alter table policy_editions add constraint policy_editions_code UNIQUE (district_id, code);
alter table policy_editions add constraint policy_editions_first_year UNIQUE (district_id, first_academic_year);
alter table policy_editions add constraint policy_editions_district_id_id_pk PRIMARY KEY (district_id, id);
alter table policy_editions add constraint policy_editions_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table school_groups add constraint school_groups_sourced_id UNIQUE (district_id, sourced_id);
alter table school_groups add constraint school_groups_district_id_id_pk PRIMARY KEY (district_id, id);
alter table school_groups add constraint school_groups_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table schools add constraint schools_sourced_id UNIQUE (district_id, sourced_id);
alter table schools add constraint schools_district_id_id_pk PRIMARY KEY (district_id, id);
alter table schools add constraint schools_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table schools add constraint schools_district_id_school_group_id_school_groups_district_id_i FOREIGN KEY (district_id, school_group_id) REFERENCES school_groups(district_id, id);
alter table semesters add constraint semesters_district_id_academic_year_number_pk PRIMARY KEY (district_id, academic_year, number);
alter table semesters add constraint semesters_district_id_academic_year_academic_years_district_id_ FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table sessions add constraint sessions_district_id_id_pk PRIMARY KEY (district_id, id);
alter table sessions add constraint sessions_district_id_activity_id_activities_district_id_id_fk FOREIGN KEY (district_id, activity_id) REFERENCES activities(district_id, id);
alter table teachers add constraint teachers_sourced_id UNIQUE (district_id, sourced_id);
alter table teachers add constraint teachers_district_id_id_pk PRIMARY KEY (district_id, id);
alter table teachers add constraint teachers_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);

CREATE INDEX activities_host ON public.activities USING btree (district_id, host_school_id);
CREATE INDEX activity_schools_school ON public.activity_schools USING btree (district_id, school_id);
CREATE INDEX attendances_teacher ON public.attendances USING btree (district_id, teacher_id);
CREATE INDEX clients_school ON public.clients USING btree (district_id, school_id);
CREATE UNIQUE INDEX credit_runs_one_open ON public.credit_runs USING btree (district_id, school_id, academic_year, semester) WHERE (status <> 'sealed'::text);
CREATE INDEX credit_runs_semester ON public.credit_runs USING btree (district_id, academic_year, semester);
CREATE INDEX credit_statements_teacher ON public.credit_statements USING btree (district_id, teacher_id, academic_year, semester);
CREATE INDEX exports_created ON public.exports USING btree (district_id, created_at);
CREATE INDEX homeroom_duties_school ON public.homeroom_duties USING btree (district_id, school_id, starts_on);
CREATE INDEX homeroom_duties_teacher ON public.homeroom_duties USING btree (district_id, teacher_id);
CREATE INDEX hour_entries_held ON public.hour_entries USING btree (district_id, teacher_id, number) WHERE (kind = 'held'::text);
CREATE UNIQUE INDEX hour_entries_once_per_segment ON public.hour_entries USING btree (district_id, teacher_id, session_id, segment, role, revision) WHERE ((kind = ANY (ARRAY['earned'::text, 'held'::text])) AND (session_id IS NOT NULL));
CREATE UNIQUE INDEX hour_entries_outside_once ON public.hour_entries USING btree (district_id, teacher_id, date, title, category, revision) WHERE ((kind = 'earned'::text) AND (source = 'outside'::text));
CREATE UNIQUE INDEX hour_entries_resolved_once ON public.hour_entries USING btree (district_id, teacher_id, target) WHERE (kind = ANY (ARRAY['release'::text, 'dismissal'::text]));
CREATE UNIQUE INDEX hour_entries_reversed_once ON public.hour_entries USING btree (district_id, teacher_id, target) WHERE (kind = 'reversal'::text);
CREATE INDEX hour_entries_session ON public.hour_entries USING btree (district_id, session_id);
CREATE INDEX hour_entries_year ON public.hour_entries USING btree (district_id, academic_year, teacher_id, semester, category, school_id, counted_hours);
CREATE INDEX idempotency_keys_created_at ON public.idempotency_keys USING btree (created_at);
CREATE INDEX import_rows_outcome ON public.import_rows USING btree (district_id, import_id, outcome, number);
CREATE INDEX imports_created ON public.imports USING btree (district_id, created_at);
CREATE INDEX operations_created ON public.operations USING btree (district_id, created_at);
CREATE INDEX operations_open ON public.operations USING btree (id) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX sessions_activity ON public.sessions USING btree (district_id, activity_id);
CREATE INDEX sessions_date ON public.sessions USING btree (district_id, date);

CREATE OR REPLACE FUNCTION public.current_district()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.district_id'::text, true), ''::text))::uuid
;

CREATE OR REPLACE FUNCTION public.protect_tenants(tenant_table regclass)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
begin
  execute format('alter table %s enable row level security', tenant_table);
  execute format('alter table %s force row level security', tenant_table);
  execute format('create policy own_district on %s using (district_id = current_district())', tenant_table);
end
$function$
;

CREATE OR REPLACE FUNCTION public.refuse_addition_to_sealed_run()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select 1 from added join credit_runs as run on run.district_id = added.district_id and run.id = added.run_id
    where run.status = 'sealed'
  ) then
    raise exception 'a sealed run stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return null;
end
$function$
;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'integrity_constraint_violation';
end
$function$
;

CREATE OR REPLACE FUNCTION public.refuse_change_of_sealed_statement()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (
    select 1 from credit_runs
    where district_id = old.district_id and id = old.run_id and status = 'sealed'
  ) then
    raise exception 'a sealed statement stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return case tg_op when 'DELETE' then old else new end;
end
$function$
;

CREATE TRIGGER credit_runs_not_emptied BEFORE TRUNCATE ON public.credit_runs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_runs_sealed BEFORE DELETE OR UPDATE ON public.credit_runs FOR EACH ROW WHEN ((old.status = 'sealed'::text)) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_statements_not_after_the_seal AFTER INSERT ON public.credit_statements REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_addition_to_sealed_run();
CREATE TRIGGER credit_statements_not_emptied BEFORE TRUNCATE ON public.credit_statements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_statements_sealed BEFORE DELETE OR UPDATE ON public.credit_statements FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sealed_statement();
CREATE TRIGGER hour_entries_append_only BEFORE DELETE OR UPDATE ON public.hour_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hour_entries_not_emptied BEFORE TRUNCATE ON public.hour_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_editions_frozen BEFORE DELETE OR UPDATE ON public.policy_editions FOR EACH ROW EXECUTE FUNCTION refuse_change();

create policy own_district on academic_years using (district_id = current_district()); -- forced
create policy own_district on activities using (district_id = current_district()); -- forced
create policy own_district on activity_schools using (district_id = current_district()); -- forced
create policy own_district on attendances using (district_id = current_district()); -- forced
create policy own_district on clients using (district_id = current_district()); -- forced
create policy own_district on credit_runs using (district_id = current_district()); -- forced
create policy own_district on credit_statements using (district_id = current_district()); -- forced
create policy own_district on districts using ((id = current_district()) OR (current_district() = '00000000-0000-0000-0000-000000000000'::uuid)); -- forced
create policy own_district on exports using (district_id = current_district()); -- forced
create policy own_district on file_chunks using (district_id = current_district()); -- forced
create policy own_district on files using (district_id = current_district()); -- forced
create policy own_district on homeroom_duties using (district_id = current_district()); -- forced
create policy own_district on hour_entries using (district_id = current_district()); -- forced
create policy own_district on idempotency_keys using (district_id = current_district()); -- forced
create policy own_district on import_rows using (district_id = current_district()); -- forced
create policy own_district on imports using (district_id = current_district()); -- forced
create policy own_district on leaves using (district_id = current_district()); -- forced
create policy own_district on ledger_positions using (district_id = current_district()); -- forced
create policy own_district on obligation_adjustments using (district_id = current_district()); -- forced
create policy own_district on operations using (district_id = current_district()); -- forced
create policy own_district on policy_editions using (district_id = current_district()); -- forced
create policy own_district on school_groups using (district_id = current_district()); -- forced
create policy own_district on schools using (district_id = current_district()); -- forced
create policy own_district on semesters using (district_id = current_district()); -- forced
create policy own_district on sessions using (district_id = current_district()); -- forced
create policy own_district on teachers using (district_id = current_district()); -- forced

grant delete, insert, select, update on academic_years to yanxiu_service;
grant delete, insert, select, update on activities to yanxiu_service;
grant delete, insert, select, update on activity_schools to yanxiu_service;
grant delete, insert, select, update on attendances to yanxiu_service;
grant delete, insert, select, update on clients to yanxiu_service;
grant delete, insert, select, update on credit_runs to yanxiu_service;
grant delete, insert, select, update on credit_statements to yanxiu_service;
grant delete, insert, select, update on districts to yanxiu_service;
grant delete, insert, select, update on exports to yanxiu_service;
grant delete, insert, select, update on file_chunks to yanxiu_service;
grant delete, insert, select, update on files to yanxiu_service;
grant delete, insert, select, update on homeroom_duties to yanxiu_service;
grant insert, select on hour_entries to yanxiu_service;
grant delete, insert, select, update on idempotency_keys to yanxiu_service;
grant delete, insert, select, update on import_rows to yanxiu_service;
grant delete, insert, select, update on imports to yanxiu_service;
grant delete, insert, select, update on leaves to yanxiu_service;
grant delete, insert, select, update on ledger_positions to yanxiu_service;
grant delete, insert, select, update on obligation_adjustments to yanxiu_service;
grant delete, insert, select, update on operations to yanxiu_service;
grant delete, insert, select, update on operator_keys to yanxiu_service;
grant insert, select on policy_editions to yanxiu_service;
grant delete, insert, select, update on school_groups to yanxiu_service;
grant delete, insert, select, update on schools to yanxiu_service;
grant delete, insert, select, update on semesters to yanxiu_service;
grant delete, insert, select, update on sessions to yanxiu_service;
grant delete, insert, select, update on teachers to yanxiu_service;
