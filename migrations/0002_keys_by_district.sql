ALTER TABLE "clients" DROP CONSTRAINT "clients_key_hash";--> statement-breakpoint
ALTER TABLE "clients" ADD CONSTRAINT "clients_key_hash" UNIQUE("district_id","key_hash");