import { incidentQueue } from '@aika/contracts'
import { inspectQueues, produce, redisConnection } from '@aika/queue'
import { heartbeat, incidents, readHeartbeats, serveHealth, type Logger } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { startOfDay } from '@aika/when'
import { createHmac } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { bullBoardUi } from './adapters/bull-board-ui.ts'
import { sampleOverview } from './adapters/console-metrics.ts'
import { fetchAllMetrics } from './adapters/service-metrics.ts'
import type { ConsoleConfig } from './config.ts'
import { readOverview, type OverviewPorts } from './domain/overview.ts'
import { Sessions } from './domain/sessions.ts'
import { createConsoleServer } from './entry/server.ts'

export interface ConsoleOverrides {
  overview?: Partial<OverviewPorts>
  now?: () => Date
}

export interface Console extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`. */
  url: string
}

/** Names every concrete class. Disposal runs in reverse: the door closes first. */
export async function composeConsole(
  config: ConsoleConfig,
  log: Logger,
  overrides: ConsoleOverrides = {},
): Promise<Console> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const now = overrides.now ?? (() => new Date())
  const store = resources.use(await openStore({ path: config.DATABASE_PATH }))
  const inspector = resources.use(inspectQueues(connection))
  const reports = resources.use(incidents(resources.use(produce(incidentQueue, connection)), 'console', log))
  const ports: OverviewPorts = {
    instances: () => readHeartbeats(connection),
    depths: () => inspector.depths(),
    turnsSince: (since) => store.overview.turnsSince(since),
    latestTurns: (count) => store.overview.latestTurns(count),
    waitingMessages: () => store.overview.waitingMessages(),
    usageSince: (since) => store.usage.byPurpose(since),
    modelsSince: (since) => store.usage.byModel(since),
    promptSince: (since) => store.usage.meanPromptSince(since),
    ...overrides.overview,
  }
  const overview = () => readOverview(ports, now(), startOfDay(now(), config.TIMEZONE))

  const checks = {
    database: () => store.ping(),
    redis: async () => inspector.queues[0]?.getJobCounts('active'),
  }
  const health = resources.use(await serveHealth(config.HEALTH_PORT, 'console', checks))

  const app = await createConsoleServer({
    password: config.CONSOLE_PASSWORD,
    metricsToken: metricsTokenFor(config.CONSOLE_PASSWORD),
    sessions: new Sessions({ lifeMs: config.CONSOLE_SESSION_HOURS * 3_600_000, now: () => now().getTime() }),
    timeZone: config.TIMEZONE,
    prices: config.MODEL_PRICES,
    dashboard: {
      queues: inspector.queues,
      uiBasePath: bullBoardUi(),
      actions: config.CONSOLE_QUEUE_ACTIONS,
      showText: config.CONSOLE_SHOW_TEXT,
    },
    readOverview: overview,
    async readMetrics() {
      sampleOverview(await overview())
      return fetchAllMetrics(await ports.instances(), { port: config.HEALTH_PORT, ownPort: health.port, log })
    },
    onError(error) {
      log.error({ err: error }, 'a page failed')
      reports.report(error, { what: 'page' })
    },
  })
  await app.listen({ host: config.CONSOLE_HOST, port: config.CONSOLE_PORT })
  resources.defer(async () => app.close())

  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'console', isHealthy))

  const { port } = app.server.address() as AddressInfo
  const owned = resources.move()
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Made from the password, so that a scraper needs no secret of its own to be kept, and cannot sign in with it. */
function metricsTokenFor(password: string): string {
  return createHmac('sha256', password).update('aika console metrics').digest('base64url')
}
