import { incidentQueue, replyQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { produce, redisConnection } from '@aika/queue'
import {
  adminNotices,
  heartbeat,
  incidents,
  serveHealth,
  type AdminNotices,
  type Logger,
} from '@aika/service-kit'
import { openUsageLog, type ModelCall } from '@aika/store/usage-log'
import type { FastifyInstance } from 'fastify'
import type { AddressInfo } from 'node:net'
import { BatchedUsage } from './adapters/batched-usage.ts'
import { gatewayMetrics } from './adapters/gateway-metrics.ts'
import { systemClock } from './adapters/system-clock.ts'
import { UndiciUpstream } from './adapters/undici-upstream.ts'
import type { GatewayConfig } from './config.ts'
import type { Clock, Provider } from './domain/call.ts'
import type { ForwardEvents, ForwardLimits } from './domain/forward-call.ts'
import { KeyPool } from './domain/key-pool.ts'
import { scrubber } from './domain/scrub.ts'
import type { RelayPorts } from './entry/relay.ts'
import { createServer } from './entry/server.ts'

export interface GatewayOverrides {
  writeUsage?: (rows: ModelCall[]) => Promise<void>
  clock?: Clock
  /** How long calls in flight may take to end when the gateway stops. */
  stopMs?: number
}

/** Shorter than Compose's grace period, so that the usage rows are still written. */
const STOP_MS = 12_000

export interface Gateway extends AsyncDisposable {
  /** `http://127.0.0.1:<port>`, for those on this machine. */
  url: string
}

/** Names every concrete class. Disposal runs in reverse: the door closes first, usage rows are written last. */
export async function composeGateway(
  config: GatewayConfig,
  log: Logger,
  overrides: GatewayOverrides = {},
): Promise<Gateway> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const clock = overrides.clock ?? systemClock

  const notices = adminNotices(resources.use(produce(replyQueue, connection)), config.ADMIN_USER_IDS, log)
  const writeUsage = overrides.writeUsage ?? (await usageWriter(config, resources))
  const usage = resources.use(
    new BatchedUsage({
      write: writeUsage,
      onTrouble: (reason, rows) => log.warn({ reason, rows }, 'usage rows are not written yet'),
      onDropped: gatewayMetrics.rowsLost,
    }),
  )
  const upstream = resources.use(
    new UndiciUpstream({
      origins: { gemini: config.GEMINI_BASE_URL, groq: config.GROQ_BASE_URL },
      timeoutMs: config.GATEWAY_UPSTREAM_TIMEOUT_SECONDS * 1000,
    }),
  )
  const pools = openPools(config, clock)
  const scrub = scrubber([...config.geminiKeys, ...config.groqKeys])
  const reports = resources.use(
    incidents(resources.use(produce(incidentQueue, connection)), 'gateway', log, { scrub }),
  )
  const ports: RelayPorts = {
    pools,
    forward: { upstream, clock, random: Math.random, events: forwardEvents(log, notices) },
    limits: limitsOf(config),
    meter: {
      record(record) {
        gatewayMetrics.record(record)
        usage.add(record)
      },
    },
    scrub,
    unexpected(error, { caller, provider, model }) {
      log.error({ reason: scrub(messageOf(error)), traceId: caller.traceId }, 'a call failed unexpectedly')
      reports.report(error, { ...caller, provider, model })
    },
  }

  const health = resources.use(
    await serveHealth(config.HEALTH_PORT, 'gateway', { keys: async () => checkKeys(pools) }),
  )
  const app = createServer(ports, {
    token: config.GATEWAY_TOKEN,
    maxBodyBytes: Math.floor(config.GATEWAY_MAX_BODY_MB * 1024 * 1024),
    onError: (error) => reports.report(error, { what: 'request' }),
  })
  await app.listen({ host: '0.0.0.0', port: config.GATEWAY_PORT })
  resources.defer(() => closeDoor(app, overrides.stopMs ?? STOP_MS))
  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'gateway', isHealthy))

  const { port } = app.server.address() as AddressInfo
  const owned = resources.move()
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

/** Lets calls in flight end; those that last too long are broken off, and their callers try again elsewhere. */
async function closeDoor(app: FastifyInstance, stopMs: number): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), stopMs)
  try {
    await app.close()
  } finally {
    clearTimeout(timer)
  }
}

async function usageWriter(config: GatewayConfig, resources: AsyncDisposableStack) {
  const log = resources.use(await openUsageLog(config.DATABASE_PATH))
  return (rows: ModelCall[]) => log.add(rows)
}

function openPools(config: GatewayConfig, clock: Clock): Record<Provider, KeyPool> {
  const options = { now: () => clock.now(), recheckMs: config.GATEWAY_KEY_RECHECK_SECONDS * 1000 }
  const labelled = (provider: Provider, secrets: readonly string[]) =>
    secrets.map((secret, at) => ({ label: `${provider}-${at + 1}`, secret }))
  return {
    gemini: new KeyPool(labelled('gemini', config.geminiKeys), options),
    groq: new KeyPool(labelled('groq', config.groqKeys), options),
  }
}

function limitsOf(config: GatewayConfig): ForwardLimits {
  return {
    maxRetries: config.GEMINI_MAX_RETRIES,
    retryBaseMs: config.GEMINI_RETRY_BASE_DELAY_SECONDS * 1000,
    minuteMs: config.GEMINI_QUOTA_COOLDOWN_SECONDS * 1000,
    dayMs: config.GEMINI_DAILY_QUOTA_COOLDOWN_SECONDS * 1000,
  }
}

function forwardEvents(log: Logger, notices: AdminNotices): ForwardEvents {
  return {
    keyRests(key, { model, caller }, { restMs, quota }) {
      gatewayMetrics.rested(key.label, quota)
      log.warn(
        { key: key.label, model, quota, restMs, traceId: caller.traceId },
        'a key is out of quota and rests',
      )
    },
    keySetAside(key, { caller }, reason) {
      log.error({ key: key.label, reason, traceId: caller.traceId }, 'the provider refuses a key: set aside')
      notices.tell(`key-${key.label}`, keyRefused(key.label, reason))
    },
    retries(call, because) {
      gatewayMetrics.retried(call)
      log.info(
        { provider: call.provider, model: call.model, because, traceId: call.caller.traceId },
        'trying again',
      )
    },
  }
}

/** Without a Gemini key that serves, no turn is answered. Groq's work can wait in its queue. */
function checkKeys(pools: Record<Provider, KeyPool>): void {
  for (const provider of ['gemini', 'groq'] as const) gatewayMetrics.sampleKeys(provider, pools[provider])
  if (pools.gemini.state().usable === 0) throw new Error('the provider refuses every Gemini key')
}

function keyRefused(label: string, reason: string): string {
  return `The provider refuses the key **${label}** (\`${reason}\`). I go on with the others. Please put a working key in \`.env\` and run \`./aika up\`.`
}
