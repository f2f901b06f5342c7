import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** How much of a body that nobody wants is taken in so that its sender comes to read the answer. */
const discarded = { bytes: 128 * 1024 * 1024, milliseconds: 20_000 }

const lingering = new WeakSet<Socket>()

/** Whether a connection has had its answer and only lets its client finish sending. */
export const isLingering = (socket: Socket) => lingering.has(socket)

const awaitingContinue = new WeakSet<IncomingMessage>()

/**
 * A request may be answered before its body has arrived: a body too large, a key that is not known. Closing then, with
 * bytes unread, resets the connection, and the answer is lost on its way. So the rest is read and thrown away first, up
 * to a bound. A client that asks before it sends (`Expect: 100-continue`) is told to go on only when its body is wanted.
 */
export function lingerOverUnreadBodies(app: FastifyInstance): void {
  app.server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
    awaitingContinue.add(request)
    app.routing(request, response)
  })
  app.addHook('onSend', (request, reply, _payload, done) => {
    if (!request.raw.complete && !lingering.has(request.raw.socket)) linger(request.raw, reply.raw)
    done()
  })
}

/** Asks the client for the body that it has held back. */
export function continueRequest(request: IncomingMessage, response: ServerResponse): void {
  if (awaitingContinue.delete(request)) response.writeContinue()
}

function linger(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request
  const destroySoon = socket.destroySoon as (() => void) | undefined
  // A request that is injected has no connection.
  if (!destroySoon) return
  // Node's way to close after an answer would not wait for the client.
  socket.destroySoon = () => void socket.end()
  response.once('finish', () => {
    if (request.complete) return letGo()
    lingering.add(socket)
    let left = discarded.bytes
    const timer = setTimeout(() => socket.destroy(), discarded.milliseconds)
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length
      if (left < 0) socket.destroy()
    })
    request.once('end', letGo)
    socket.once('close', () => clearTimeout(timer))
    request.once('end', () => clearTimeout(timer))
    request.resume()
  })
  function letGo(): void {
    lingering.delete(socket)
    socket.destroySoon = destroySoon!
    // The answer said that it was the last one.
    if (socket.writableEnded) socket.destroySoon()
  }
}
