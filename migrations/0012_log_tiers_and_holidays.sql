select protect_tenants('tier_overrides'), protect_tenants('holidays');
--> statement-breakpoint
select
  -- Why a school sets a tier are words about somebody.
  log_table('tier_overrides', 'tierOverride', personal => 'reason'),
  log_table('holidays', 'holiday', 'academic_year,starts_on');
