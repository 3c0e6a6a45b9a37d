import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isSecret, type Sessions } from '../domain/sessions.ts'

const SESSION_COOKIE = 'aika_console'

const PUBLIC_PATHS = new Set(['/sign-in', '/style.css', '/icon.svg'])

export interface GuardOptions {
  sessions: Sessions
  /** For `GET /metrics` alone, as `Authorization: Bearer`. */
  metricsToken: string
}

/** Nothing but the sign-in page without a session, and no change to anything that our own pages did not ask for. */
export function guard(app: FastifyInstance, { sessions, metricsToken }: GuardOptions): void {
  app.addHook('onRequest', async (request, reply) => {
    if (!isRead(request) && !isFromOurPages(request))
      return reply.code(403).send('Only this console’s own pages may do that.')
    const { pathname } = new URL(request.url, 'http://console')
    if (PUBLIC_PATHS.has(pathname) || sessions.isOpen(sessionOf(request))) return
    if (pathname === '/metrics' && isSecret(metricsToken, bearerOf(request))) return
    return turnAway(request, reply)
  })
}

/** The session's id as the browser keeps it. */
export function sessionOf({ headers }: FastifyRequest): string | undefined {
  const pairs = (headers.cookie ?? '').split('; ')
  return pairs.find((pair) => pair.startsWith(`${SESSION_COOKIE}=`))?.slice(SESSION_COOKIE.length + 1)
}

/** For this browser and our own pages alone; no `value` takes it away. */
export function sessionCookie(value?: string): string {
  const cookie = `${SESSION_COOKIE}=${value ?? ''}; Path=/; HttpOnly; SameSite=Strict`
  return value === undefined ? `${cookie}; Max-Age=0` : cookie
}

function turnAway(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html')
  return wantsPage ? reply.redirect('/sign-in', 303) : reply.code(401).send({ error: 'sign in first' })
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

/** The cookie is SameSite=Strict already; this also holds against another port of the same host, which is the same site. */
function isFromOurPages({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

function bearerOf({ headers }: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1]
}
