import type { Tx } from '../../db/database.js'
import { transact } from '../../db/transact.js'
import { Refusal } from '../../errors.js'
import { formatCredits, formatHours, type Credits } from '../../lib/quantity.js'
import type { Job, Task } from '../../operations/tasks.js'
import { storeFile, type StoredFile } from '../../files/store-file.js'
import { standardProfile } from './columns.js'
import type { ExportInput } from './create-export.js'
import { encodeStatements, fileNameOf, mediaTypeOf } from './encode-statements.js'
import {
  copyStatements,
  findExportedRuns,
  lockExport,
  lockNames,
  sumStatements,
  type ExportedRun,
  type ExportedStatement,
} from './read.js'
import { sealsAgree, type SealFigures } from './rules/seals-agree.js'
import type { ExportManifest, ExportRequest } from './schema.js'
import { saveManifest } from './write.js'

/** Milliseconds for a whole export: a million statements take about fifteen seconds as CSV, a minute as XLSX. */
const jobTimeout = 600_000
const rowsBetweenReports = 10_000

/**
 * Writes the file of an export in one transaction: a job that is cancelled or dies leaves nothing behind, and one that is
 * taken up again after its end finds the file there. Throws `controlTotalsDisagree` when the statements are not what was
 * sealed.
 */
export const runExport: Task = async (job) => {
  const { db, actor, districtId, operationId } = job
  const write = async (tx: Tx) => {
    const found = await lockExport(tx, districtId, operationId)
    if (!found) throw new Error('an export stands beside its operation')
    const manifest = found.manifest ?? (await writeExport(tx, job, found.request))
    return { rows: manifest.rows, bytes: manifest.bytes, sha256: manifest.sha256 }
  }
  return transact(db, actor, write, { timeout: jobTimeout })
}

async function writeExport(tx: Tx, job: Job, request: ExportRequest): Promise<ExportManifest> {
  const { db, districtId, operationId } = job
  const { runIds } = job.input as ExportInput
  await lockNames(tx, districtId, 'writer')
  const runs = await findExportedRuns(tx, districtId, runIds)
  const { semester } = request
  if (!sealsAgree(runs, await sumStatements(tx, districtId, runIds, null))) throw new Refusal('controlTotalsDisagree')
  const totals = await sumStatements(tx, districtId, runIds, semester)
  const copied = copyStatements(db.url, { districtId, runs, semester, timeout: jobTimeout })
  const content = encodeStatements(standardProfile, request, reported(job, copied, totals.statements))
  const head = { districtId, name: fileNameOf(request, runs), mediaType: mediaTypeOf(request), sealed: false }
  const file = await storeFile(tx, head, content)
  const manifest = manifestOf(file, runs, totals)
  await saveManifest(tx, { districtId, id: operationId, fileId: file.id, manifest })
  return manifest
}

/** The statements as they pass; every so often the job tells how far it is, and stops here once it is cancelled. */
async function* reported(
  { progress }: Job,
  batches: AsyncIterable<ExportedStatement[]>,
  total: number,
): AsyncGenerator<ExportedStatement[]> {
  await progress(0, total)
  let done = 0
  let reportedAt = 0
  for await (const batch of batches) {
    yield batch
    done += batch.length
    if (done - reportedAt >= rowsBetweenReports) {
      await progress(done, total)
      reportedAt = done
    }
  }
  if (done !== total) throw new Refusal('controlTotalsDisagree')
  await progress(done, total)
}

function manifestOf(
  file: StoredFile,
  runs: readonly ExportedRun[],
  { teachers, statements, ...sums }: SealFigures & { teachers: number },
): ExportManifest {
  return {
    file: file.name,
    mediaType: file.mediaType,
    bytes: file.bytes,
    sha256: file.sha256,
    profile: standardProfile.code,
    rows: statements,
    totals: {
      teachers,
      statements,
      lectureHours: formatHours(sums.lectureHours),
      practiceHours: formatHours(sums.practiceHours),
      lectureCredits: formatCredits(sums.lectureCredits),
      practiceCredits: formatCredits(sums.practiceCredits),
      credits: formatCredits((sums.lectureCredits + sums.practiceCredits) as Credits),
    },
    policyEditions: [...new Set(runs.map(({ policyEditionCode }) => policyEditionCode))].sort(),
    runs: runs.map(({ id, schoolSourcedId, sequence, sha256 }) => ({ id, schoolSourcedId, sequence, sha256 })),
  }
}
