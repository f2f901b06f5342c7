import type { Reason } from '../../../errors.js'

type File = { mediaType: string; bytes: number; sha256: string }

/** §4.3: a file that comes is the one that was declared, to the byte. Each thing that differs is a reason. */
export function checkUpload(declared: File, received: File): Reason[] {
  return (['mediaType', 'bytes', 'sha256'] as const).flatMap((property) =>
    declared[property] === received[property]
      ? []
      : [{ code: 'fileDiffers', params: { property, declared: declared[property], received: received[property] } }],
  )
}
