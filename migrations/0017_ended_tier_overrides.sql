ALTER TABLE "tier_overrides" ADD COLUMN "ended_at" timestamptz(3);--> statement-breakpoint
ALTER TABLE "tier_overrides" ADD COLUMN "ended_by" uuid;--> statement-breakpoint
ALTER TABLE "tier_overrides" ADD COLUMN "end_reason" text;--> statement-breakpoint
ALTER TABLE "tier_overrides" ADD COLUMN "last_day" date;
--> statement-breakpoint
drop trigger log_insert on tier_overrides;
--> statement-breakpoint
drop trigger log_update on tier_overrides;
--> statement-breakpoint
drop trigger log_delete on tier_overrides;
--> statement-breakpoint
-- Why a tier was set or ended are words about somebody.
select log_table('tier_overrides', 'tierOverride', personal => 'reason,end_reason');
