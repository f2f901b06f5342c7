import { createHash } from 'node:crypto'
import type { Actor } from '../access/schema.js'
import { query, type Database } from '../db/database.js'
import { notFound } from '../errors.js'
import { findLedger, toHourEntry } from '../hours/read.js'
import { countHours, type CountedHours } from '../hours/rules/count-hours.js'
import { formatHours } from '../lib/quantity.js'
import { findPolicyEdition } from '../policy/read.js'
import { editionParameters, type EditionParameters } from '../policy/rules/edition-parameters.js'
import { findSchoolNames, type SchoolName } from '../roster/schools/read.js'
import { presentStatement, statementContent } from './present.js'
import { findCreditStatement } from './read.js'
import { canonicalStatement } from './rules/canonical-statements.js'
import { explainStatement } from './rules/explanation.js'
import { restate } from './rules/restate.js'
import type { StatementContent } from './rules/statement.js'
import type { CreditExplanation } from './schema.js'

/**
 * Why a statement says what it says: every entry, counted or not, and each step from hours to credit with its clause. The
 * statement is computed again from the stored ledger position, and the answer says whether the bytes are the same.
 */
export async function explainCreditStatement(
  db: Database,
  { actor, id }: { actor: Actor; id: string },
): Promise<CreditExplanation> {
  const { districtId } = actor
  return query(db, actor, async (tx) => {
    const found = await findCreditStatement(tx, actor, id)
    if (!found) throw notFound('creditStatement')
    const { statement, run, schoolSourcedId } = found
    const edition = (await findPolicyEdition(tx, districtId, run.policyEditionId))!
    const parameters = editionParameters(edition.document)
    const ledger = await findLedger(
      tx,
      districtId,
      statement.teacherId,
      statement.academicYear,
      statement.ledgerPosition,
    )
    const counted = countHours(ledger, parameters, { throughSemester: statement.semester })
    const stored = statementContent(found, schoolSourcedId, edition.code)
    const schools = await findSchoolNames(
      tx,
      districtId,
      counted.bySchool.map(({ schoolId }) => schoolId),
    )
    const recomputed = recompute(stored, counted, schools, parameters)
    const explanation = explainStatement(stored, counted.entries, parameters)
    const entries = new Map(ledger.map((entry) => [entry.number, toHourEntry(entry)]))
    return {
      statement: presentStatement(found),
      policyEditionCode: edition.code,
      entries: explanation.entries.map(({ entry, counted: hours, uncounted, reasons }) => ({
        entry: entries.get(entry.number)!,
        countedHours: formatHours(hours),
        uncountedHours: formatHours(uncounted),
        reasons: reasons.map(({ code, clause, text }) => ({ code, clause, text })),
      })),
      steps: explanation.steps.map(({ code, clause, text }) => ({ code, clause, text })),
      recomputed: {
        sha256: sha256Of(recomputed),
        matches: canonicalStatement(recomputed) === canonicalStatement(stored),
      },
    }
  })
}

function recompute(
  stored: StatementContent,
  counted: CountedHours,
  schools: Map<string, SchoolName>,
  parameters: EditionParameters,
): StatementContent {
  const hoursBySchool = counted.bySchool.map(({ schoolId, lecture, practice }) => ({
    schoolSourcedId: schools.get(schoolId)!.sourcedId,
    lecture,
    practice,
  }))
  return restate(stored, { hoursBySchool, uncounted: counted.uncounted }, parameters)
}

function sha256Of(statement: StatementContent): string {
  return createHash('sha256').update(canonicalStatement(statement)).digest('hex')
}
