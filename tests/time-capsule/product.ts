import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { housekeepingQueue, type Housekeeping } from '../../packages/contracts/src/index.ts'
import { inspectQueues, produce } from '../../packages/queue/src/index.ts'
import { startRedis } from '../../packages/queue/src/testing/start-redis.ts'
import { createLogger } from '../../packages/service-kit/src/index.ts'
import { startStandIns, type StandIns } from '../../packages/stand-ins/src/index.ts'
import { openStore, type Store } from '../../packages/store/src/index.ts'
import { temporaryDatabase } from '../../packages/store/src/testing.ts'
import { composeAgent } from '../../services/agent/src/compose.ts'
import { AgentConfig } from '../../services/agent/src/config.ts'
import { composeBot } from '../../services/bot/src/compose.ts'
import { BotConfig } from '../../services/bot/src/config.ts'
import { composeGateway } from '../../services/gateway/src/compose.ts'
import { GatewayConfig } from '../../services/gateway/src/config.ts'
import { composeScheduler } from '../../services/scheduler/src/compose.ts'
import { SchedulerConfig } from '../../services/scheduler/src/config.ts'
import { composeSummarizer } from '../../services/summarizer/src/compose.ts'
import { SummarizerConfig } from '../../services/summarizer/src/config.ts'

/** The product in one process: its services on a Redis and a database of their own, against the stand-ins. */
export interface Product extends AsyncDisposable {
  standIns: StandIns
  /** For looking at what was kept; nothing is written through it. */
  store: Store
  /** Has the scheduler do this now, and waits until it is done. */
  beat(task: Housekeeping['task']): Promise<void>
  /** Resolves when no queue has work. @throws when that takes more than a minute. */
  idle(): Promise<void>
}

const token = 'a-token-of-the-time-capsule'
const timeZone = 'Europe/Berlin'
const idleWithinMs = 60_000
/** What the services have to do between a message and the end of all that follows from it. */
const busy = ['wake', 'reply', 'summary', 'account', 'housekeeping']

/** @param now - what time it is for people; queues, locks and polls live in real time. */
export async function startProduct(people: Map<number, string>, now: () => Date): Promise<Product> {
  await using resources = new AsyncDisposableStack()
  const log = createLogger('capsule', process.env['CAPSULE_LOG'] ?? 'silent')
  const folder = mkdtempSync(join(tmpdir(), 'aika-capsule-'))
  resources.defer(() => rmSync(folder, { recursive: true, force: true }))
  for (const data of ['users', 'shared', 'admin']) mkdirSync(join(folder, data))
  const { connection } = resources.use(await startRedis())
  const standIns = resources.use(await startStandIns({ now, acquainted: [...people.keys()] }))
  const { path } = temporaryDatabase()
  resources.defer(() => rmSync(join(path, '..'), { recursive: true, force: true }))
  const env = environment(connection, path, folder, standIns, people)

  const gateway = resources.use(await composeGateway(GatewayConfig.parse(env), log))
  const inside = { ...env, GATEWAY_URL: gateway.url }
  resources.use(await composeSummarizer(SummarizerConfig.parse(inside), log, { now }))
  resources.use(await composeScheduler(SchedulerConfig.parse(inside), log, { clock: { now } }))
  resources.use(await composeAgent(AgentConfig.parse(inside), log, { now }))
  resources.use(await composeBot(BotConfig.parse(inside), log, { now }))

  const store = resources.use(await openStore({ path }))
  const housekeeping = resources.use(produce(housekeepingQueue, connection))
  const inspector = resources.use(inspectQueues(connection))
  const owned = resources.move()
  return {
    standIns,
    store,
    async beat(task) {
      await housekeeping.request({ task }, { timeoutMs: idleWithinMs })
    },
    idle: () => untilIdle(inspector.queues),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function environment(
  { host, port }: { host?: string; port?: number },
  database: string,
  folder: string,
  standIns: StandIns,
  people: Map<number, string>,
) {
  return {
    REDIS_HOST: host,
    REDIS_PORT: String(port),
    HEALTH_PORT: '0',
    GATEWAY_PORT: '0',
    DATABASE_PATH: database,
    USER_DIR: join(folder, 'users'),
    SHARED_DIR: join(folder, 'shared'),
    ADMIN_DIR: join(folder, 'admin'),
    ALLOWED_USER_IDS: [...people.keys()].join(','),
    TELEGRAM_USER_ALIASES: [...people].map((person) => person.join(':')).join(';'),
    TIMEZONE: timeZone,
    TELEGRAM_BOT_TOKEN: standIns.token,
    TELEGRAM_API_ROOT: standIns.url,
    GEMINI_BASE_URL: standIns.url,
    GROQ_BASE_URL: standIns.url,
    GEMINI_API_KEY: 'gemini-key-of-the-capsule',
    GROQ_API_KEY: 'groq-key-of-the-capsule',
    GATEWAY_TOKEN: token,
    // Half a year passes within minutes: what one person may do in a real hour is no matter here.
    RATE_MESSAGES_PER_MINUTE: '0',
    RATE_MODEL_CALLS_PER_HOUR: '0',
  }
}

type Queues = ReturnType<typeof inspectQueues>['queues']

async function untilIdle(queues: Queues): Promise<void> {
  const watched = queues.filter(({ name }) => busy.includes(name))
  const deadline = Date.now() + idleWithinMs
  // Work moves from one queue to the next between two looks: twice without any is the end.
  for (let quiet = 0; quiet < 2;) {
    if (Date.now() > deadline) throw new Error('the queues are not idle')
    const counts = await Promise.all(
      watched.map((queue) => queue.getJobCounts('waiting', 'active', 'prioritized')),
    )
    const isQuiet = counts.every((count) => Object.values(count).every((jobs) => jobs === 0))
    quiet = isQuiet ? quiet + 1 : 0
    await delay(isQuiet ? 5 : 15)
  }
}
