import { Refusal, type Reason } from '../../errors.js'
import type { FileFault } from '../formats/file-fault.js'

/** A file that cannot be read as a refusal: one fault speaks for itself, several stand together under `fileRefused`. */
export function fileRefusal({ problems }: FileFault): Refusal {
  const reasons = problems.map(({ code, params }): Reason => ({ code, params: { ...params } }))
  const [only, ...others] = reasons
  if (only && others.length === 0) return new Refusal(only.code, only.params, reasons)
  return new Refusal('fileRefused', { count: reasons.length }, reasons)
}
