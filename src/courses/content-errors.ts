import type { ErrorCode } from '../errors.js'

/** What the policy edition in force can have against the content of a course. */
export const contentErrors = [
  'unknownModule',
  'unknownTier',
  'unknownForm',
  'hoursNotPositive',
  'hoursOffStep',
  'noPolicyEdition',
  'rulesRefused',
] as const satisfies readonly ErrorCode[]
