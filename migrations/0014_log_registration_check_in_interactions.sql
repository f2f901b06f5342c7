select
  protect_tenants('registrations'), protect_tenants('check_in_codes'), protect_tenants('check_in_tries'), protect_tenants('interactions');
--> statement-breakpoint
select
  log_table('registrations', 'registration'),
  -- What opens a session for check-in is in no log, not even as a hash.
  log_table('check_in_codes', 'checkInCode', untold => 'code_hash'),
  log_table('check_in_tries', 'checkInTries', 'code_id,teacher_id'),
  log_table('interactions', 'interaction');
