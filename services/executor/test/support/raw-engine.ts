import { request, type IncomingMessage, type RequestOptions } from 'node:http'
import type { Socket } from 'node:net'

/**
 * The engine's API without a library: what is sent to a runner, and how it is cut, is up to the test alone.
 *
 * @returns the answer as JSON; nothing where there is none.
 * @throws Error when the engine refuses.
 */
export async function askEngine(method: string, path: string, body?: object): Promise<unknown> {
  const bytes = await askForBytes(method, path, body)
  return bytes.length === 0 ? undefined : JSON.parse(bytes.toString())
}

/** The same, for what is no JSON. */
export async function askForBytes(method: string, path: string, body?: object): Promise<Buffer> {
  const answer = await answered(send({ method, path, headers: { 'Content-Type': 'application/json' } }, body))
  const bytes = Buffer.concat((await answer.toArray()) as Buffer[])
  if (answer.statusCode! >= 400)
    throw new Error(`${method} ${path}: ${answer.statusCode} ${bytes.toString()}`)
  return bytes
}

/** Both directions of a container's streams; outputs come as the engine's frames. */
export function attachTo(id: string): Promise<Socket> {
  const path = `/containers/${id}/attach?stream=1&stdin=1&stdout=1&stderr=1`
  const asked = send({ method: 'POST', path, headers: { Connection: 'Upgrade', Upgrade: 'tcp' } })
  const { promise, resolve, reject } = Promise.withResolvers<Socket>()
  asked.once('error', reject)
  asked.once('upgrade', (_answer: IncomingMessage, socket: Socket, head: Buffer) => {
    if (head.length > 0) socket.unshift(head)
    resolve(socket)
  })
  return promise
}

function send(options: RequestOptions, body?: object) {
  const asked = request({ socketPath: '/var/run/docker.sock', ...options })
  return asked.end(body && JSON.stringify(body))
}

function answered(asked: ReturnType<typeof request>): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  asked.once('response', resolve)
  asked.once('error', reject)
  return promise
}
