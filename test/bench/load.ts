import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

export type Call = { method: 'GET' | 'POST'; path: string; headers?: Record<string, string>; body?: string }

const connections = 16
const millisecondsMeasured = 3000
const millisecondsOfWarmUp = 1000
/** As many as the engine needs to have compiled what is hot, however slow the machine is just now. */
const requestsOfWarmUp = 5000

/**
 * Requests per second that a server answers with success over kept connections, one at a time on each. Any other answer
 * ends the benchmark. It speaks plain HTTP/1.1 on sockets, so that most of the machine is left to the server.
 */
export async function throughput(
  url: string,
  next: () => Call,
  { milliseconds = millisecondsMeasured, atLeast = 0 } = {},
): Promise<number> {
  const { hostname, port } = new URL(url)
  const start = performance.now()
  let begun = 0
  const answered = await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      await once(socket, 'connect')
      let count = 0
      for (; performance.now() < start + milliseconds || begun < atLeast; count += 1) {
        begun += 1
        await exchange(socket, next())
      }
      socket.destroy()
      return count
    }),
  )
  const seconds = (performance.now() - start) / 1000
  return answered.reduce((sum, count) => sum + count, 0) / seconds
}

/** Lets a server's code be compiled and its connections and statements be there before it is measured. */
export async function warmUp(url: string, next: () => Call, atLeast = requestsOfWarmUp): Promise<void> {
  await throughput(url, next, { milliseconds: millisecondsOfWarmUp, atLeast })
}

function exchange(socket: Socket, call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0)
    const settle = (failure?: Error) => {
      socket.off('data', take).off('error', settle).off('close', closed)
      if (failure) reject(failure)
      else resolve()
    }
    const closed = () => settle(new Error(`${call.method} ${call.path}: the connection was closed`))
    const take = (piece: Buffer) => {
      received = received.length === 0 ? piece : Buffer.concat([received, piece])
      const bodyStart = received.indexOf('\r\n\r\n') + 4
      if (bodyStart < 4) return
      const head = received.toString('latin1', 0, bodyStart)
      if (received.length < bodyStart + Number(/content-length: (\d+)/i.exec(head)?.[1])) return
      const text = () => received.toString('utf8', bodyStart, bodyStart + 500)
      settle(head.startsWith('HTTP/1.1 2') ? undefined : new Error(`${call.method} ${call.path}: ${text()}`))
    }
    socket.on('data', take).on('error', settle).on('close', closed)
    socket.write(requestText(call))
  })
}

function requestText({ method, path, headers = {}, body }: Call): string {
  const given = Object.entries({
    host: 'bench',
    ...headers,
    ...(body ? { 'content-length': Buffer.byteLength(body) } : {}),
  })
  return `${method} ${path} HTTP/1.1\r\n${given.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body ?? ''}`
}
