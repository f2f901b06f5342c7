import {
  boolean,
  customType,
  foreignKey,
  index,
  integer,
  json,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, sqlNow } from '../../db/columns.js'
import type { Sealed } from '../../lib/data-keys.js'
import { academicYears, schools, teachers } from '../../roster/tables.js'
import type { QuestionAnswer, SurveyLevel, SurveyQuestion, SurveyStatus } from './schema.js'
import type { Tally } from './results/schema.js'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A needs survey of the district, or of one school. */
export const surveys = pgTable(
  'surveys',
  {
    districtId: uuid('district_id').notNull(),
    id: uuid('id').notNull(),
    level: text('level').$type<SurveyLevel>().notNull(),
    schoolId: uuid('school_id'),
    academicYear: text('academic_year').notNull(),
    title: text('title').notNull(),
    purpose: text('purpose'),
    anonymous: boolean('anonymous').notNull(),
    smallestGroup: smallint('smallest_group').notNull(),
    status: text('status').$type<SurveyStatus>().notNull().default('draft'),
    questions: json('questions').$type<SurveyQuestion[]>().notNull(),
    closesAt: instant('closes_at'),
    openedAt: instant('opened_at'),
    closedAt: instant('closed_at'),
    version: integer('version').notNull().default(1),
    createdAt: instant('created_at').notNull().default(sqlNow),
    updatedAt: instant('updated_at').notNull().default(sqlNow),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.id] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    foreignKey({
      columns: [t.districtId, t.academicYear],
      foreignColumns: [academicYears.districtId, academicYears.code],
    }),
    index('surveys_school').on(t.districtId, t.schoolId),
    index('surveys_academic_year').on(t.districtId, t.academicYear),
  ],
)

/** What a teacher answered in a survey that is not anonymous, and the groups that it counts in. */
export const surveyAnswers = pgTable(
  'survey_answers',
  {
    districtId: uuid('district_id').notNull(),
    surveyId: uuid('survey_id').notNull(),
    teacherId: uuid('teacher_id').notNull(),
    schoolId: uuid('school_id').notNull(),
    stage: text('stage').notNull(),
    tier: smallint('tier').notNull(),
    answers: json('answers').$type<QuestionAnswer[]>().notNull(),
    /** What the answers say of each module, in 2520ths, so that sums need no questions. */
    needs: json('needs').$type<{ module: string; sum: number; count: number }[]>().notNull(),
    /** 0 for the answer, and of each question 100 times its number, plus the places that were marked from 1 on. */
    marks: integer('marks').array().notNull(),
    answeredAt: instant('answered_at').notNull(),
    version: integer('version').notNull().default(1),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.surveyId, t.teacherId] }),
    foreignKey({ columns: [t.districtId, t.surveyId], foreignColumns: [surveys.districtId, surveys.id] }),
    foreignKey({ columns: [t.districtId, t.teacherId], foreignColumns: [teachers.districtId, teachers.id] }),
    foreignKey({ columns: [t.districtId, t.schoolId], foreignColumns: [schools.districtId, schools.id] }),
    index('survey_answers_teacher').on(t.districtId, t.teacherId),
  ],
)

/** The secret of an anonymous survey while it is open, sealed under the data keys. Its row goes when the survey closes. */
export const surveySecrets = pgTable(
  'survey_secrets',
  {
    districtId: uuid('district_id').notNull(),
    surveyId: uuid('survey_id').notNull(),
    secret: text('secret_sealed').$type<Sealed>().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.surveyId] }),
    foreignKey({ columns: [t.districtId, t.surveyId], foreignColumns: [surveys.districtId, surveys.id] }),
  ],
)

/**
 * Answers to an anonymous survey while it is open. A row says nothing without the survey's secret: no teacher, no time, and
 * as many bytes as any other. It is not logged, since the log says who acts.
 */
export const sealedAnswers = pgTable(
  'sealed_answers',
  {
    districtId: uuid('district_id').notNull(),
    surveyId: uuid('survey_id').notNull(),
    pseudonym: bytea('pseudonym').notNull(),
    sealed: bytea('sealed').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.surveyId, t.pseudonym] }),
    foreignKey({ columns: [t.districtId, t.surveyId], foreignColumns: [surveys.districtId, surveys.id] }),
  ],
)

/** What an anonymous survey has come to, counted when it closed: only groups that may be shown are here at all. */
export const anonymousTallies = pgTable(
  'anonymous_tallies',
  {
    districtId: uuid('district_id').notNull(),
    surveyId: uuid('survey_id').notNull(),
    question: smallint('question').notNull(),
    breakdown: text('breakdown').$type<Tally['breakdown']>().notNull(),
    group: text('group').notNull(),
    count: integer('count').notNull(),
    counts: integer('counts').array().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.surveyId, t.breakdown, t.group, t.question] }),
    foreignKey({ columns: [t.districtId, t.surveyId], foreignColumns: [surveys.districtId, surveys.id] }),
  ],
)

/** What was written in an anonymous survey: each question's texts shuffled for themselves when it closed, without any group. */
export const anonymousTexts = pgTable(
  'anonymous_texts',
  {
    districtId: uuid('district_id').notNull(),
    surveyId: uuid('survey_id').notNull(),
    question: smallint('question').notNull(),
    ordinal: integer('ordinal').notNull(),
    text: text('text').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.districtId, t.surveyId, t.question, t.ordinal] }),
    foreignKey({ columns: [t.districtId, t.surveyId], foreignColumns: [surveys.districtId, surveys.id] }),
  ],
)
