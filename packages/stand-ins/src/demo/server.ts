import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveControl } from '../control/server.ts'
import { json, send } from '../http/answer.ts'
import type { World } from '../world.ts'

/** Serves the demo chat page, its events, and the control API. */
export async function serveDemo(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, search } = new URL(request.url ?? '/', 'http://demo')
  if (pathname.startsWith('/control/')) {
    return serveControl(world, request, response, pathname, search.slice(1))
  }
  if (pathname === '/health') return send(response, json(200, { ok: true }))
  return send(response, json(404, { error: 'nothing is served here' }))
}
