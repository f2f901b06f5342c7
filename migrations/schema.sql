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
  updated_at timestamp(3) with time zone default now() not null,
  tiers smallint[],
  capacity integer,
  registration_closes_at timestamp(3) with time zone,
  course_id uuid,
  course_version integer
);

create table activity_schools (
  district_id uuid not null,
  activity_id uuid not null,
  school_id uuid not null
);

create table annual_reviews (
  district_id uuid not null,
  plan_id uuid not null,
  date date not null,
  participants json not null,
  findings json not null,
  changes json not null,
  recorded_at timestamp(3) with time zone not null,
  recorded_by uuid not null,
  version integer default 1 not null,
  reason text
);

create table anonymous_tallies (
  district_id uuid not null,
  survey_id uuid not null,
  question smallint not null,
  breakdown text not null,
  "group" text not null,
  count integer not null,
  counts integer[] not null
);

create table anonymous_texts (
  district_id uuid not null,
  survey_id uuid not null,
  question smallint not null,
  ordinal integer not null,
  text text not null
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
  version integer default 1 not null,
  import_id uuid
);

create table change_chain (
  district_id uuid not null,
  "position" bigint not null,
  transaction xid8 not null,
  change_id uuid not null,
  hash bytea not null,
  chained_before xid8 not null
);

create table change_log (
  district_id uuid not null,
  transaction xid8 default pg_current_xact_id() not null,
  id uuid default uuidv7() not null,
  at timestamp(3) with time zone default clock_timestamp() not null,
  action text not null,
  kind text not null,
  resource_id text not null,
  sourced_id text,
  school_id uuid,
  teacher_id uuid,
  version integer,
  client_id uuid,
  role text,
  on_behalf_of_teacher_id uuid,
  operation text,
  request_id uuid,
  before jsonb,
  after jsonb
);

create table check_in_codes (
  district_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  number integer not null,
  code_hash text not null,
  opened_at timestamp(3) with time zone not null,
  opened_by uuid not null,
  valid_until timestamp(3) with time zone not null
);

create table check_in_tries (
  district_id uuid not null,
  code_id uuid not null,
  teacher_id uuid not null,
  refused smallint not null
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
  created_at timestamp(3) with time zone default now() not null,
  key_version integer default 1 not null
);

create table competence_assessments (
  district_id uuid not null,
  id uuid not null,
  teacher_id uuid not null,
  kind text not null,
  assessor_id uuid not null,
  academic_year text not null,
  date date not null,
  scores json not null,
  recorded_by uuid not null,
  recorded_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  withdrawn_at timestamp(3) with time zone,
  withdrawal_reason text
);

create table course_application_rounds (
  district_id uuid not null,
  application_id uuid not null,
  number integer not null,
  course_version integer not null,
  statement text not null,
  applied_at timestamp(3) with time zone not null,
  applied_by uuid not null,
  decision text,
  guidance text,
  reviewed_at timestamp(3) with time zone,
  reviewed_by uuid
);

create table course_applications (
  district_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  status text default 'submitted'::text not null,
  round integer default 1 not null,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null
);

create table course_feedback (
  district_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  course_version integer not null,
  teacher_id uuid not null,
  rating smallint not null,
  comment text,
  given_at timestamp(3) with time zone not null,
  version integer default 1 not null
);

create table course_resources (
  district_id uuid not null,
  id uuid not null,
  course_id uuid not null,
  title text not null,
  kind text not null,
  licence text not null,
  url text,
  file_name text,
  media_type text,
  bytes bigint,
  sha256 text,
  file_id uuid,
  uploaded_at timestamp(3) with time zone,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null,
  removed_at timestamp(3) with time zone,
  removal_reason text
);

create table course_versions (
  district_id uuid not null,
  course_id uuid not null,
  number integer not null,
  content json not null,
  policy_edition_id uuid not null,
  frozen boolean default false not null,
  published_at timestamp(3) with time zone,
  created_at timestamp(3) with time zone default now() not null,
  search text not null,
  modules text[] not null,
  tiers smallint[] not null,
  forms text[] not null
);

create table courses (
  district_id uuid not null,
  id uuid not null,
  school_id uuid,
  leader_teacher_id uuid,
  reach text default 'school'::text not null,
  status text default 'draft'::text not null,
  published_version integer,
  newest_version integer default 1 not null,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null
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

create table data_key_checks (
  id text not null,
  sealed text not null,
  created_at timestamp(3) with time zone default now() not null
);

create table districts (
  id uuid not null,
  code text not null,
  name text not null,
  created_at timestamp(3) with time zone default now() not null
);

create table erasures (
  district_id uuid not null,
  teacher_id uuid not null,
  reason text not null,
  erased_by uuid not null,
  erased_at timestamp(3) with time zone not null,
  answer json not null
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
  created_at timestamp(3) with time zone default now() not null,
  sealed_under text,
  content_removed_at timestamp(3) with time zone
);

create table holidays (
  district_id uuid not null,
  academic_year text not null,
  starts_on date not null,
  ends_on date not null,
  name text not null
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
  created_at timestamp(3) with time zone default now() not null,
  rows_removed_at timestamp(3) with time zone
);

create table interactions (
  district_id uuid not null,
  id uuid not null,
  session_id uuid not null,
  teacher_id uuid not null,
  posts integer not null,
  replies integer not null,
  poll_answers integer not null,
  minutes_online smallint not null,
  last_seen_at timestamp(3) with time zone,
  reported_at timestamp(3) with time zone not null,
  reported_by uuid not null,
  version integer default 1 not null
);

create table interviews (
  district_id uuid not null,
  id uuid not null,
  teacher_id uuid not null,
  date date not null,
  interviewer text,
  summary text,
  modules json not null,
  recorded_by uuid not null,
  recorded_at timestamp(3) with time zone not null,
  version integer default 1 not null,
  withdrawn_at timestamp(3) with time zone,
  withdrawal_reason text
);

create table leadership_groups (
  district_id uuid not null,
  school_id uuid not null,
  academic_year text not null,
  members json not null,
  updated_at timestamp(3) with time zone not null,
  version integer default 1 not null
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

create table plan_item_activities (
  district_id uuid not null,
  plan_id uuid not null,
  item_id uuid not null,
  activity_id uuid not null,
  scheduled_at timestamp(3) with time zone not null,
  scheduled_by uuid not null
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

create table registrations (
  district_id uuid not null,
  id uuid not null,
  activity_id uuid not null,
  teacher_id uuid not null,
  status text not null,
  queue_number integer not null,
  registered_at timestamp(3) with time zone not null,
  registered_by uuid not null,
  cancelled_at timestamp(3) with time zone,
  version integer default 1 not null,
  placed_at timestamp(3) with time zone
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

create table sealed_answers (
  district_id uuid not null,
  survey_id uuid not null,
  pseudonym bytea not null,
  sealed bytea not null
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

create table signing_keys (
  id uuid not null,
  generation integer not null,
  public_jwk json not null,
  private_jwk_sealed text not null,
  signs_from timestamp(3) with time zone not null,
  created_at timestamp(3) with time zone not null
);

create table survey_answers (
  district_id uuid not null,
  survey_id uuid not null,
  teacher_id uuid not null,
  school_id uuid not null,
  stage text not null,
  tier smallint not null,
  answers json not null,
  needs json not null,
  marks integer[] not null,
  answered_at timestamp(3) with time zone not null,
  version integer default 1 not null
);

create table survey_secrets (
  district_id uuid not null,
  survey_id uuid not null,
  secret_sealed text not null
);

create table surveys (
  district_id uuid not null,
  id uuid not null,
  level text not null,
  school_id uuid,
  academic_year text not null,
  title text not null,
  purpose text,
  anonymous boolean not null,
  smallest_group smallint not null,
  status text default 'draft'::text not null,
  questions json not null,
  closes_at timestamp(3) with time zone,
  opened_at timestamp(3) with time zone,
  closed_at timestamp(3) with time zone,
  version integer default 1 not null,
  created_at timestamp(3) with time zone default now() not null,
  updated_at timestamp(3) with time zone default now() not null
);

create table teachers (
  district_id uuid not null,
  id uuid not null,
  sourced_id text not null,
  name text not null,
  professional_title text default 'none'::text not null,
  earlier_service_years smallint default 0 not null,
  version integer default 1 not null,
  updated_at timestamp(3) with time zone default now() not null,
  identity_number_sealed text,
  phone_sealed text,
  erased_at timestamp(3) with time zone
);

create table tier_overrides (
  district_id uuid not null,
  id uuid not null,
  teacher_id uuid not null,
  tier smallint not null,
  reason text not null,
  starts_on date not null,
  ends_on date not null,
  recorded_by uuid not null,
  recorded_at timestamp(3) with time zone not null,
  ended_at timestamp(3) with time zone,
  ended_by uuid,
  end_reason text,
  last_day date
);

create table training_plan_versions (
  district_id uuid not null,
  plan_id uuid not null,
  number integer not null,
  status text default 'draft'::text not null,
  reason text,
  content json not null,
  created_at timestamp(3) with time zone not null,
  submitted_at timestamp(3) with time zone,
  submitted_by uuid,
  reviewed_at timestamp(3) with time zone,
  reviewed_by uuid,
  comments text
);

create table training_plans (
  district_id uuid not null,
  id uuid not null,
  school_id uuid not null,
  academic_year text not null,
  status text default 'draft'::text not null,
  based_on_plan_id uuid,
  approved_version integer,
  newest_version integer default 1 not null,
  created_at timestamp(3) with time zone not null,
  updated_at timestamp(3) with time zone not null,
  version integer default 1 not null
);

alter table academic_years add constraint academic_years_district_id_code_pk PRIMARY KEY (district_id, code);
alter table academic_years add constraint academic_years_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table activities add constraint activities_sourced_id UNIQUE (district_id, sourced_id);
alter table activities add constraint activities_district_id_id_pk PRIMARY KEY (district_id, id);
alter table activities add constraint activities_district_id_academic_year_academic_years_district_id FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table activities add constraint activities_district_id_course_id_course_version_course_versions FOREIGN KEY (district_id, course_id, course_version) REFERENCES course_versions(district_id, course_id, number);
alter table activities add constraint activities_district_id_host_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, host_school_id) REFERENCES schools(district_id, id);
alter table activity_schools add constraint activity_schools_district_id_activity_id_school_id_pk PRIMARY KEY (district_id, activity_id, school_id);
alter table activity_schools add constraint activity_schools_district_id_activity_id_activities_district_id FOREIGN KEY (district_id, activity_id) REFERENCES activities(district_id, id);
alter table activity_schools add constraint activity_schools_district_id_school_id_schools_district_id_id_f FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table annual_reviews add constraint annual_reviews_district_id_plan_id_version_pk PRIMARY KEY (district_id, plan_id, version);
alter table annual_reviews add constraint annual_reviews_district_id_plan_id_training_plans_district_id_i FOREIGN KEY (district_id, plan_id) REFERENCES training_plans(district_id, id);
alter table anonymous_tallies add constraint anonymous_tallies_district_id_survey_id_breakdown_group_questio PRIMARY KEY (district_id, survey_id, breakdown, "group", question);
alter table anonymous_tallies add constraint anonymous_tallies_district_id_survey_id_surveys_district_id_id_ FOREIGN KEY (district_id, survey_id) REFERENCES surveys(district_id, id);
alter table anonymous_texts add constraint anonymous_texts_district_id_survey_id_question_ordinal_pk PRIMARY KEY (district_id, survey_id, question, ordinal);
alter table anonymous_texts add constraint anonymous_texts_district_id_survey_id_surveys_district_id_id_fk FOREIGN KEY (district_id, survey_id) REFERENCES surveys(district_id, id);
alter table attendances add constraint attendances_once UNIQUE (district_id, session_id, teacher_id, role);
alter table attendances add constraint attendances_district_id_id_pk PRIMARY KEY (district_id, id);
alter table attendances add constraint attendances_district_id_session_id_sessions_district_id_id_fk FOREIGN KEY (district_id, session_id) REFERENCES sessions(district_id, id);
alter table attendances add constraint attendances_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table change_chain add constraint change_chain_once UNIQUE (district_id, transaction, change_id);
alter table change_chain add constraint change_chain_district_id_position_pk PRIMARY KEY (district_id, "position");
alter table change_chain add constraint change_chain_district_id_transaction_change_id_change_log_distr FOREIGN KEY (district_id, transaction, change_id) REFERENCES change_log(district_id, transaction, id);
alter table change_log add constraint change_log_district_id_transaction_id_pk PRIMARY KEY (district_id, transaction, id);
alter table check_in_codes add constraint check_in_codes_number UNIQUE (district_id, session_id, number);
alter table check_in_codes add constraint check_in_codes_district_id_id_pk PRIMARY KEY (district_id, id);
alter table check_in_codes add constraint check_in_codes_district_id_session_id_sessions_district_id_id_f FOREIGN KEY (district_id, session_id) REFERENCES sessions(district_id, id);
alter table check_in_tries add constraint check_in_tries_district_id_code_id_teacher_id_pk PRIMARY KEY (district_id, code_id, teacher_id);
alter table check_in_tries add constraint check_in_tries_district_id_code_id_check_in_codes_district_id_i FOREIGN KEY (district_id, code_id) REFERENCES check_in_codes(district_id, id);
alter table check_in_tries add constraint check_in_tries_district_id_teacher_id_teachers_district_id_id_f FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table clients add constraint clients_key_hash UNIQUE (district_id, key_hash);
alter table clients add constraint clients_district_id_id_pk PRIMARY KEY (district_id, id);
alter table clients add constraint clients_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table competence_assessments add constraint competence_assessments_district_id_id_pk PRIMARY KEY (district_id, id);
alter table competence_assessments add constraint competence_assessments_district_id_academic_year_academic_years FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table competence_assessments add constraint competence_assessments_district_id_teacher_id_teachers_district FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table course_application_rounds add constraint course_application_rounds_district_id_application_id_number_pk PRIMARY KEY (district_id, application_id, number);
alter table course_application_rounds add constraint course_application_rounds_district_id_application_id_course_app FOREIGN KEY (district_id, application_id) REFERENCES course_applications(district_id, id);
alter table course_applications add constraint course_applications_district_id_id_pk PRIMARY KEY (district_id, id);
alter table course_applications add constraint course_applications_district_id_course_id_courses_district_id_i FOREIGN KEY (district_id, course_id) REFERENCES courses(district_id, id);
alter table course_feedback add constraint course_feedback_once UNIQUE (district_id, course_id, teacher_id, course_version);
alter table course_feedback add constraint course_feedback_district_id_id_pk PRIMARY KEY (district_id, id);
alter table course_feedback add constraint course_feedback_district_id_course_id_course_version_course_ver FOREIGN KEY (district_id, course_id, course_version) REFERENCES course_versions(district_id, course_id, number);
alter table course_feedback add constraint course_feedback_district_id_teacher_id_teachers_district_id_id_ FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table course_resources add constraint course_resources_district_id_id_pk PRIMARY KEY (district_id, id);
alter table course_resources add constraint course_resources_district_id_course_id_courses_district_id_id_f FOREIGN KEY (district_id, course_id) REFERENCES courses(district_id, id);
alter table course_resources add constraint course_resources_district_id_file_id_files_district_id_id_fk FOREIGN KEY (district_id, file_id) REFERENCES files(district_id, id);
alter table course_versions add constraint course_versions_district_id_course_id_number_pk PRIMARY KEY (district_id, course_id, number);
alter table course_versions add constraint course_versions_district_id_course_id_courses_district_id_id_fk FOREIGN KEY (district_id, course_id) REFERENCES courses(district_id, id);
alter table course_versions add constraint course_versions_district_id_policy_edition_id_policy_editions_d FOREIGN KEY (district_id, policy_edition_id) REFERENCES policy_editions(district_id, id);
alter table courses add constraint courses_district_id_id_pk PRIMARY KEY (district_id, id);
alter table courses add constraint courses_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table courses add constraint courses_district_id_leader_teacher_id_teachers_district_id_id_f FOREIGN KEY (district_id, leader_teacher_id) REFERENCES teachers(district_id, id);
alter table courses add constraint courses_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table credit_runs add constraint credit_runs_sequence UNIQUE (district_id, school_id, academic_year, semester, sequence);
alter table credit_runs add constraint credit_runs_district_id_id_pk PRIMARY KEY (district_id, id);
alter table credit_runs add constraint credit_runs_district_id_policy_edition_id_policy_editions_distr FOREIGN KEY (district_id, policy_edition_id) REFERENCES policy_editions(district_id, id);
alter table credit_runs add constraint credit_runs_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table credit_statements add constraint credit_statements_once UNIQUE (district_id, run_id, teacher_id, semester);
alter table credit_statements add constraint credit_statements_district_id_id_pk PRIMARY KEY (district_id, id);
alter table credit_statements add constraint credit_statements_district_id_run_id_credit_runs_district_id_id FOREIGN KEY (district_id, run_id) REFERENCES credit_runs(district_id, id);
alter table credit_statements add constraint credit_statements_district_id_teacher_id_teachers_district_id_i FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table data_key_checks add constraint data_key_checks_pkey PRIMARY KEY (id);
alter table districts add constraint districts_code_unique UNIQUE (code);
alter table districts add constraint districts_pkey PRIMARY KEY (id);
alter table erasures add constraint erasures_district_id_teacher_id_pk PRIMARY KEY (district_id, teacher_id);
alter table erasures add constraint erasures_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table exports add constraint exports_district_id_id_pk PRIMARY KEY (district_id, id);
alter table exports add constraint exports_district_id_file_id_files_district_id_id_fk FOREIGN KEY (district_id, file_id) REFERENCES files(district_id, id);
alter table exports add constraint exports_district_id_id_operations_district_id_id_fk FOREIGN KEY (district_id, id) REFERENCES operations(district_id, id);
alter table file_chunks add constraint file_chunks_district_id_file_id_sequence_pk PRIMARY KEY (district_id, file_id, sequence);
alter table file_chunks add constraint file_chunks_district_id_file_id_files_district_id_id_fk FOREIGN KEY (district_id, file_id) REFERENCES files(district_id, id) ON DELETE CASCADE;
alter table files add constraint files_district_id_id_pk PRIMARY KEY (district_id, id);
alter table holidays add constraint holidays_district_id_academic_year_starts_on_pk PRIMARY KEY (district_id, academic_year, starts_on);
alter table holidays add constraint holidays_district_id_academic_year_academic_years_district_id_c FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
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
alter table interactions add constraint interactions_once UNIQUE (district_id, session_id, teacher_id);
alter table interactions add constraint interactions_district_id_id_pk PRIMARY KEY (district_id, id);
alter table interactions add constraint interactions_district_id_session_id_sessions_district_id_id_fk FOREIGN KEY (district_id, session_id) REFERENCES sessions(district_id, id);
alter table interactions add constraint interactions_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table interviews add constraint interviews_district_id_id_pk PRIMARY KEY (district_id, id);
alter table interviews add constraint interviews_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table leadership_groups add constraint leadership_groups_district_id_school_id_academic_year_pk PRIMARY KEY (district_id, school_id, academic_year);
alter table leadership_groups add constraint leadership_groups_district_id_academic_year_academic_years_dist FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table leadership_groups add constraint leadership_groups_district_id_school_id_schools_district_id_id_ FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
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
alter table plan_item_activities add constraint plan_item_activities_once UNIQUE (district_id, plan_id, activity_id);
alter table plan_item_activities add constraint plan_item_activities_district_id_plan_id_item_id_pk PRIMARY KEY (district_id, plan_id, item_id);
alter table plan_item_activities add constraint plan_item_activities_district_id_activity_id_activities_distric FOREIGN KEY (district_id, activity_id) REFERENCES activities(district_id, id);
alter table plan_item_activities add constraint plan_item_activities_district_id_plan_id_training_plans_distric FOREIGN KEY (district_id, plan_id) REFERENCES training_plans(district_id, id);
alter table policy_editions add constraint policy_editions_code UNIQUE (district_id, code);
alter table policy_editions add constraint policy_editions_first_year UNIQUE (district_id, first_academic_year);
alter table policy_editions add constraint policy_editions_district_id_id_pk PRIMARY KEY (district_id, id);
alter table policy_editions add constraint policy_editions_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table registrations add constraint registrations_queue UNIQUE (district_id, activity_id, queue_number);
alter table registrations add constraint registrations_district_id_id_pk PRIMARY KEY (district_id, id);
alter table registrations add constraint registrations_district_id_activity_id_activities_district_id_id FOREIGN KEY (district_id, activity_id) REFERENCES activities(district_id, id);
alter table registrations add constraint registrations_district_id_teacher_id_teachers_district_id_id_fk FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table school_groups add constraint school_groups_sourced_id UNIQUE (district_id, sourced_id);
alter table school_groups add constraint school_groups_district_id_id_pk PRIMARY KEY (district_id, id);
alter table school_groups add constraint school_groups_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table schools add constraint schools_sourced_id UNIQUE (district_id, sourced_id);
alter table schools add constraint schools_district_id_id_pk PRIMARY KEY (district_id, id);
alter table schools add constraint schools_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table schools add constraint schools_district_id_school_group_id_school_groups_district_id_i FOREIGN KEY (district_id, school_group_id) REFERENCES school_groups(district_id, id);
alter table sealed_answers add constraint sealed_answers_district_id_survey_id_pseudonym_pk PRIMARY KEY (district_id, survey_id, pseudonym);
alter table sealed_answers add constraint sealed_answers_district_id_survey_id_surveys_district_id_id_fk FOREIGN KEY (district_id, survey_id) REFERENCES surveys(district_id, id);
alter table semesters add constraint semesters_district_id_academic_year_number_pk PRIMARY KEY (district_id, academic_year, number);
alter table semesters add constraint semesters_district_id_academic_year_academic_years_district_id_ FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table sessions add constraint sessions_district_id_id_pk PRIMARY KEY (district_id, id);
alter table sessions add constraint sessions_district_id_activity_id_activities_district_id_id_fk FOREIGN KEY (district_id, activity_id) REFERENCES activities(district_id, id);
alter table signing_keys add constraint signing_keys_generation_unique UNIQUE (generation);
alter table signing_keys add constraint signing_keys_pkey PRIMARY KEY (id);
alter table survey_answers add constraint survey_answers_district_id_survey_id_teacher_id_pk PRIMARY KEY (district_id, survey_id, teacher_id);
alter table survey_answers add constraint survey_answers_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table survey_answers add constraint survey_answers_district_id_survey_id_surveys_district_id_id_fk FOREIGN KEY (district_id, survey_id) REFERENCES surveys(district_id, id);
alter table survey_answers add constraint survey_answers_district_id_teacher_id_teachers_district_id_id_f FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table survey_secrets add constraint survey_secrets_district_id_survey_id_pk PRIMARY KEY (district_id, survey_id);
alter table survey_secrets add constraint survey_secrets_district_id_survey_id_surveys_district_id_id_fk FOREIGN KEY (district_id, survey_id) REFERENCES surveys(district_id, id);
alter table surveys add constraint surveys_district_id_id_pk PRIMARY KEY (district_id, id);
alter table surveys add constraint surveys_district_id_academic_year_academic_years_district_id_co FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table surveys add constraint surveys_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);
alter table teachers add constraint teachers_sourced_id UNIQUE (district_id, sourced_id);
alter table teachers add constraint teachers_district_id_id_pk PRIMARY KEY (district_id, id);
alter table teachers add constraint teachers_district_id_districts_id_fk FOREIGN KEY (district_id) REFERENCES districts(id);
alter table tier_overrides add constraint tier_overrides_district_id_id_pk PRIMARY KEY (district_id, id);
alter table tier_overrides add constraint tier_overrides_district_id_teacher_id_teachers_district_id_id_f FOREIGN KEY (district_id, teacher_id) REFERENCES teachers(district_id, id);
alter table training_plan_versions add constraint training_plan_versions_district_id_plan_id_number_pk PRIMARY KEY (district_id, plan_id, number);
alter table training_plan_versions add constraint training_plan_versions_district_id_plan_id_training_plans_distr FOREIGN KEY (district_id, plan_id) REFERENCES training_plans(district_id, id);
alter table training_plans add constraint training_plans_once UNIQUE (district_id, school_id, academic_year);
alter table training_plans add constraint training_plans_district_id_id_pk PRIMARY KEY (district_id, id);
alter table training_plans add constraint training_plans_district_id_academic_year_academic_years_distric FOREIGN KEY (district_id, academic_year) REFERENCES academic_years(district_id, code);
alter table training_plans add constraint training_plans_district_id_based_on_plan_id_training_plans_dist FOREIGN KEY (district_id, based_on_plan_id) REFERENCES training_plans(district_id, id);
alter table training_plans add constraint training_plans_district_id_school_id_schools_district_id_id_fk FOREIGN KEY (district_id, school_id) REFERENCES schools(district_id, id);

CREATE INDEX activities_course ON public.activities USING btree (district_id, course_id);
CREATE INDEX activities_host ON public.activities USING btree (district_id, host_school_id);
CREATE INDEX activity_schools_school ON public.activity_schools USING btree (district_id, school_id);
CREATE INDEX attendances_teacher ON public.attendances USING btree (district_id, teacher_id);
CREATE INDEX change_log_resource ON public.change_log USING btree (district_id, kind, resource_id);
CREATE INDEX change_log_teacher ON public.change_log USING btree (district_id, teacher_id);
CREATE INDEX check_in_tries_teacher ON public.check_in_tries USING btree (district_id, teacher_id);
CREATE INDEX clients_school ON public.clients USING btree (district_id, school_id);
CREATE INDEX competence_assessments_assessor ON public.competence_assessments USING btree (district_id, assessor_id);
CREATE UNIQUE INDEX competence_assessments_once ON public.competence_assessments USING btree (district_id, teacher_id, academic_year, kind, assessor_id) WHERE (withdrawn_at IS NULL);
CREATE INDEX course_applications_course ON public.course_applications USING btree (district_id, course_id, id);
CREATE UNIQUE INDEX course_applications_open ON public.course_applications USING btree (district_id, course_id) WHERE (status = ANY (ARRAY['submitted'::text, 'returned'::text]));
CREATE INDEX course_feedback_course ON public.course_feedback USING btree (district_id, course_id, id);
CREATE INDEX course_feedback_teacher ON public.course_feedback USING btree (district_id, teacher_id, id);
CREATE INDEX course_resources_course ON public.course_resources USING btree (district_id, course_id, id);
CREATE INDEX courses_leader ON public.courses USING btree (district_id, leader_teacher_id, id);
CREATE INDEX courses_school ON public.courses USING btree (district_id, school_id, id);
CREATE UNIQUE INDEX credit_runs_one_open ON public.credit_runs USING btree (district_id, school_id, academic_year, semester) WHERE (status <> 'sealed'::text);
CREATE INDEX credit_runs_semester ON public.credit_runs USING btree (district_id, academic_year, semester);
CREATE INDEX credit_statements_teacher ON public.credit_statements USING btree (district_id, teacher_id, academic_year, semester);
CREATE INDEX exports_created ON public.exports USING btree (district_id, created_at);
CREATE INDEX files_with_content ON public.files USING btree (district_id, created_at) WHERE (content_removed_at IS NULL);
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
CREATE INDEX interactions_teacher ON public.interactions USING btree (district_id, teacher_id);
CREATE INDEX interviews_teacher ON public.interviews USING btree (district_id, teacher_id, date);
CREATE INDEX operations_created ON public.operations USING btree (district_id, created_at);
CREATE INDEX operations_open ON public.operations USING btree (id) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE UNIQUE INDEX registrations_live ON public.registrations USING btree (district_id, activity_id, teacher_id) WHERE (status <> 'cancelled'::text);
CREATE INDEX registrations_teacher ON public.registrations USING btree (district_id, teacher_id);
CREATE INDEX sessions_activity ON public.sessions USING btree (district_id, activity_id);
CREATE INDEX sessions_date ON public.sessions USING btree (district_id, date);
CREATE INDEX survey_answers_teacher ON public.survey_answers USING btree (district_id, teacher_id);
CREATE INDEX surveys_academic_year ON public.surveys USING btree (district_id, academic_year);
CREATE INDEX surveys_school ON public.surveys USING btree (district_id, school_id);
CREATE INDEX teachers_with_numbers ON public.teachers USING btree (district_id, id) WHERE ((identity_number_sealed IS NOT NULL) OR (phone_sealed IS NOT NULL));
CREATE INDEX tier_overrides_teacher ON public.tier_overrides USING btree (district_id, teacher_id);
CREATE INDEX training_plans_year ON public.training_plans USING btree (district_id, academic_year);

CREATE OR REPLACE FUNCTION public.actor_part(part integer)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN NULLIF(split_part(current_setting('app.actor'::text, true), '/'::text, part), ''::text)
;

CREATE OR REPLACE FUNCTION public.chain_changes(at_most integer)
 RETURNS integer
 LANGUAGE plpgsql
 SET plan_cache_mode TO 'force_custom_plan'
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION public.change_digest(entry change_log, "position" bigint)
 RETURNS bytea
 LANGUAGE sql
 STABLE
RETURN sha256(convert_to((jsonb_build_array("position", (entry).district_id, ((entry).transaction)::text, (entry).id, ((EXTRACT(epoch FROM (entry).at) * (1000)::numeric))::bigint, (entry).action, (entry).kind, (entry).resource_id, (entry).sourced_id, (entry).school_id, (entry).teacher_id, (entry).version, (entry).client_id, (entry).role, (entry).on_behalf_of_teacher_id, (entry).operation, (entry).request_id, (entry).before, (entry).after))::text, 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION public.current_district()
 RETURNS uuid
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.district_id'::text, true), ''::text))::uuid
;

CREATE OR REPLACE FUNCTION public.key_of(entry jsonb, columns text[])
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE cardinality(columns) WHEN 1 THEN (entry ->> (columns)[1]) ELSE (SELECT string_agg((key_of.entry ->> keys.name), '/'::text ORDER BY keys.at) AS string_agg FROM unnest(key_of.columns) WITH ORDINALITY keys(name, at)) END
;

CREATE OR REPLACE FUNCTION public.log_changes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION public.log_table(logged regclass, kind text, keys text DEFAULT 'id'::text, personal text DEFAULT ''::text, untold text DEFAULT ''::text, statements text[] DEFAULT '{insert,update,delete}'::text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
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
$function$
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

CREATE OR REPLACE FUNCTION public.refuse_change_of_frozen_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'DELETE'
    or to_jsonb(new) - 'published_at' <> to_jsonb(old) - 'published_at'
    or (old.published_at is not null and new.published_at is distinct from old.published_at)
  then
    raise exception 'a frozen version of a course stays as it is' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
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
$function$
;

CREATE OR REPLACE FUNCTION public.without_personal_data(entry jsonb, personal text[])
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN CASE WHEN ((entry IS NULL) OR (NOT (entry ?| personal))) THEN entry ELSE (SELECT jsonb_object_agg(jsonb_each.key, CASE WHEN ((jsonb_each.key = ANY (without_personal_data.personal)) AND (jsonb_each.value <> 'null'::jsonb)) THEN '"withheld"'::jsonb ELSE jsonb_each.value END) AS jsonb_object_agg FROM jsonb_each(without_personal_data.entry) jsonb_each(key, value)) END
;

CREATE TRIGGER log_delete AFTER DELETE ON public.academic_years REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('academicYear', 'code', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.academic_years REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('academicYear', 'code', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.academic_years REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('academicYear', 'code', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.activities REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('activity', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.activities REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('activity', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.activities REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('activity', 'id', '', 'created_at');
CREATE TRIGGER log_delete AFTER DELETE ON public.activity_schools REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('activitySchool', 'activity_id,school_id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.activity_schools REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('activitySchool', 'activity_id,school_id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.activity_schools REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('activitySchool', 'activity_id,school_id', '', '');
CREATE TRIGGER annual_reviews_kept BEFORE DELETE OR UPDATE ON public.annual_reviews FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_delete AFTER DELETE ON public.annual_reviews REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('annualReview', 'plan_id', 'participants,findings,changes,reason', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.annual_reviews REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('annualReview', 'plan_id', 'participants,findings,changes,reason', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.annual_reviews REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('annualReview', 'plan_id', 'participants,findings,changes,reason', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.attendances REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('attendance', 'id', 'late_reason', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.attendances REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('attendance', 'id', 'late_reason', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.attendances REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('attendance', 'id', 'late_reason', '');
CREATE TRIGGER change_chain_append_only BEFORE DELETE OR UPDATE ON public.change_chain FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER change_chain_not_emptied BEFORE TRUNCATE ON public.change_chain FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER change_log_append_only BEFORE DELETE OR UPDATE ON public.change_log FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER change_log_not_emptied BEFORE TRUNCATE ON public.change_log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_delete AFTER DELETE ON public.check_in_codes REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('checkInCode', 'id', '', 'code_hash');
CREATE TRIGGER log_insert AFTER INSERT ON public.check_in_codes REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('checkInCode', 'id', '', 'code_hash');
CREATE TRIGGER log_update AFTER UPDATE ON public.check_in_codes REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('checkInCode', 'id', '', 'code_hash');
CREATE TRIGGER log_delete AFTER DELETE ON public.check_in_tries REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('checkInTries', 'code_id,teacher_id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.check_in_tries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('checkInTries', 'code_id,teacher_id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.check_in_tries REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('checkInTries', 'code_id,teacher_id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.clients REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('client', 'id', 'name', 'key_hash,last_used_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.clients REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('client', 'id', 'name', 'key_hash,last_used_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.clients REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('client', 'id', 'name', 'key_hash,last_used_at');
CREATE TRIGGER log_delete AFTER DELETE ON public.competence_assessments REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('competenceAssessment', 'id', 'scores,withdrawal_reason', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.competence_assessments REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('competenceAssessment', 'id', 'scores,withdrawal_reason', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.competence_assessments REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('competenceAssessment', 'id', 'scores,withdrawal_reason', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.course_application_rounds REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseApplicationRound', 'application_id,number', 'statement,guidance', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.course_application_rounds REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseApplicationRound', 'application_id,number', 'statement,guidance', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.course_application_rounds REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseApplicationRound', 'application_id,number', 'statement,guidance', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.course_applications REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseApplication', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.course_applications REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseApplication', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.course_applications REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseApplication', 'id', '', 'created_at');
CREATE TRIGGER log_delete AFTER DELETE ON public.course_feedback REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseFeedback', 'id', 'comment', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.course_feedback REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseFeedback', 'id', 'comment', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.course_feedback REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseFeedback', 'id', 'comment', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.course_resources REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseResource', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.course_resources REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseResource', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.course_resources REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseResource', 'id', '', 'created_at');
CREATE TRIGGER course_versions_frozen BEFORE DELETE OR UPDATE ON public.course_versions FOR EACH ROW WHEN (old.frozen) EXECUTE FUNCTION refuse_change_of_frozen_version();
CREATE TRIGGER log_delete AFTER DELETE ON public.course_versions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseVersion', 'course_id,number', '', 'created_at,search,modules,tiers,forms');
CREATE TRIGGER log_insert AFTER INSERT ON public.course_versions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseVersion', 'course_id,number', '', 'created_at,search,modules,tiers,forms');
CREATE TRIGGER log_update AFTER UPDATE ON public.course_versions REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('courseVersion', 'course_id,number', '', 'created_at,search,modules,tiers,forms');
CREATE TRIGGER log_delete AFTER DELETE ON public.courses REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('course', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.courses REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('course', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.courses REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('course', 'id', '', 'created_at');
CREATE TRIGGER credit_runs_not_emptied BEFORE TRUNCATE ON public.credit_runs FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_runs_sealed BEFORE DELETE OR UPDATE ON public.credit_runs FOR EACH ROW WHEN ((old.status = 'sealed'::text)) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_delete AFTER DELETE ON public.credit_runs REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('creditRun', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.credit_runs REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('creditRun', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.credit_runs REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('creditRun', 'id', '', '');
CREATE TRIGGER credit_statements_not_after_the_seal AFTER INSERT ON public.credit_statements REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_addition_to_sealed_run();
CREATE TRIGGER credit_statements_not_emptied BEFORE TRUNCATE ON public.credit_statements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER credit_statements_sealed BEFORE DELETE OR UPDATE ON public.credit_statements FOR EACH ROW EXECUTE FUNCTION refuse_change_of_sealed_statement();
CREATE TRIGGER log_update AFTER UPDATE ON public.credit_statements REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('creditStatement', 'id', 'teacher_name', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.erasures REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('erasure', 'teacher_id', 'reason', 'answer');
CREATE TRIGGER log_insert AFTER INSERT ON public.erasures REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('erasure', 'teacher_id', 'reason', 'answer');
CREATE TRIGGER log_update AFTER UPDATE ON public.erasures REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('erasure', 'teacher_id', 'reason', 'answer');
CREATE TRIGGER log_delete AFTER DELETE ON public.exports REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('export', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.exports REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('export', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.exports REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('export', 'id', '', 'created_at');
CREATE TRIGGER log_delete AFTER DELETE ON public.holidays REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('holiday', 'academic_year,starts_on', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.holidays REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('holiday', 'academic_year,starts_on', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.holidays REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('holiday', 'academic_year,starts_on', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.homeroom_duties REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('homeroomDuty', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.homeroom_duties REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('homeroomDuty', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.homeroom_duties REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('homeroomDuty', 'id', '', '');
CREATE TRIGGER hour_entries_append_only BEFORE DELETE OR UPDATE ON public.hour_entries FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER hour_entries_not_emptied BEFORE TRUNCATE ON public.hour_entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_delete AFTER DELETE ON public.hour_entries REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('hourEntry', 'id', 'reason,evidence', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.hour_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('hourEntry', 'id', 'reason,evidence', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.hour_entries REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('hourEntry', 'id', 'reason,evidence', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.imports REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('import', 'id', '', 'created_at,totals');
CREATE TRIGGER log_insert AFTER INSERT ON public.imports REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('import', 'id', '', 'created_at,totals');
CREATE TRIGGER log_update AFTER UPDATE ON public.imports REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('import', 'id', '', 'created_at,totals');
CREATE TRIGGER log_delete AFTER DELETE ON public.interactions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('interaction', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.interactions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('interaction', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.interactions REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('interaction', 'id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.interviews REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('interview', 'id', 'interviewer,summary,modules,withdrawal_reason', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.interviews REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('interview', 'id', 'interviewer,summary,modules,withdrawal_reason', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.interviews REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('interview', 'id', 'interviewer,summary,modules,withdrawal_reason', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.leadership_groups REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('leadershipGroup', 'school_id,academic_year', 'members', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.leadership_groups REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('leadershipGroup', 'school_id,academic_year', 'members', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.leadership_groups REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('leadershipGroup', 'school_id,academic_year', 'members', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.leaves REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('leave', 'id', 'kind', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.leaves REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('leave', 'id', 'kind', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.leaves REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('leave', 'id', 'kind', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.obligation_adjustments REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('obligationAdjustment', 'teacher_id,academic_year', 'reason', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.obligation_adjustments REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('obligationAdjustment', 'teacher_id,academic_year', 'reason', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.obligation_adjustments REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('obligationAdjustment', 'teacher_id,academic_year', 'reason', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.operations REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('operation', 'id', '', 'created_at,progress_done,progress_total,failures,input,result');
CREATE TRIGGER log_insert AFTER INSERT ON public.operations REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('operation', 'id', '', 'created_at,progress_done,progress_total,failures,input,result');
CREATE TRIGGER log_update AFTER UPDATE ON public.operations REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('operation', 'id', '', 'created_at,progress_done,progress_total,failures,input,result');
CREATE TRIGGER log_delete AFTER DELETE ON public.plan_item_activities REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('planItemActivity', 'plan_id,item_id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.plan_item_activities REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('planItemActivity', 'plan_id,item_id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.plan_item_activities REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('planItemActivity', 'plan_id,item_id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.policy_editions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('policyEdition', 'id', '', 'document');
CREATE TRIGGER log_insert AFTER INSERT ON public.policy_editions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('policyEdition', 'id', '', 'document');
CREATE TRIGGER log_update AFTER UPDATE ON public.policy_editions REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('policyEdition', 'id', '', 'document');
CREATE TRIGGER policy_editions_frozen BEFORE DELETE OR UPDATE ON public.policy_editions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_delete AFTER DELETE ON public.registrations REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('registration', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.registrations REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('registration', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.registrations REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('registration', 'id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.school_groups REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('schoolGroup', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.school_groups REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('schoolGroup', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.school_groups REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('schoolGroup', 'id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.schools REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('school', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.schools REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('school', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.schools REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('school', 'id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.semesters REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('semester', 'academic_year,number', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.semesters REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('semester', 'academic_year,number', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.semesters REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('semester', 'academic_year,number', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.sessions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('session', 'id', '', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.sessions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('session', 'id', '', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.sessions REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('session', 'id', '', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.survey_answers REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('surveyAnswer', 'survey_id,teacher_id', 'answers,needs,marks', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.survey_answers REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('surveyAnswer', 'survey_id,teacher_id', 'answers,needs,marks', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.survey_answers REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('surveyAnswer', 'survey_id,teacher_id', 'answers,needs,marks', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.surveys REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('survey', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.surveys REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('survey', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.surveys REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('survey', 'id', '', 'created_at');
CREATE TRIGGER log_delete AFTER DELETE ON public.teachers REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('teacher', 'id', 'name,identity_number_sealed,phone_sealed', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.teachers REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('teacher', 'id', 'name,identity_number_sealed,phone_sealed', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.teachers REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('teacher', 'id', 'name,identity_number_sealed,phone_sealed', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.tier_overrides REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('tierOverride', 'id', 'reason,end_reason', '');
CREATE TRIGGER log_insert AFTER INSERT ON public.tier_overrides REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('tierOverride', 'id', 'reason,end_reason', '');
CREATE TRIGGER log_update AFTER UPDATE ON public.tier_overrides REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('tierOverride', 'id', 'reason,end_reason', '');
CREATE TRIGGER log_delete AFTER DELETE ON public.training_plan_versions REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('trainingPlanVersion', 'plan_id,number', 'content,reason,comments', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.training_plan_versions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('trainingPlanVersion', 'plan_id,number', 'content,reason,comments', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.training_plan_versions REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('trainingPlanVersion', 'plan_id,number', 'content,reason,comments', 'created_at');
CREATE TRIGGER training_plan_versions_content BEFORE UPDATE ON public.training_plan_versions FOR EACH ROW WHEN (((old.status <> 'draft'::text) AND ((old.content)::text IS DISTINCT FROM (new.content)::text))) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER training_plan_versions_kept BEFORE DELETE ON public.training_plan_versions FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_delete AFTER DELETE ON public.training_plans REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION log_changes('trainingPlan', 'id', '', 'created_at');
CREATE TRIGGER log_insert AFTER INSERT ON public.training_plans REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('trainingPlan', 'id', '', 'created_at');
CREATE TRIGGER log_update AFTER UPDATE ON public.training_plans REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION log_changes('trainingPlan', 'id', '', 'created_at');

create policy own_district on academic_years using (district_id = current_district()); -- forced
create policy own_district on activities using (district_id = current_district()); -- forced
create policy own_district on activity_schools using (district_id = current_district()); -- forced
create policy own_district on annual_reviews using (district_id = current_district()); -- forced
create policy own_district on anonymous_tallies using (district_id = current_district()); -- forced
create policy own_district on anonymous_texts using (district_id = current_district()); -- forced
create policy own_district on attendances using (district_id = current_district()); -- forced
create policy own_district on change_chain using (district_id = current_district()); -- forced
create policy own_district on change_log using (district_id = current_district()); -- forced
create policy own_district on check_in_codes using (district_id = current_district()); -- forced
create policy own_district on check_in_tries using (district_id = current_district()); -- forced
create policy own_district on clients using (district_id = current_district()); -- forced
create policy own_district on competence_assessments using (district_id = current_district()); -- forced
create policy own_district on course_application_rounds using (district_id = current_district()); -- forced
create policy own_district on course_applications using (district_id = current_district()); -- forced
create policy own_district on course_feedback using (district_id = current_district()); -- forced
create policy own_district on course_resources using (district_id = current_district()); -- forced
create policy own_district on course_versions using (district_id = current_district()); -- forced
create policy own_district on courses using (district_id = current_district()); -- forced
create policy own_district on credit_runs using (district_id = current_district()); -- forced
create policy own_district on credit_statements using (district_id = current_district()); -- forced
create policy own_district on districts using ((id = current_district()) OR (current_district() = '00000000-0000-0000-0000-000000000000'::uuid)); -- forced
create policy own_district on erasures using (district_id = current_district()); -- forced
create policy own_district on exports using (district_id = current_district()); -- forced
create policy own_district on file_chunks using (district_id = current_district()); -- forced
create policy own_district on files using (district_id = current_district()); -- forced
create policy own_district on holidays using (district_id = current_district()); -- forced
create policy own_district on homeroom_duties using (district_id = current_district()); -- forced
create policy own_district on hour_entries using (district_id = current_district()); -- forced
create policy own_district on idempotency_keys using (district_id = current_district()); -- forced
create policy own_district on import_rows using (district_id = current_district()); -- forced
create policy own_district on imports using (district_id = current_district()); -- forced
create policy own_district on interactions using (district_id = current_district()); -- forced
create policy own_district on interviews using (district_id = current_district()); -- forced
create policy own_district on leadership_groups using (district_id = current_district()); -- forced
create policy own_district on leaves using (district_id = current_district()); -- forced
create policy own_district on ledger_positions using (district_id = current_district()); -- forced
create policy own_district on obligation_adjustments using (district_id = current_district()); -- forced
create policy own_district on operations using (district_id = current_district()); -- forced
create policy own_district on plan_item_activities using (district_id = current_district()); -- forced
create policy own_district on policy_editions using (district_id = current_district()); -- forced
create policy own_district on registrations using (district_id = current_district()); -- forced
create policy own_district on school_groups using (district_id = current_district()); -- forced
create policy own_district on schools using (district_id = current_district()); -- forced
create policy own_district on sealed_answers using (district_id = current_district()); -- forced
create policy own_district on semesters using (district_id = current_district()); -- forced
create policy own_district on sessions using (district_id = current_district()); -- forced
create policy own_district on survey_answers using (district_id = current_district()); -- forced
create policy own_district on survey_secrets using (district_id = current_district()); -- forced
create policy own_district on surveys using (district_id = current_district()); -- forced
create policy own_district on teachers using (district_id = current_district()); -- forced
create policy own_district on tier_overrides using (district_id = current_district()); -- forced
create policy own_district on training_plan_versions using (district_id = current_district()); -- forced
create policy own_district on training_plans using (district_id = current_district()); -- forced

grant delete, insert, select, update on academic_years to yanxiu_service;
grant delete, insert, select, update on activities to yanxiu_service;
grant delete, insert, select, update on activity_schools to yanxiu_service;
grant delete, insert, select, update on annual_reviews to yanxiu_service;
grant delete, insert, select, update on anonymous_tallies to yanxiu_service;
grant delete, insert, select, update on anonymous_texts to yanxiu_service;
grant delete, insert, select, update on attendances to yanxiu_service;
grant insert, select on change_chain to yanxiu_service;
grant insert, select on change_log to yanxiu_service;
grant delete, insert, select, update on check_in_codes to yanxiu_service;
grant delete, insert, select, update on check_in_tries to yanxiu_service;
grant delete, insert, select, update on clients to yanxiu_service;
grant delete, insert, select, update on competence_assessments to yanxiu_service;
grant delete, insert, select, update on course_application_rounds to yanxiu_service;
grant delete, insert, select, update on course_applications to yanxiu_service;
grant delete, insert, select, update on course_feedback to yanxiu_service;
grant delete, insert, select, update on course_resources to yanxiu_service;
grant delete, insert, select, update on course_versions to yanxiu_service;
grant delete, insert, select, update on courses to yanxiu_service;
grant delete, insert, select, update on credit_runs to yanxiu_service;
grant delete, insert, select, update on credit_statements to yanxiu_service;
grant delete, insert, select, update on data_key_checks to yanxiu_service;
grant delete, insert, select, update on districts to yanxiu_service;
grant delete, insert, select, update on erasures to yanxiu_service;
grant delete, insert, select, update on exports to yanxiu_service;
grant delete, insert, select, update on file_chunks to yanxiu_service;
grant delete, insert, select, update on files to yanxiu_service;
grant delete, insert, select, update on holidays to yanxiu_service;
grant delete, insert, select, update on homeroom_duties to yanxiu_service;
grant insert, select on hour_entries to yanxiu_service;
grant delete, insert, select, update on idempotency_keys to yanxiu_service;
grant delete, insert, select, update on import_rows to yanxiu_service;
grant delete, insert, select, update on imports to yanxiu_service;
grant delete, insert, select, update on interactions to yanxiu_service;
grant delete, insert, select, update on interviews to yanxiu_service;
grant delete, insert, select, update on leadership_groups to yanxiu_service;
grant delete, insert, select, update on leaves to yanxiu_service;
grant delete, insert, select, update on ledger_positions to yanxiu_service;
grant delete, insert, select, update on obligation_adjustments to yanxiu_service;
grant delete, insert, select, update on operations to yanxiu_service;
grant delete, insert, select, update on operator_keys to yanxiu_service;
grant delete, insert, select, update on plan_item_activities to yanxiu_service;
grant insert, select on policy_editions to yanxiu_service;
grant delete, insert, select, update on registrations to yanxiu_service;
grant delete, insert, select, update on school_groups to yanxiu_service;
grant delete, insert, select, update on schools to yanxiu_service;
grant delete, insert, select, update on sealed_answers to yanxiu_service;
grant delete, insert, select, update on semesters to yanxiu_service;
grant delete, insert, select, update on sessions to yanxiu_service;
grant delete, insert, select, update on signing_keys to yanxiu_service;
grant delete, insert, select, update on survey_answers to yanxiu_service;
grant delete, insert, select, update on survey_secrets to yanxiu_service;
grant delete, insert, select, update on surveys to yanxiu_service;
grant delete, insert, select, update on teachers to yanxiu_service;
grant delete, insert, select, update on tier_overrides to yanxiu_service;
grant delete, insert, select, update on training_plan_versions to yanxiu_service;
grant delete, insert, select, update on training_plans to yanxiu_service;
