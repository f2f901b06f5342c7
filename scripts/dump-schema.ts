import pg from 'pg'

/**
 * The tables, constraints, indexes, functions and triggers of a database as readable SQL, in a fixed order: what a change
 * of a migration does to the schema shows in its diff.
 */
export async function dumpSchema(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const lines = async (query: string) => (await client.query<{ line: string }>(query)).rows.map(({ line }) => line)
    const tables = await lines(`
      select format(E'create table %I (\\n%s\\n);', c.relname, string_agg(
        format('  %I %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
          case when d.adbin is null then '' else ' default ' || pg_get_expr(d.adbin, d.adrelid) end,
          case when a.attnotnull then ' not null' else '' end), E',\\n' order by a.attnum)) as line
      from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      group by c.relname order by c.relname`)
    const constraints = await lines(`
      select format('alter table %I add constraint %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as line
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where k.connamespace = 'public'::regnamespace and k.contype <> 'n'
      order by c.relname, k.contype desc, k.conname`)
    const indexes = await lines(`
      select pg_get_indexdef(i.indexrelid) || ';' as line
      from pg_index i join pg_class c on c.oid = i.indexrelid
      where c.relnamespace = 'public'::regnamespace
        and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u'))
      order by c.relname`)
    const functions = await lines(`
      select pg_get_functiondef(p.oid) || ';' as line from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`)
    const triggers = await lines(`
      select pg_get_triggerdef(t.oid) || ';' as line
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      where not t.tgisinternal and c.relnamespace = 'public'::regnamespace order by c.relname, t.tgname`)
    const policies = await lines(`
      select format('create policy %I on %I using %s; -- %s', p.polname, c.relname, pg_get_expr(p.polqual, p.polrelid),
        case when c.relrowsecurity and c.relforcerowsecurity then 'forced' else 'not in force' end) as line
      from pg_policy p join pg_class c on c.oid = p.polrelid
      where c.relnamespace = 'public'::regnamespace order by c.relname, p.polname`)
    const grants = await lines(`
      select format('grant %s on %I to %I;', string_agg(lower(privilege_type), ', ' order by privilege_type), table_name, grantee) as line
      from information_schema.role_table_grants
      where table_schema = 'public' and grantee not in (select tableowner from pg_tables where schemaname = 'public')
      group by table_name, grantee order by table_name, grantee`)
    return `${[...tables, constraints.join('\n'), indexes.join('\n'), ...functions, triggers.join('\n'), policies.join('\n'), grants.join('\n')].join('\n\n')}\n`
  } finally {
    await client.end()
  }
}
