CREATE TABLE "signing_keys" (
	"id" uuid PRIMARY KEY NOT NULL,
	"generation" integer NOT NULL,
	"public_jwk" json NOT NULL,
	"private_jwk_sealed" text NOT NULL,
	"signs_from" timestamptz(3) NOT NULL,
	"created_at" timestamptz(3) NOT NULL,
	CONSTRAINT "signing_keys_generation_unique" UNIQUE("generation")
);
--> statement-breakpoint
ALTER TABLE "clients" ADD COLUMN "key_version" integer DEFAULT 1 NOT NULL;