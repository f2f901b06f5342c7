import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Bytes that the bundle may have, compressed. */
export const LARGEST_GZIP = 8192

/**
 * Bundles an entry into one ES module, writes it when it passes, and gives its size in bytes, compressed. Throws when it is
 * larger than `largest` or leaves an import to its user.
 */
export async function bundle(entry: string, outfile: string, largest = LARGEST_GZIP): Promise<number> {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    minify: true,
    sourcemap: 'linked',
    metafile: true,
    write: false,
  })
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map((one) => one.path))
  if (imports.length > 0) throw new Error(`the bundle imports ${imports.join(', ')}`)
  const size = gzipSync(outputFiles.find((file) => file.path.endsWith('.js'))!.contents).length
  if (size > largest) throw new Error(`the bundle has ${size} bytes compressed; at most ${largest} are allowed`)
  mkdirSync(dirname(outfile), { recursive: true })
  for (const file of outputFiles) writeFileSync(file.path, file.contents)
  return size
}

/** `tsx sdk/build.ts`: sdk/dist afresh, the bundle and its types. */
async function main(): Promise<void> {
  const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
  rmSync(at('dist'), { recursive: true, force: true })
  const size = await bundle(at('src/index.ts'), at('dist/index.js'))
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')
  execFileSync(process.execPath, [tsc, '-p', at('tsconfig.json')], { stdio: 'inherit' })
  process.stdout.write(`sdk/dist/index.js: ${size} bytes compressed, of at most ${LARGEST_GZIP}\n`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
