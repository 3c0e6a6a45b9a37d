import { replyQueue, wakeQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { openRedis, patient, produce, redisConnection } from '@aika/queue'
import { heartbeat, serveHealth, type Logger } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { openWorkspace } from '@aika/workspace'
import { randomUUID } from 'node:crypto'
import { StandingSchedules } from './adapters/standing-schedules.ts'
import { workspaceCaches } from './adapters/workspace-caches.ts'
import type { SchedulerConfig } from './config.ts'
import { housekeepingConsumer, type HousekeepingPorts } from './entry/housekeeping-consumer.ts'

/** A long cache clean-up must not keep chats waiting. */
const concurrency = 2
const setAgainMs = 60_000

/** Names every concrete class. Disposal runs in reverse: no new beats first, then what was begun is finished. */
export async function composeScheduler(
  config: SchedulerConfig,
  log: Logger,
  overrides: Partial<HousekeepingPorts> = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const redis = resources.adopt(openRedis(patient(connection)), (client) => client.disconnect())
  const store = resources.use(await openStore({ path: config.DATABASE_PATH }))

  const ports: HousekeepingPorts = {
    inbox: store.inbox,
    wakes: resources.use(produce(wakeQueue, connection)),
    deliveries: store.deliveries,
    replies: resources.use(produce(replyQueue, connection)),
    newTraceId: randomUUID,
    caches: workspaceCaches(openWorkspace({ userDir: config.USER_DIR, sharedDir: config.SHARED_DIR })),
    onTrouble: (userId, error) =>
      log.warn({ userId, reason: messageOf(error) }, 'a cache could not be cleaned'),
    onUnreadable: (turnId) => log.error({ turnId }, 'a recorded reply cannot be read'),
    clock: { now: () => new Date() },
    ...overrides,
  }
  const cacheTtlMs = config.CACHE_TTL_HOURS * 3_600_000
  resources.use(housekeepingConsumer(ports, { cacheTtlMs }, { connection, concurrency, log }))

  const sweepMs = config.STUCK_CHAT_SWEEP_SECONDS * 1_000
  const schedules = resources.use(await StandingSchedules.open(connection, { sweepMs, setAgainMs }, log))
  const health = resources.use(
    await serveHealth(config.HEALTH_PORT, 'scheduler', {
      redis: () => redis.ping(),
      database: () => store.ping(),
      schedules: () => schedules.check(),
    }),
  )
  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'scheduler', isHealthy))
  return resources.move()
}
