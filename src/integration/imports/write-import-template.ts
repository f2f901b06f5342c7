import { createHash } from 'node:crypto'
import { attendanceColumns } from '../formats/attendance-columns.js'
import type { Column } from '../formats/columns.js'
import { outsideHoursColumns } from '../formats/outside-hours-columns.js'
import { rosterColumns } from '../formats/roster-columns.js'
import { writeTemplate } from '../formats/write-template.js'
import type { TemplateKind } from './schema.js'

const sheets: Record<TemplateKind, { columns: readonly Column[]; zh: string; en: string }> = {
  roster: { columns: rosterColumns, zh: '名册', en: 'roster' },
  attendance: { columns: attendanceColumns, zh: '出勤', en: 'attendance' },
  outsideHours: { columns: outsideHoursColumns, zh: '校外课时', en: 'outside-hours' },
}

export const templateMediaTypes = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

export type TemplateFormat = keyof typeof templateMediaTypes

/** An empty sheet with the headers of a kind of import, in either language. */
export async function writeImportTemplate(
  kind: TemplateKind,
  { format, language }: { format: TemplateFormat; language: 'zh' | 'en' },
): Promise<{ name: string; mediaType: string; bytes: number; sha256: string; body: Buffer }> {
  const { columns, ...names } = sheets[kind]
  const chunks: Buffer[] = []
  for await (const chunk of writeTemplate(columns, { format, language })) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  return {
    name: `${names[language]}.${format}`,
    mediaType: format === 'csv' ? 'text/csv; charset=utf-8' : templateMediaTypes.xlsx,
    bytes: body.length,
    sha256: createHash('sha256').update(body).digest('hex'),
    body,
  }
}
