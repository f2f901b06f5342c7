import type { Config } from 'drizzle-kit'

export default {
  dialect: 'postgresql',
  schema: './src/**/tables.ts',
  out: './migrations',
} satisfies Config
