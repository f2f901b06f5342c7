import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'

/** Each file of tests of the project. */
export async function testFiles(): Promise<string[]> {
  const found = await Promise.all(
    ['test', 'sdk/test'].map(async (folder) =>
      (await readdir(folder, { recursive: true })).map((path) => join(folder, path)),
    ),
  )
  return found.flat().filter((path) => path.endsWith('.test.ts'))
}

/** Packages of ESM alone and of many files each: they are bundled too. The others are imported as they are. */
const bundled = ['@sinclair/typebox', 'drizzle-orm', 'fast-check', 'hucre', 'jose', 'pure-rand', 'uuid']

/**
 * Writes each TypeScript file as JavaScript under the same path in a folder, and what they import into a few files beside
 * them: to load a thousand modules one by one, through a loader that translates them, takes longer than most tests.
 */
export async function bundleInto(folder: string, files: readonly string[]): Promise<void> {
  await build({
    entryPoints: [...files],
    outdir: folder,
    outbase: '.',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    keepNames: true,
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [externalPackages, addressesOfSources],
    logLevel: 'warning',
  })
}

const externalPackages: Plugin = {
  name: 'external packages',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (kind === 'entry-point' || bundled.some((name) => path === name || path.startsWith(`${name}/`))) return null
      return { path, external: true }
    })
  },
}

/** What a module finds beside itself stays beside its source. */
const addressesOfSources: Plugin = {
  name: 'addresses of sources',
  setup({ onLoad }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8')
      if (!text.includes('import.meta.url')) return null
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)) }
    })
  },
}
