import type { Reason } from '../../../errors.js'
import type { CreditRunStatus } from '../../../credits/schema.js'
import type { ExportRequest } from '../schema.js'

/**
 * Which runs an export takes: the named ones, or every sealed run that states something of the semester and that the client sees.
 * 1. Options that mean nothing for the format are refused rather than passed over.
 * 2. A named run must state something of the semester, be seen by the client, and be sealed; every one that is not is a reason.
 * 3. Without names, drafts are passed over: a district exports while some schools still work on theirs.
 */

export type RunOfSemester = { id: string; status: CreditRunStatus }

export type ChosenRuns = { ok: true; runIds: string[] } | { ok: false; reasons: Reason[] }

/** `runs`: every run that states something of the semester and that the client sees, of the one school when the request names it. */
export function chooseRuns(request: ExportRequest, runs: readonly RunOfSemester[]): ChosenRuns {
  const reasons = optionReasons(request)
  const { academicYear, semester } = request
  if (request.runIds) {
    const statuses = new Map(runs.map(({ id, status }) => [id, status]))
    for (const [index, id] of request.runIds.entries()) {
      const pointer = `/runIds/${index}`
      const status = statuses.get(id)
      if (!status) reasons.push({ code: 'creditRunNotFound', pointer, params: { id, semester, academicYear } })
      else if (status !== 'sealed') reasons.push({ code: 'creditRunNotSealed', pointer, params: { id, status } })
    }
    return reasons.length > 0 ? { ok: false, reasons } : { ok: true, runIds: [...request.runIds] }
  }
  const runIds = runs.filter(({ status }) => status === 'sealed').map(({ id }) => id)
  if (reasons.length === 0 && runIds.length === 0)
    reasons.push({ code: 'nothingSealed', params: { semester, academicYear } })
  return reasons.length > 0 ? { ok: false, reasons } : { ok: true, runIds }
}

function optionReasons({ format, encoding, language, schoolId, runIds }: ExportRequest): Reason[] {
  const reasons: Reason[] = []
  if (encoding !== undefined && format !== 'csv')
    reasons.push({ code: 'exportOptionNotAllowed', pointer: '/encoding', params: { option: 'encoding', format } })
  if (language !== undefined && format === 'ndjson')
    reasons.push({ code: 'exportOptionNotAllowed', pointer: '/language', params: { option: 'language', format } })
  if (schoolId !== undefined && runIds !== undefined) reasons.push({ code: 'schoolOrRuns', pointer: '/runIds' })
  return reasons
}
