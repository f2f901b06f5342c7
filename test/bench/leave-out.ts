import type pg from 'pg'

/** What a run may leave out, by its flag: statements for each table that has it. */
const parts: Readonly<Record<string, { tables: string; statement: (table: string) => string }>> = {
  '--without-row-level-security': {
    tables: `select oid::regclass::text as name from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace`,
    statement: (table) => `alter table ${table} disable row level security`,
  },
  '--without-change-log': {
    tables: `select distinct tgrelid::regclass::text as name from pg_trigger where tgname like 'log\\_%'`,
    statement: (table) =>
      `drop trigger if exists log_insert on ${table}; drop trigger if exists log_update on ${table}; drop trigger if exists log_delete on ${table}`,
  },
}

/** Takes parts of the schema out of a benchmark's database, so that their cost shows against a run that has them. */
export async function leaveOut(client: pg.Client, flags: readonly string[]): Promise<void> {
  for (const flag of flags) {
    const part = parts[flag]
    if (!part) throw new Error(`unknown: ${flag}; there are ${Object.keys(parts).join(' and ')}`)
    const { rows } = await client.query<{ name: string }>(part.tables)
    for (const { name } of rows) await client.query(part.statement(name))
    console.log(`${flag.slice(2)}: ${rows.length} tables`)
  }
}
