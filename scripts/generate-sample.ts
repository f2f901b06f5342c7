/**
 * Writes the sample district's import files into a folder, to be looked at or imported by hand:
 * `npx tsx scripts/generate-sample.ts <folder> [seed]`.
 */
import { SAMPLE_SEED } from '../src/sample/generate.js'
import { writeSample } from './write-sample.js'

const [folder, seed = String(SAMPLE_SEED)] = process.argv.slice(2)
if (!folder || !/^\d{1,9}$/.test(seed)) {
  console.error('usage: generate-sample <folder> [seed]')
  process.exit(1)
}
const count = await writeSample(folder, Number(seed))
console.log(`${count} files, semester-end.json and story.json in ${folder}`)
