import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plan } from '../sdk/examples/semester-end.js'
import { generateSample, SAMPLE_SEED } from '../src/sample/generate.js'
import { sampleGroups, sampleSchools } from '../src/sample/schools.js'
import { ACADEMIC_YEAR } from '../src/sample/timetable.js'

/** Writes the sample district's import files into a folder, with the plan by which the semester-end example works. */
export async function writeSample(folder: string, seed = SAMPLE_SEED): Promise<number> {
  const { files, story } = await generateSample(seed)
  await mkdir(folder, { recursive: true })
  for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
  const plan: Plan = {
    district: { code: 'sample', name: '示例区' },
    academicYear: ACADEMIC_YEAR,
    schoolGroups: sampleGroups.map(({ sourcedId, name }) => ({ sourcedId, name })),
    schools: sampleSchools.map(({ sourcedId, name, kind, groupSourcedId }) => ({
      sourcedId,
      content: { name, kind, identifier: sourcedId, schoolGroupSourcedId: groupSourcedId },
    })),
    files: files.map(({ name, kind, mediaType, schoolSourcedId }) => ({
      name,
      kind,
      mediaType: mediaType as Plan['files'][number]['mediaType'],
      schoolSourcedId,
    })),
  }
  await writeFile(join(folder, 'semester-end.json'), `${JSON.stringify(plan, null, 2)}\n`)
  await writeFile(join(folder, 'story.json'), `${JSON.stringify(story, null, 2)}\n`)
  return files.length
}
