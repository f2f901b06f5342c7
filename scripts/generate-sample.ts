/**
 * Writes the sample district's import files into a folder, to be looked at or imported by hand:
 * `npx tsx scripts/generate-sample.ts <folder> [seed]`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { generateSample, SAMPLE_SEED } from '../src/sample/generate.js'

const [folder, seed = String(SAMPLE_SEED)] = process.argv.slice(2)
if (!folder || !/^\d{1,9}$/.test(seed)) {
  console.error('usage: generate-sample <folder> [seed]')
  process.exit(1)
}
const { files, story } = await generateSample(Number(seed))
await mkdir(folder, { recursive: true })
for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
await writeFile(join(folder, 'story.json'), `${JSON.stringify(story, null, 2)}\n`)
console.log(`${files.length} files and story.json in ${folder}`)
