import type { Memory } from './child.js'

/** Answers the parent's questions about this process's memory. */
export function answerAboutMemory(): void {
  const mebibytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20)
  let memory: Memory = { before: mebibytes(), peak: mebibytes() }
  let sampling: NodeJS.Timeout | undefined
  process.on('message', (question) => {
    if (question === 'watch memory') {
      memory = { before: mebibytes(), peak: mebibytes() }
      sampling ??= setInterval(() => (memory.peak = Math.max(memory.peak, mebibytes())), 10)
    } else {
      clearInterval(sampling)
      sampling = undefined
    }
    process.send!(memory)
  })
}
