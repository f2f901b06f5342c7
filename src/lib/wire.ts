import { Type, type SchemaOptions, type Static, type TObject, type TProperties, type TSchema } from '@sinclair/typebox'
import { itemLimits } from './limits.js'
import { CREDITS_PATTERN, HOURS_PATTERN, SIGNED_CREDITS_PATTERN } from './quantity.js'

/** The shapes that every area's wire schemas are made of. */

/** A closed object: properties that it does not name are refused. */
export function closed<T extends TProperties>(properties: T, options: SchemaOptions = {}): TObject<T> {
  return Type.Object(properties, { additionalProperties: false, ...options })
}

/** One named schema for each set of codes. */
export function enumeration<const T extends readonly string[]>(values: T, options: SchemaOptions = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options })
}

/** A reference to a named schema, typed as the schema itself. */
export function ref<T extends TSchema>(schema: T) {
  if (!schema.$id) throw new Error('only a schema with an $id can be referred to')
  return Type.Unsafe<Static<T>>(Type.Ref(`${schema.$id}#`))
}

export const nullable = <T extends TSchema>(schema: T, options: SchemaOptions = {}) =>
  Type.Union([schema, Type.Null()], options)

export const Id = Type.String({
  format: 'uuid',
  // One spelling only: an id is compared as text in many places.
  pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$',
  description: 'UUIDv7 given by the service / 系统分配的编号（UUIDv7）',
})

/** The key that the source system knows a thing by: unique in its district for each kind. */
export const SourcedId = Type.String({
  minLength: 1,
  maxLength: 128,
  // Dots alone are steps in an address: such a thing could never be put by its key.
  pattern: '^\\.*[A-Za-z0-9_~:@\\-][A-Za-z0-9._~:@\\-]*$',
  description: 'Key in the source system, unique in the district / 来源系统中的编号，在本区内唯一',
  examples: ['T0001'],
})

export const DateOnly = Type.String({
  format: 'date',
  description: 'Date, Asia/Shanghai / 日期（上海时间）',
  examples: ['2024-09-01'],
})

/** A date that what is said of people, plans and courses can be about. */
export const DateOfCentury = Type.String({
  ...DateOnly,
  pattern: '^20[0-9]{2}-',
  description: 'Date from 2000 to 2099, Asia/Shanghai / 2000 至 2099 年的日期（上海时间）',
})

export const Instant = Type.String({
  format: 'date-time',
  maxLength: 40,
  description: 'Instant with offset, RFC 3339 / 带时区的时刻',
  examples: ['2024-11-10T14:00:00+08:00'],
})

export const HoursText = Type.String({
  pattern: HOURS_PATTERN,
  maxLength: 12,
  description: 'Class hours, exact decimal / 课时数（精确小数）',
  examples: ['12.5'],
})

export const CreditsText = Type.String({
  pattern: CREDITS_PATTERN,
  maxLength: 12,
  description: 'Credits, exact decimal / 学分（精确小数）',
  examples: ['1.2'],
})

export const SignedCreditsText = Type.String({
  pattern: SIGNED_CREDITS_PATTERN,
  maxLength: 13,
  description: 'Credits, exact decimal, negative when taken back / 学分（精确小数，收回时为负）',
  examples: ['-1'],
})

export const AcademicYearCode = Type.String({
  pattern: '^20[0-9]{2}-20[0-9]{2}$',
  description: 'Academic year / 学年',
  examples: ['2024-2025'],
})

export const SemesterNumber = Type.Unsafe<1 | 2>({
  type: 'integer',
  enum: [1, 2],
  description: 'Semester of the academic year: 1 first, 2 second / 学期：1 第一学期，2 第二学期',
})

/** A SHA-256 in hexadecimal. */
export const Sha256 = (description: string) =>
  Type.String({
    pattern: '^[0-9a-f]{64}$',
    description,
    examples: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  })

/** A line of text: names, titles. */
export const Line = (maxLength = 200, options: SchemaOptions = {}) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', ...options })

export const Version = Type.Integer({
  minimum: 1,
  description: 'Version; its ETag is the same number in quotes / 版本号，ETag 即加引号的同一数字',
})

/** A page of a list. */
export function pageOf<T extends TSchema>(item: T, $id: string) {
  return closed(
    {
      data: Type.Array(item, { description: 'Items in the stated order / 按规定顺序排列的条目' }),
      nextCursor: nullable(Type.String(), {
        description: 'Cursor of the next page; null on the last / 下一页的游标，末页为 null',
      }),
    },
    { $id },
  )
}

/** What every list takes: how many, and from where. */
export const Paging = {
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: itemLimits.page,
      default: itemLimits.pageDefault,
      description: 'Items in a page / 每页条数',
    }),
  ),
  cursor: Type.Optional(
    Type.String({ minLength: 1, maxLength: 500, description: 'nextCursor of the page before / 上一页的 nextCursor' }),
  ),
}
