import formbody from '@fastify/formbody'
import rateLimit from '@fastify/rate-limit'
import Fastify, { type FastifyInstance } from 'fastify'
import type { Overview } from '../domain/overview.ts'
import type { Price } from '../domain/prices.ts'
import { isSecret, type Sessions } from '../domain/sessions.ts'
import { dashboard, type DashboardOptions } from './dashboard.ts'
import { guard, sessionCookie, sessionOf } from './guard.ts'
import { assets } from './pages/assets.ts'
import { overviewContent, overviewPage } from './pages/overview-page.ts'
import { signInPage } from './pages/sign-in-page.ts'
import { securityHeaders } from './security-headers.ts'

export interface ConsoleServerOptions {
  password: string
  metricsToken: string
  sessions: Sessions
  timeZone: string
  prices: ReadonlyMap<string, Price>
  dashboard: DashboardOptions
  readOverview: () => Promise<Overview>
  /** All metrics as Prometheus text. */
  readMetrics: () => Promise<string>
  onError(error: unknown): void
}

const ATTEMPTS = 10
const ATTEMPT_WINDOW_MS = 5 * 60_000

/** The console's pages. Order matters: attempts are counted before anything else looks at them. */
export async function createConsoleServer(options: ConsoleServerOptions): Promise<FastifyInstance> {
  const app = Fastify({ logger: false, bodyLimit: 64 * 1024 })
  await app.register(formbody)
  await app.register(rateLimit, { global: false, max: ATTEMPTS, timeWindow: ATTEMPT_WINDOW_MS })
  securityHeaders(app)
  guard(app, options)
  app.setErrorHandler((error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) options.onError(error)
    const words =
      status === 429
        ? 'Too many attempts. Please wait a few minutes.'
        : 'Something went wrong; see the console’s log.'
    return reply.code(status).type('text/html; charset=utf-8').send(signInPage(words))
  })

  signingIn(app, options)
  looking(app, options)
  await dashboard(app, options.dashboard)
  return app
}

function signingIn(app: FastifyInstance, { password, sessions }: ConsoleServerOptions): void {
  app.get('/sign-in', (_request, reply) => reply.type('text/html; charset=utf-8').send(signInPage()))

  app.post<{ Body: { password?: unknown } | undefined }>(
    '/sign-in',
    { config: { rateLimit: { max: ATTEMPTS, timeWindow: ATTEMPT_WINDOW_MS } } },
    (request, reply) => {
      if (!isSecret(password, request.body?.password)) {
        return reply.code(401).type('text/html; charset=utf-8').send(signInPage('That is not the password.'))
      }
      return reply.header('set-cookie', sessionCookie(sessions.open())).redirect('/', 303)
    },
  )

  app.post('/sign-out', (request, reply) => {
    sessions.close(sessionOf(request))
    return reply.header('set-cookie', sessionCookie()).redirect('/sign-in', 303)
  })
}

function looking(
  app: FastifyInstance,
  { metricsToken, timeZone, prices, readOverview, readMetrics }: ConsoleServerOptions,
): void {
  const shown = async () => ({ overview: await readOverview(), timeZone, prices, metricsToken })

  app.get('/', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(overviewPage(await shown())),
  )
  app.get('/live', async (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(String(overviewContent(await shown()))),
  )
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await readMetrics()),
  )
  for (const [path, { type, body }] of Object.entries(assets)) {
    app.get(path, (_request, reply) =>
      reply.type(type).header('cache-control', 'private, max-age=300').send(body),
    )
  }
}
