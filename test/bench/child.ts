import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Resident memory in mebibytes: before the work that was watched, and at its highest. */
export type Memory = { before: number; peak: number }

/** A server in a process of its own, so that it shares no event loop with the load. */
export type Server = { url: string; watchMemory: () => Promise<() => Promise<Memory>>; stop: () => Promise<void> }

/** Compiles a server to plain JavaScript, as it is deployed, and starts it. */
export async function startServer(name: 'service' | 'reference', env: Record<string, string>): Promise<Server> {
  const folder = fileURLToPath(new URL(`../../node_modules/.cache/bench/${process.pid}`, import.meta.url))
  const file = `${folder}/${name}.js`
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  })
  const child = fork(file, { env: { ...process.env, NODE_ENV: 'production', ...env }, execArgv: [] })
  const answer = async <T>(question: string) => {
    child.send(question)
    return ((await once(child, 'message')) as [T])[0]
  }
  const url = await Promise.race([
    once(child, 'message').then(([address]) => String(address)),
    once(child, 'exit').then(() => Promise.reject(new Error(`the ${name} ended at its start`))),
  ])
  return {
    url,
    watchMemory: async () => {
      await answer('watch memory')
      return () => answer<Memory>('memory')
    },
    stop: async () => {
      child.disconnect()
      await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
