import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { SAMPLE_CLIENTS_FILE, type Sample } from './load.js'
import { ACADEMIC_YEAR } from './timetable.js'

export type Announcement = {
  /** Where the service listens, such as `http://127.0.0.1:3000`. */
  address: string
  sample: Sample | null
  folder: string
  /** Where a data key was put that is new. */
  newDataKey?: string | null
}

/** Shows the operator's key at the moment at which it is made: it is not shown again. */
export function announceOperatorKey(key: string): void {
  process.stdout.write(`Operator key, shown only now / 运营者密钥，仅此一次显示: ${key}\n`)
}

/** Tells on standard output where the documents are and how to begin. */
export function announce(announcement: Announcement): void {
  process.stdout.write(`${announcementLines(announcement).join('\n')}\n`)
}

export function announcementLines({ address, sample, folder, newDataKey }: Announcement): string[] {
  const keys = join(folder, SAMPLE_CLIENTS_FILE)
  return [
    '',
    `Documents / 接口文档: ${address}/docs`,
    ...(newDataKey
      ? [`Data key, to be backed up apart from the database / 数据密钥，请与数据库分开备份: ${newDataKey}`]
      : []),
    ...(sample ? sampleLines(sample, address, keys) : existsSync(keys) ? [`Sample clients / 示例客户端: ${keys}`] : []),
    '',
  ]
}

function sampleLines({ clients, ids }: Sample, address: string, keys: string): string[] {
  const names = Object.entries(clients)
  const width = Math.max(...names.map(([name]) => name.length))
  const curl = (key: string, path: string) => `curl -s -H 'Authorization: Bearer ${key}' '${address}${path}'`
  const amendment = JSON.stringify({ schoolId: ids.correctedSchool, academicYear: ACADEMIC_YEAR, reason: '核对签到表' })
  return [
    '',
    `Sample clients, also in ${keys} / 示例客户端：`,
    ...names.map(([name, { key }]) => `  ${name.padEnd(width)}  ${key}`),
    '',
    'Three to try / 试一试：',
    '# A transferred teacher reads the sealed statement, with hours at both schools / 调动教师查看已封存的赋分单，两校课时分列',
    curl(clients.teacher.key, '/v1/credit-statements'),
    '# Hours held because two sessions overlap, for the administrator to decide / 时间重叠而待定的课时，由师训专管员决定',
    curl(clients.trainingAdministrator.key, `/v1/hour-entries?unresolved=true&academicYear=${ACADEMIC_YEAR}`),
    '# The amendment that a late correction asks for / 补正引起的更正赋分',
    `${curl(clients.otherTrainingAdministrator.key, '/v1/credit-runs/amend')} -H 'Content-Type: application/json' -d '${amendment}'`,
  ]
}
