import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'

/** The engine's own socket. Requests are made from parts that were judged; nothing of a client's reaches it as it came. */
export interface EngineClient extends Disposable {
  /** Resolves with the head of the answer; its body is still to be read. Aborting ends both. */
  ask(method: string, path: string, body?: string, signal?: AbortSignal): Promise<IncomingMessage>
  /** Reads an answer whole, as far as `mostBytes`. */
  askWhole(method: string, path: string): Promise<{ status: number; text: string }>
  /** A raw line to a container's streams, or the engine's refusal. */
  attach(path: string): Promise<{ line: Duplex; head: Buffer } | { refusal: IncomingMessage }>
}

const mostBytes = 4 * 2 ** 20

export function engineClient(socketPath: string): EngineClient {
  const agent = new Agent({ keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 8 })
  const open = (method: string, path: string, body = '', headers: Record<string, string> = {}) => {
    const length = body && {
      'content-type': 'application/json',
      'content-length': `${Buffer.byteLength(body)}`,
    }
    return request({ socketPath, method, path, agent, headers: { host: 'engine', ...length, ...headers } })
  }
  const ask: EngineClient['ask'] = (method, path, body, signal) => {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
    const asking = open(method, path, body).on('response', resolve).on('error', reject)
    signal?.addEventListener('abort', () => asking.destroy(), { once: true })
    asking.end(body)
    return promise
  }
  return {
    ask,
    async askWhole(method, path) {
      const answer = await ask(method, path)
      const chunks: Buffer[] = []
      let bytes = 0
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        bytes += chunk.length
        if (bytes > mostBytes) throw new Error('the engine says too much')
        chunks.push(chunk)
      }
      return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }
    },
    attach: (path) => upgraded(open('POST', path, '', { connection: 'Upgrade', upgrade: 'tcp' })),
    [Symbol.dispose]: () => agent.destroy(),
  }
}

function upgraded(asking: ClientRequest): ReturnType<EngineClient['attach']> {
  const { promise, resolve, reject } = Promise.withResolvers<Awaited<ReturnType<EngineClient['attach']>>>()
  asking
    .on('upgrade', (_answer, line, head) => resolve({ line, head }))
    .on('response', (refusal) => resolve({ refusal }))
    .on('error', reject)
    .end()
  return promise
}
