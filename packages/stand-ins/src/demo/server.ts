import type { IncomingMessage, ServerResponse } from 'node:http'
import { serveControl } from '../control/server.ts'
import { json, send } from '../http/answer.ts'
import type { World } from '../world.ts'
import { streamEvents } from './events.ts'
import { contentSecurityPolicy, page } from './page/page.ts'

const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** Serves the demo chat page, its events, and the control API. */
export async function serveDemo(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (isForeign(request)) return send(response, json(403, { error: 'other sites may not drive the demo' }))
  const { pathname, search } = new URL(request.url ?? '/', 'http://demo')
  if (pathname === '/') return send(response, { status: 200, headers: pageHeaders, body: page })
  if (pathname === '/events') return streamEvents(world, response)
  if (pathname === '/health') return send(response, json(200, { ok: true }))
  if (pathname.startsWith('/control/')) {
    return serveControl(world, request, response, pathname, search.slice(1))
  }
  return send(response, json(404, { error: 'nothing is served here' }))
}

/**
 * A request some other web site makes through the visitor's browser. The demo runs real commands, so it
 * takes no orders from elsewhere: neither across origins nor under a public name that resolves to us.
 */
function isForeign({ headers }: IncomingMessage): boolean {
  const host = headers.host ?? ''
  const { hostname } = new URL(`http://${host}`)
  if (hostname.includes('.') && !/^[\d.]+$/.test(hostname)) return true
  return headers.origin !== undefined && headers.origin !== `http://${host}`
}
