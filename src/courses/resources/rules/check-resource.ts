import type { Reason } from '../../../errors.js'

/** Not the district's choice: beyond it the resources of one course cannot be taken in. */
export const RESOURCES_MAXIMUM = 100

type Claim = { kind: string; url?: string | undefined; file?: object | undefined }

/** §3.2, §4.3: a resource of a course is an address or a file, not both; a link is an address; a course has so many at most. */
export function checkResource({ kind, url, file }: Claim, resourcesOfCourse: number): Reason[] {
  const reasons: Reason[] = []
  if ((url === undefined) === (file === undefined) || (kind === 'link' && url === undefined))
    reasons.push({ code: 'urlOrFile', pointer: '/url', params: { kind } })
  if (resourcesOfCourse >= RESOURCES_MAXIMUM)
    reasons.push({ code: 'tooManyResources', params: { maximum: RESOURCES_MAXIMUM } })
  return reasons
}
