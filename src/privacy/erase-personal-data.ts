import { forgetKeys } from '../access/authenticate.js'
import { revokeClientsOfTeacher } from '../access/revoke-clients-of-teacher.js'
import type { Actor } from '../access/schema.js'
import { forgetTierReasons } from '../courses/tiers/forget-tier-reasons.js'
import { findNamesInStatements, holdRunsOf } from '../credits/read.js'
import { renameInStatements } from '../credits/rename-in-statements.js'
import type { Database, Tx } from '../db/database.js'
import { forgetAnswersWith, type Principal } from '../db/idempotency.js'
import { inDistrict, noDistrict } from '../db/tenant.js'
import { transact } from '../db/transact.js'
import { notFound, Refusal } from '../errors.js'
import { lockNames } from '../integration/exports/read.js'
import { removeFilesOfTeacher } from '../integration/remove-files-of-teacher.js'
import { shanghaiDate } from '../lib/calendar.js'
import { forgetNeedRecordsOf } from '../needs/forget-need-records.js'
import { eraseTeacher } from '../roster/erase-teacher.js'
import { lockTeacherById, type StoredTeacher } from '../roster/read.js'
import { countRecords, findDutiesOf, findErasure } from './read.js'
import { reasonsAgainstErasure } from './rules/check-erasure.js'
import { keptRecords } from './rules/kept-records.js'
import { pseudonymOf } from './rules/pseudonym.js'
import type { Erasure } from './schema.js'
import { insertErasure } from './write.js'

/** Milliseconds: the chunks of large files may have to go. */
const TIMEOUT = 20_000

type Request = { actor: Actor & Principal; now: Date; id: string; reason: string }

/**
 * Erases a person (个人信息保护法 第四十七条) in one transaction: the name becomes a pseudonym wherever it stands, the numbers
 * go, the person's clients end. Hours and credits stay under the pseudonym. Erasing again gives the first answer. Throws
 * `erasureNotYet` with every reason.
 */
export async function erasePersonalData(db: Database, request: Request): Promise<Erasure> {
  const answer = await transact(db, request.actor, (tx) => erase(tx, request), { timeout: TIMEOUT })
  forgetKeys(db)
  return answer
}

async function erase(tx: Tx, request: Request): Promise<Erasure> {
  const { actor, now, id } = request
  const { districtId } = actor
  await holdRuns(tx, districtId, id)
  // Names that a file is being written with are waited for.
  await lockNames(tx, districtId, 'eraser')
  const teacher = await lockTeacherById(tx, actor, id)
  if (!teacher) throw notFound('teacher')
  const before = await findErasure(tx, districtId, id)
  if (before) return before
  const { names, drafts } = await findNamesInStatements(tx, districtId, id)
  const duties = await findDutiesOf(tx, districtId, id)
  const reasons = reasonsAgainstErasure({ duties, draftStatements: drafts }, shanghaiDate(now))
  if (reasons.length > 0) throw new Refusal('erasureNotYet', { sourcedId: teacher.sourcedId }, reasons)
  return save(tx, request, teacher, names)
}

/** Nobody draws up a run meanwhile that would have the name in it. */
async function holdRuns(tx: Tx, districtId: string, teacherId: string): Promise<void> {
  const duties = await findDutiesOf(tx, districtId, teacherId)
  const { schoolIds } = await findNamesInStatements(tx, districtId, teacherId)
  await holdRunsOf(tx, districtId, [...duties.map(({ schoolId }) => schoolId), ...schoolIds])
}

async function save(
  tx: Tx,
  { actor: { districtId, clientId }, now, reason }: Request,
  teacher: StoredTeacher,
  names: readonly string[],
): Promise<Erasure> {
  const { id: teacherId, name } = teacher
  const pseudonym = pseudonymOf(teacherId)
  const of = { districtId, teacherId, name: pseudonym, now }
  const fromRoster = await eraseTeacher(tx, { districtId, teacher, pseudonym, now })
  const reasonsOfTiers = await forgetTierReasons(tx, { districtId, teacherId, pseudonym })
  const wordsAboutNeeds = await forgetNeedRecordsOf(tx, of)
  const namesInStatements = await renameInStatements(tx, of)
  const clients = await revokeClientsOfTeacher(tx, of)
  const storedAnswers =
    (await forgetAnswersWith(tx, districtId, [name, ...names, teacherId, ...clients.clientIds])) +
    // What the operator was answered about this person's clients stands with the operator.
    (await inDistrict(tx, { from: districtId, to: noDistrict }, () =>
      forgetAnswersWith(tx, noDistrict, [teacherId, ...clients.clientIds]),
    ))
  const { importsWaiting, ...files } = await removeFilesOfTeacher(tx, of)
  const answer: Erasure = {
    teacherId,
    pseudonym,
    erasedAt: now.toISOString(),
    erased: {
      ...fromRoster,
      reasonsOfTiers,
      namesInStatements,
      wordsAboutNeeds,
      clients: clients.revoked,
      storedAnswers,
      ...files,
    },
    kept: keptRecords(await countRecords(tx, districtId, teacherId)),
    importsWaiting,
  }
  await insertErasure(tx, { districtId, teacherId, reason, erasedBy: clientId, erasedAt: answer.erasedAt, answer })
  return answer
}
