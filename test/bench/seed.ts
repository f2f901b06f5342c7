import type pg from 'pg'
import { settingOfDistrict } from '../../src/db/tenant.js'

/** How large the benchmark's district is. */
export const size = { schools: 100, teachers: 5000, entriesOfEach: 25, sessionsOfSchool: 60 }
export const academicYear = '2024-2025'

export type Seeded = {
  teacherIds: string[]
  /** Sessions with the teachers of their school: whoever may attend them. */
  sessions: { sessionId: string; teacherIds: string[] }[]
}

/** A whole district in bulk: the service's own tables, filled by SQL since use cases would take minutes. */
export async function seedDistrict(
  client: pg.Client,
  { districtId, clientId }: { districtId: string; clientId: string },
): Promise<Seeded> {
  const run = (text: string, ...more: unknown[]) => client.query(text, [districtId, ...more])
  await run(
    `insert into schools (district_id, id, sourced_id, name, kind)
     select $1, uuidv7(), 'S' || to_char(n, 'FM0000'), '示例' || n || '学校', 'primary' from generate_series(1, $2::int) as n`,
    size.schools,
  )
  await run(
    `insert into teachers (district_id, id, sourced_id, name)
     select $1, uuidv7(), 'T' || to_char(n, 'FM00000'), '示例教师' || n from generate_series(1, $2::int) as n`,
    size.teachers,
  )
  await run(
    `insert into homeroom_duties (district_id, id, sourced_id, teacher_id, school_id, class_name, starts_on)
     select $1, uuidv7(), 'D' || teacher.sourced_id, teacher.id, school.id, '一（1）班', '2024-09-01'
     from teachers as teacher
     join (select id, row_number() over (order by sourced_id) - 1 as at from schools where district_id = $1) as school
       on school.at = substr(teacher.sourced_id, 2)::int % $2
     where teacher.district_id = $1`,
    size.schools,
  )
  await run(
    `insert into activities (district_id, id, title, host_school_id, academic_year)
     select $1, uuidv7(), '示例研修', id, $2 from schools where district_id = $1`,
    academicYear,
  )
  await run(
    `insert into sessions (district_id, id, activity_id, starts_at, ends_at, date, semester, delivery, segments)
     select $1, uuidv7(), activity.id, day + time '14:00', day + time '15:30', day, 1, 'onSite',
       '[{"number":1,"form":"lecture","category":"lecture","module":null,"hours":"2"}]'
     from activities as activity, generate_series(1, $2::int) as n, lateral (select date '2024-09-02' + n as day) as held
     where activity.district_id = $1`,
    size.sessionsOfSchool,
  )
  await run(
    `insert into hour_entries (district_id, teacher_id, number, id, kind, category, form, module, role, delivery, hours, counted_hours,
       date, academic_year, semester, school_id, source, title, recorded_at, known_at, policy_edition_id, entered_by)
     select $1, duty.teacher_id, n, uuidv7(), 'earned', case n % 2 when 0 then 'lecture' else 'practice' end, 'lecture', null,
       'participant', 'onSite', 200, 200, date '2024-09-02' + n * 10, $3, case when n <= 13 then 1 else 2 end, duty.school_id,
       'outside', '示例学时 ' || n, now(), now(), (select id from policy_editions where district_id = $1 limit 1), $4
     from homeroom_duties as duty, generate_series(1, $2::int) as n
     where duty.district_id = $1`,
    size.entriesOfEach,
    academicYear,
    clientId,
  )
  await run(
    `insert into ledger_positions (district_id, teacher_id, position) select $1, id, $2 from teachers where district_id = $1`,
    size.entriesOfEach,
  )
  await client.query('vacuum analyze')
  await chainAll(client, districtId)
  await client.query('vacuum analyze change_log, change_chain')
  return loadSeeded(client, districtId)
}

/** Else the service would give all this its places in the change log's chain while it is measured. */
async function chainAll(client: pg.Client, districtId: string): Promise<void> {
  await client.query(settingOfDistrict(districtId, 'session'))
  for (;;) {
    const { rows } = await client.query<{ chained: number }>('select chain_changes(2000) as chained')
    if (rows[0]!.chained === 0) return
  }
}

async function loadSeeded(client: pg.Client, districtId: string): Promise<Seeded> {
  const teachers = await client.query<{ id: string }>(`select id from teachers where district_id = $1`, [districtId])
  const sessions = await client.query<Seeded['sessions'][number]>(
    `select sessions.id as "sessionId", array_agg(duty.teacher_id) as "teacherIds"
     from sessions
     join activities on activities.district_id = sessions.district_id and activities.id = sessions.activity_id
     join homeroom_duties as duty on duty.district_id = activities.district_id and duty.school_id = activities.host_school_id
     where sessions.district_id = $1
     group by sessions.id, activities.host_school_id
     order by activities.host_school_id, sessions.id`,
    [districtId],
  )
  return { teacherIds: teachers.rows.map(({ id }) => id), sessions: sessions.rows }
}
