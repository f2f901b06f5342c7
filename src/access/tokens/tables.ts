import { integer, json, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from '../../db/columns.js'
import type { PublicJwk } from './schema.js'

/**
 * The keys that sign access tokens: the public part in clear, the private one sealed with the data keys. They belong to
 * no district. One row for each generation is what lets several processes rotate at once and end with one new key.
 */
export const signingKeys = pgTable('signing_keys', {
  id: uuid('id').primaryKey(),
  generation: integer('generation').notNull().unique(),
  publicJwk: json('public_jwk').$type<PublicJwk>().notNull(),
  privateJwkSealed: text('private_jwk_sealed').notNull(),
  signsFrom: instant('signs_from').notNull(),
  createdAt: instant('created_at').notNull(),
})
