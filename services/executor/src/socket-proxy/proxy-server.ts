import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { attach } from './attach-door.ts'
import { carryOut } from './carry-out.ts'
import { engineClient } from './engine-client.ts'
import { judgeRequest } from './judge-request.ts'
import { ownContainers } from './own-containers.ts'
import type { Proxy, SocketProxyOptions } from './proxy.ts'
import { readBody } from './read-body.ts'
import { refuse, say } from './refusals.ts'

/**
 * Stands before the engine's socket and lets through what the executor needs to run sandboxes as our spec has them; all
 * else is refused with a sentence and logged. What is let through is asked anew in this proxy's own words.
 */
export async function serveSocketProxy(options: SocketProxyOptions): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const engine = resources.use(engineClient(options.engineSocket))
  const proxy: Proxy = { ...options, engine, own: ownContainers(engine, options.settings) }
  const server = createServer(
    { maxHeaderSize: 8_192, headersTimeout: 5_000, requestTimeout: 10_000, keepAliveTimeout: 60_000 },
    (request, response) => void answer(proxy, request, response).catch(() => response.destroy()),
  )
  server.maxConnections = 512
  server.on('upgrade', (request, line, head) => {
    line.on('error', () => line.destroy())
    void attach(proxy, request, line, head).catch(() => line.destroy())
  })
  await rm(options.listenAt, { force: true })
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(options.listenAt, resolve))
  // Who may come here at all is decided by the folder that the socket is in.
  await chmod(options.listenAt, 0o666)
  resources.defer(() => closed(server))
  return resources.move()
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

/** The executor holds on to this: it ends with this process and with nothing else. */
function stay(response: ServerResponse): void {
  response.writeHead(200).flushHeaders()
}

async function answer(proxy: Proxy, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET' && request.url === '/_lifeline') return stay(response)
  const body = await readBody(request)
  if (body === undefined) {
    response.shouldKeepAlive = false
    return refuse(proxy, request, response, 'the request is too long')
  }
  const verdict = judgeRequest(request.method ?? '', request.url ?? '', body, proxy.settings)
  if (!verdict.allowed) return refuse(proxy, request, response, verdict.reason)
  try {
    await carryOut(proxy, verdict.call, request, response)
  } catch (error) {
    if (response.headersSent) throw error
    say(response, 502, `the engine does not answer: ${(error as Error).message}`)
  }
}
