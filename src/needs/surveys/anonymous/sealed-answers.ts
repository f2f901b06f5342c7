import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Tx } from '../../../db/database.js'
import type { Sealed } from '../../../lib/data-keys.js'
import type { OpenedAnswer } from '../rules/tally-answers.js'
import type { SurveyQuestion } from '../schema.js'

/**
 * Answers to an anonymous survey while it is open. The survey's secret is sealed under the data keys, which are not in the
 * database; without it no row tells what it holds, whose it is, or how long it is.
 */
export type SurveyPlace = { districtId: string; surveyId: string }

/** The secret of one survey, opened. It lives as long as a request. */
export type Secret = Buffer

const secretBytes = 32
const ivBytes = 12
const tagBytes = 16
const algorithm = 'aes-256-gcm'

const contextOf = ({ districtId, surveyId }: SurveyPlace) => `${districtId}/surveys/${surveyId}/secret`

export function mintSecret(tx: Tx, place: SurveyPlace): Sealed {
  return sealSecret(tx, place, randomBytes(secretBytes))
}

export function openSecret({ dataKeys }: Tx, place: SurveyPlace, sealed: Sealed): Secret {
  return Buffer.from(dataKeys.decrypt(sealed as unknown as string, contextOf(place)), 'base64')
}

/** The same secret under the key that encrypts now. */
export function resealSecret(tx: Tx, place: SurveyPlace, sealed: Sealed): Sealed {
  return sealSecret(tx, place, openSecret(tx, place, sealed))
}

function sealSecret({ dataKeys }: Tx, place: SurveyPlace, secret: Secret): Sealed {
  return dataKeys.encrypt(secret.toString('base64'), contextOf(place)) as unknown as Sealed
}

/** What stands for a teacher in this survey alone: the same each time, so that an answer sent again replaces the first. */
export function pseudonymIn(secret: Secret, teacherId: string): Buffer {
  return createHmac('sha256', secret).update(`teachers/${teacherId}`).digest()
}

const keyOf = (secret: Secret) => createHmac('sha256', secret).update('answers').digest()
const boundTo = ({ districtId, surveyId }: SurveyPlace, pseudonym: Buffer) =>
  Buffer.concat([Buffer.from(`${districtId}/${surveyId}/`), pseudonym])

/** Every sealed answer of a survey has the same number of bytes. */
export function sealAnswer(
  secret: Secret,
  { place, pseudonym, questions }: { place: SurveyPlace; pseudonym: Buffer; questions: readonly SurveyQuestion[] },
  opened: OpenedAnswer,
): Buffer {
  const content = Buffer.from(JSON.stringify(opened))
  const padded = Buffer.alloc(4 + longestAnswer(questions))
  if (content.length > padded.length - 4) throw new Error('an answer is longer than the longest possible one')
  padded.writeUInt32BE(content.length)
  content.copy(padded, 4)
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv(algorithm, keyOf(secret), iv).setAAD(boundTo(place, pseudonym))
  return Buffer.concat([iv, cipher.update(padded), cipher.final(), cipher.getAuthTag()])
}

export function openAnswer(
  secret: Secret,
  { place, pseudonym }: { place: SurveyPlace; pseudonym: Buffer },
  sealed: Buffer,
): OpenedAnswer {
  const decipher = createDecipheriv(algorithm, keyOf(secret), sealed.subarray(0, ivBytes), { authTagLength: tagBytes })
    .setAAD(boundTo(place, pseudonym))
    .setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const padded = Buffer.concat([decipher.update(sealed.subarray(ivBytes, -tagBytes)), decipher.final()])
  return JSON.parse(padded.subarray(4, 4 + padded.readUInt32BE()).toString()) as OpenedAnswer
}

/** Bytes around an answer's parts, those of its groups, and of one character at most (`\u0001`). */
const bytesOf = { groups: 256, question: 64, perChoice: 3, perCharacter: 6 }

/** The bytes of the longest answer that a survey takes. */
function longestAnswer(questions: readonly SurveyQuestion[]): number {
  return questions.reduce((sum, { choices, maximumChoices, maximumLength }) => {
    const ofChoice = Math.max(0, ...(choices ?? []).map(({ code }) => code.length + bytesOf.perChoice))
    const ofParts = ofChoice * (maximumChoices ?? 0) + (maximumLength ?? 0) * bytesOf.perCharacter
    return sum + bytesOf.question + ofParts
  }, bytesOf.groups)
}
