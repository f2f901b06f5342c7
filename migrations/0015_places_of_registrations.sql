ALTER TABLE "registrations" ADD COLUMN "placed_at" timestamptz(3);
--> statement-breakpoint
-- Until now nobody's instant was kept: a place counts from when it was asked for. The owner sees every district's rows for
-- as long as this takes, and it is no change that a feed has to hear of.
ALTER TABLE "registrations" NO FORCE ROW LEVEL SECURITY;
--> statement-breakpoint
ALTER TABLE "registrations" DISABLE TRIGGER USER;
--> statement-breakpoint
UPDATE "registrations" SET "placed_at" = "registered_at" WHERE "status" = 'registered';
--> statement-breakpoint
ALTER TABLE "registrations" ENABLE TRIGGER USER;
--> statement-breakpoint
ALTER TABLE "registrations" FORCE ROW LEVEL SECURITY;
