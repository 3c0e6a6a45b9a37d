import {
  controlChannel,
  fetchQueue,
  incidentQueue,
  replyQueue,
  summaryQueue,
  wakeQueue,
} from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { broadcaster, openEraser, openRedis, patient, produce, redisConnection } from '@aika/queue'
import { heartbeat, incidents, serveHealth, type Logger } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { nextAfter, readRule } from '@aika/when'
import { openWorkspace } from '@aika/workspace'
import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { adminRecords } from './adapters/admin-records.ts'
import { keepLogShort } from './adapters/log-keeper.ts'
import { memoryProgress } from './adapters/memory-progress.ts'
import { ourFiles, personFiles, personFolder } from './adapters/person-files.ts'
import { redisFirstCounts, redisTallies } from './adapters/redis-tallies.ts'
import { StandingSchedules } from './adapters/standing-schedules.ts'
import { workspaceCaches } from './adapters/workspace-caches.ts'
import { zipStream } from './adapters/zip-stream.ts'
import type { SchedulerConfig } from './config.ts'
import { accountConsumer } from './entry/account-consumer.ts'
import { FiringLoop, type FiringLoopPorts } from './entry/firing-loop.ts'
import { housekeepingConsumer, type HousekeepingPorts } from './entry/housekeeping-consumer.ts'

/** A long cache clean-up must not keep chats waiting. */
const concurrency = 2
const setAgainMs = 60_000

/** Names every concrete class. Disposal runs in reverse: no new beats first, then what was begun is finished. */
export async function composeScheduler(
  config: SchedulerConfig,
  log: Logger,
  overrides: Partial<HousekeepingPorts & FiringLoopPorts> = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = redisConnection(config)
  const redis = resources.adopt(openRedis(patient(connection)), (client) => client.disconnect())
  const { clock = { now: () => new Date() } } = overrides
  const store = resources.use(
    await openStore({ path: config.DATABASE_PATH, clock: () => clock.now(), timeZone: config.TIMEZONE }),
  )
  resources.use(keepLogShort(store, log))
  const reports = resources.use(
    incidents(resources.use(produce(incidentQueue, connection)), 'scheduler', log),
  )

  const workspace = openWorkspace({ userDir: config.USER_DIR, sharedDir: config.SHARED_DIR })
  const ports: HousekeepingPorts & FiringLoopPorts = {
    inbox: store.inbox,
    reminders: store.reminders,
    approvals: store.approvals,
    attachments: store.attachments,
    fetches: resources.use(produce(fetchQueue, connection)),
    nextDue: () => store.reminders.nextDue(),
    nextAfter: (text, timeZone, after) => {
      const rule = readRule(text)
      if (!rule)
        log.error('a recurring reminder has a rule that cannot be read; it is said for the last time')
      return rule && nextAfter(rule, timeZone, after)
    },
    queuesAreReady: () => redis.status === 'ready',
    aliasOf: (userId) => config.TELEGRAM_USER_ALIASES.get(userId),
    wakes: resources.use(produce(wakeQueue, connection)),
    deliveries: store.deliveries,
    replies: resources.use(produce(replyQueue, connection)),
    newTraceId: randomUUID,
    caches: workspaceCaches(workspace),
    memory: memoryProgress(store, clock),
    zones: {
      timeZoneOf: async (userId) => (await store.people.timeZoneOf(userId)) ?? config.TIMEZONE,
    },
    summaries: resources.use(produce(summaryQueue, connection)),
    deletions: store.erasure,
    onUnknown: (userId, error) =>
      log.error({ userId, reason: messageOf(error) }, 'nobody knows what is to be summed up'),
    onTrouble: (userId, error) =>
      log.warn({ userId, reason: messageOf(error) }, 'a cache could not be cleaned'),
    onUnreadable: (turnId) => log.error({ turnId }, 'a recorded reply cannot be read'),
    clock,
    ...overrides,
  }
  const cacheTtlMs = config.CACHE_TTL_HOURS * 3_600_000
  const housekeeping = housekeepingConsumer(ports, { cacheTtlMs }, { connection, concurrency, log })
  resources.use(housekeeping).onFailed(reports.ofQueue('housekeeping'))

  const control = resources.use(broadcaster(connection))
  const { replies } = ports
  // What admins keep is opened like a folder that everybody shares: never past a link.
  const admin = openWorkspace({ userDir: config.USER_DIR, sharedDir: config.ADMIN_DIR }).shared()
  const erasing = {
    erasure: store.erasure,
    records: adminRecords(admin),
    jobs: resources.use(openEraser(connection)),
    stopTurn: (turn: { turnId: string; chatId: number }) =>
      control.publish(controlChannel, { kind: 'cancel', ...turn }),
    pause: (ms: number) => delay(ms),
    replies,
    clock,
  }
  const forgetting = { ...erasing, files: personFolder(workspace), tallies: redisTallies(redis) }
  const forgettingSome = {
    ...erasing,
    some: store.forgetSome,
    files: ourFiles(workspace),
    firstCounts: redisFirstCounts(redis),
  }
  const exporting = { files: personFiles(workspace), rows: store.export, zip: zipStream, replies }
  const account = accountConsumer(
    { exporting, forgetting, forgettingSome, replies },
    { connection, concurrency: 1, log },
  )
  resources.use(account).onFailed(reports.ofQueue('account'))

  const firing = resources.use(new FiringLoop(ports, log))

  const sweepMs = config.STUCK_CHAT_SWEEP_SECONDS * 1_000
  const schedules = resources.use(await StandingSchedules.open(connection, { sweepMs, setAgainMs }, log))
  redis.on('ready', () => void schedules.again())
  const health = resources.use(
    await serveHealth(config.HEALTH_PORT, 'scheduler', {
      redis: () => redis.ping(),
      database: () => store.ping(),
      schedules: () => schedules.check(),
      reminders: () => firing.check(),
    }),
  )
  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'scheduler', isHealthy))
  return resources.move()
}
