import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream/promises'
import postgres from 'postgres'
import { answerAboutMemory } from './watch-memory.js'

/**
 * What the service is measured against: node:http, the driver, JSON.stringify and the service's own SQL. No
 * authentication, validation, problem handling or checks of any kind.
 */
const districtId = process.env.DISTRICT_ID!
const clientId = process.env.CLIENT_ID!
const sql = postgres(process.env.DATABASE_URL!, { max: 10, connection: { TimeZone: 'Asia/Shanghai' } })

async function readTeacher(id: string): Promise<unknown> {
  const [teacher] = await sql`
    select id, sourced_id as "sourcedId", name, professional_title as "professionalTitle",
      earlier_service_years as "earlierServiceYears", identity_number_sealed as "identityNumber", phone_sealed as phone,
      erased_at as "erasedAt", version, updated_at as "updatedAt"
    from teachers where district_id = ${districtId} and id = ${id}`
  return teacher
}

async function listTeachers(limit: number): Promise<unknown> {
  const rows = await sql`
    select id, sourced_id as "sourcedId", name, professional_title as "professionalTitle",
      earlier_service_years as "earlierServiceYears", identity_number_sealed as "identityNumber", phone_sealed as phone,
      erased_at as "erasedAt", version, updated_at as "updatedAt"
    from teachers where district_id = ${districtId}
    order by sourced_id limit ${limit + 1}`
  return { data: rows.slice(0, limit), nextCursor: rows.length > limit ? rows[limit - 1]!.sourcedId : null }
}

type Given = { sessionId: string; teacherId: string; status: string }

/** The service's statements for one attendance with an idempotency key, one after the other in one transaction. */
async function recordAttendance(given: Given, key: string, body: string): Promise<unknown> {
  const { sessionId, teacherId, status } = given
  return sql.begin(async (tx) => {
    await tx`
      insert into idempotency_keys (district_id, client_id, key, fingerprint)
      values (${districtId}, ${clientId}, ${key}, ${createHash('sha256').update(body).digest('hex')})
      on conflict do nothing`
    const [session] = await tx`
      select sessions.*, activities.*, sessions.date::text as day, activities.id as "activityId", host_school_id as "hostSchoolId"
      from sessions
      join activities on activities.district_id = sessions.district_id and activities.id = sessions.activity_id
      where sessions.district_id = ${districtId} and sessions.id = ${sessionId}
      order by sessions.id for share of sessions`
    await tx`
      select true from homeroom_duties as duty
      where duty.district_id = ${districtId} and duty.teacher_id = ${teacherId}
        and duty.starts_on <= ${session!.day as string} and (duty.ends_on is null or duty.ends_on >= ${session!.day as string})
        and (duty.school_id = ${session!.hostSchoolId as string} or exists (
          select 1 from activity_schools as joint
          where joint.district_id = ${districtId} and joint.activity_id = ${session!.activityId as string}
            and joint.school_id = duty.school_id))
      limit 1`
    await tx`
      select * from attendances
      where district_id = ${districtId} and session_id = ${sessionId} and teacher_id = ${teacherId} limit 2`
    const [attendance] = await tx`
      insert into attendances (district_id, id, session_id, teacher_id, role, status, recorded_at, recorded_by)
      values (${districtId}, uuidv7(), ${sessionId}, ${teacherId}, 'participant', ${status}, now(), ${clientId})
      on conflict (district_id, session_id, teacher_id, role) do update
      set status = excluded.status, recorded_at = excluded.recorded_at, version = attendances.version + 1
      where attendances.status is distinct from excluded.status
      returning *`
    await tx`
      update idempotency_keys set answer = ${JSON.stringify(attendance)}::text::json
      where district_id = ${districtId} and client_id = ${clientId} and key = ${key}`
    return attendance
  })
}

/** The rows of a batch and nothing else: no key, no question who may attend what. */
async function recordBatch(items: readonly Given[]): Promise<unknown> {
  return sql`
    insert into attendances (district_id, id, session_id, teacher_id, role, status, recorded_at, recorded_by)
    select ${districtId}::uuid, uuidv7(), session_id, teacher_id, 'participant', status, now(), ${clientId}::uuid
    from unnest(${items.map(({ sessionId }) => sessionId)}::uuid[], ${items.map(({ teacherId }) => teacherId)}::uuid[],
      ${items.map(({ status }) => status)}::text[]) as given (session_id, teacher_id, status)
    returning *`
}

async function copyStatements(response: ServerResponse): Promise<void> {
  const rows = await sql
    .unsafe(
      `copy (
      select statement.* from credit_statements as statement
      join credit_runs as run on run.district_id = statement.district_id and run.id = statement.run_id and run.status = 'sealed'
      where run.district_id = '${districtId}' order by statement.id
    ) to stdout with (format csv, header)`,
    )
    .readable()
  response.writeHead(200, { 'content-type': 'text/csv' })
  await pipeline(rows, response)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

async function answer(request: IncomingMessage): Promise<unknown> {
  const [path, query] = request.url!.split('?')
  const [, what, id] = path!.split('/')
  if (what === 'teachers') return id ? readTeacher(id) : listTeachers(Number(new URLSearchParams(query).get('limit')))
  const body = await bodyOf(request)
  if (what === 'batch') return recordBatch((JSON.parse(body) as { items: Given[] }).items)
  return recordAttendance({ sessionId: id, ...JSON.parse(body) }, String(request.headers['idempotency-key']), body)
}

const server = createServer((request, response) => {
  if (request.url === '/statements.csv') return void copyStatements(response)
  answer(request).then(
    (found) => {
      const text = JSON.stringify(found)
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      response.end(text)
    },
    (error: unknown) => {
      console.error(error)
      response.writeHead(500).end()
    },
  )
})
process.once('disconnect', async () => {
  server.close()
  server.closeAllConnections()
  await sql.end()
})
answerAboutMemory()
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send!(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
