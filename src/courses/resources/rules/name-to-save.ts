import type { DeclaredFile } from '../schema.js'

/** The ends of names that each media type may have, the usual one first. */
const endings: Record<DeclaredFile['mediaType'], readonly [string, ...string[]]> = {
  'application/pdf': ['pdf'],
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': ['pptx'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
  'application/vnd.ms-powerpoint': ['ppt', 'pps'],
  'application/msword': ['doc'],
  'application/vnd.ms-excel': ['xls'],
  'application/zip': ['zip'],
  'audio/mpeg': ['mp3'],
  'audio/mp4': ['m4a', 'mp4'],
  'image/jpeg': ['jpg', 'jpeg'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'text/csv': ['csv'],
  'video/mp4': ['mp4', 'm4v'],
  'video/webm': ['webm'],
}

/**
 * The name under which a file is saved: as it was declared, but for what leads out of a folder or is not seen (controls,
 * marks of direction), and with an end of its media type. Where it is opened it is the end that says what is run.
 */
export function nameToSave({ name, mediaType }: Pick<DeclaredFile, 'name' | 'mediaType'>): string {
  const seen = name
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .replace(/[/\\:]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const [usual] = endings[mediaType]
  if (seen === '') return `file.${usual}`
  return endings[mediaType].some((ending) => seen.toLowerCase().endsWith(`.${ending}`)) ? seen : `${seen}.${usual}`
}
