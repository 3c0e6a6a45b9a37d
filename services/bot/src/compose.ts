import { fetchQueue, incidentQueue, progressChannel, replyQueue, wakeQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import { limiter, limitsFrom } from '@aika/limits'
import * as queue from '@aika/queue'
import { heartbeat, incidents, type Incidents, quotasOf, serveHealth, type Logger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { describeTime } from '@aika/when'
import { openWorkspace } from '@aika/workspace'
import { randomUUID } from 'node:crypto'
import type { UserFromGetMe } from 'telegraf/types'
import { createTelegram } from './adapters/bot-api-telegram.ts'
import { botMetrics } from './adapters/bot-metrics.ts'
import { createMenus } from './adapters/commands-menu.ts'
import { createBotApi, type BotApi } from './adapters/http-telegram.ts'
import { readTime } from './adapters/read-time.ts'
import { createMarks } from './adapters/redis-marks.ts'
import { createPollLock } from './adapters/redis-poll-lock.ts'
import { systemClock } from './adapters/system-clock.ts'
import { createQuestions } from './adapters/stored-questions.ts'
import { createTelegramFiles } from './adapters/telegram-files.ts'
import { createFiles } from './adapters/workspace-files.ts'
import { commandPorts, type CommandParts } from './command-ports.ts'
import type { BotConfig } from './config.ts'
import type { FetchPorts } from './domain/attachments/fetch-attachment.ts'
import { commandsFor } from './domain/command-list.ts'
import { Hearing } from './domain/hearing.ts'
import { fetchHandler } from './entry/fetches.ts'
import { lead } from './entry/lead.ts'
import { reign, type ReignPorts } from './entry/reign.ts'
import { allowedUpdates, type IncomingUpdate } from './entry/telegram/incoming.ts'

export interface BotOverrides {
  store?: Store
  times?: Partial<PollTimes>
  /** What time it is for people; the machine's by default. Polling, lines and queues stay with the machine's. */
  now?: () => Date
}

interface PollTimes {
  /** Held longer, a poll whose connection died unseen would keep us deaf for longer. */
  holdSeconds: number
  /** Then a poll without an answer is ended and another one begins. */
  timeoutMs: number
  /** A longer silence is told to admins when it is over. */
  worthTellingMs: number
}

const usualTimes: PollTimes = { holdSeconds: 25, timeoutMs: 35_000, worthTellingMs: 60_000 }
/** Files on their way at the same time. */
const fetchConcurrency = 4

/** Names every concrete class. Disposal runs in reverse: the poll ends first, replies on their way are finished. */
export async function composeBot(
  config: BotConfig,
  log: Logger,
  { now = () => new Date(), ...overrides }: BotOverrides = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = queue.redisConnection(config)
  const store = overrides.store ?? resources.use(await openStore({ path: config.DATABASE_PATH, clock: now }))
  const redis = resources.adopt(queue.openRedis(queue.impatient(connection)), (client) => client.disconnect())
  const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_BOT_TOKEN: token } = config
  const api = resources.use(createBotApi({ apiRoot, token }))
  const lock = resources.use(createPollLock(connection))
  const times = { ...usualTimes, ...overrides.times }
  const reports = resources.use(
    incidents(resources.use(queue.produce(incidentQueue, connection)), 'bot', log),
  )
  const ports = {
    ...reignPorts(config, log, { connection, store, api, redis, resources, times, now, reports }),
    assertStoreWorks,
  }
  async function assertStoreWorks() {
    await Promise.all([store.ping(), redis.ping()])
  }

  const { worthTellingMs, timeoutMs } = times
  const silenceMs = 2 * timeoutMs + 10_000
  const hearing = new Hearing({ now: () => systemClock.now(), worthTellingMs, silenceMs })
  let leads = false
  const assertHears = async () => {
    if (leads && hearing.problem) throw new Error(hearing.problem)
  }
  const checks = { redis: () => redis.ping(), store: () => store.ping(), telegram: assertHears }
  const health = resources.use(await serveHealth(config.HEALTH_PORT, 'bot', checks))
  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'bot', isHealthy))

  // Files are fetched beside the poll, by whichever bot takes the job.
  const source = resources.use(createTelegramFiles(api, { apiRoot, token }))
  const fetching = { connection, concurrency: fetchConcurrency, log }
  const handedBack = new AbortController()
  const handler = fetchHandler({ ...ports, source }, handedBack.signal)
  resources.use(queue.consume(fetchQueue, handler, fetching)).onFailed(reports.ofQueue('fetch'))
  resources.defer(() => handedBack.abort())

  const stopping = new AbortController()
  const leading = lead({
    leadership: lock,
    async reign(signal, fence) {
      log.info({ fence }, 'this bot polls now')
      hearing.begin()
      leads = true
      await reign(ports, hearing, signal).finally(() => (leads = false))
      log.info({ fence }, 'this bot polls no longer')
    },
    async onFailure(error) {
      log.error({ reason: messageOf(error) }, 'polling ended unexpectedly and begins again')
      reports.report(error, { what: 'polling' })
      await systemClock.sleep(1_000, stopping.signal)
    },
    stopping: stopping.signal,
  })
  resources.defer(async () => {
    stopping.abort()
    await leading
  })
  return resources.move()
}

interface Parts {
  connection: queue.Connection
  store: Store
  api: BotApi
  redis: ReturnType<typeof queue.openRedis>
  resources: AsyncDisposableStack
  times: PollTimes
  now: () => Date
  reports: Incidents
}

type Ports = Omit<ReignPorts, 'assertStoreWorks'> & Pick<FetchPorts, 'workspace' | 'attachments'>

function reignPorts(config: BotConfig, log: Logger, parts: Parts): Ports {
  const { connection, store, api, resources, times, now, reports } = parts
  const replies = resources.use(queue.produce(replyQueue, connection))
  const wakes = resources.use(queue.produce(wakeQueue, connection))
  const workspace = openWorkspace({
    userDir: config.USER_DIR,
    sharedDir: config.SHARED_DIR,
    ...quotasOf(config),
  })
  const answers: ReignPorts['answers'] = {
    say: ({ markdown, buttons, ...where }) =>
      answers.send({ ...where, body: { kind: 'notice', markdown, ...(buttons && { buttons }) } }),
    send: (reply) => replies.enqueue({ ...reply, traceId: randomUUID() }),
  }
  const timeZoneOf = async (userId: number) => (await store.people.timeZoneOf(userId)) ?? config.TIMEZONE
  const people = peopleOf(config)
  const menus = new Map(config.ALLOWED_USER_IDS.map((id) => [id, commandsFor(people.isAdmin(id))]))

  return {
    token: config.TELEGRAM_BOT_TOKEN,
    ...telegramSide(api, times),
    stuckMs: times.timeoutMs + 5_000,
    menus: createMenus({ api, redis: parts.redis, botId: config.TELEGRAM_BOT_TOKEN.split(':')[0]!, menus }),
    clock: systemClock,
    now,
    log,
    incidents: reports,
    metrics: botMetrics,
    counters: botMetrics,
    ...commandPorts(config, { connection, store, workspace, answers, people, timeZoneOf, resources }),
    inbox: store.inbox,
    attachments: store.attachments,
    fetches: resources.use(queue.produce(fetchQueue, connection)),
    limits: resources.use(limiter(connection, limitsFrom(config))),
    times: { read: readTime },
    marks: resources.use(createMarks(connection)),
    maxMegabytes: config.MAX_UPLOAD_MB,
    turns: store.turns,
    ledger: store.deliveries,
    files: createFiles(workspace),
    questions: createQuestions(store.approvals),
    describeTime,
    isFramed: config.TELEGRAM_DRAFTS === 'auto',
    isRich: config.TELEGRAM_RICH_MESSAGES,
    wake: (chatId, traceId) => wakes.enqueue({ chatId, traceId }),
    async tellAdmins(what, markdown) {
      const at = Date.now()
      const tell = (id: number) =>
        answers.say({ replyId: `notice-${what}-${at}-${id}`, chatId: id, markdown })
      await Promise.all(people.admins.map(tell))
    },
    consumeReplies(handler) {
      const options = { connection, concurrency: config.BOT_REPLY_CONCURRENCY, inOrder: true, log }
      const consumer = queue.consume(replyQueue, handler, options)
      consumer.onFailed(botMetrics.replyFailed)
      consumer.onFailed(reports.ofQueue('reply'))
      return consumer
    },
    listenToProgress: (handler) => queue.listen(progressChannel, connection, handler, log),
  }
}

function peopleOf(config: BotConfig): CommandParts['people'] {
  const allowed = new Set(config.ALLOWED_USER_IDS)
  const admins = new Set(config.ADMIN_USER_IDS)
  const aliases = config.TELEGRAM_USER_ALIASES
  const ids = new Map([...aliases].map(([id, name]) => [name.toLowerCase(), id]))
  return {
    admins: config.ADMIN_USER_IDS,
    isAdmin: (userId) => admins.has(userId) && allowed.has(userId),
    isAllowed: (userId) => allowed.has(userId),
    idOf: (name) => ids.get(name.toLowerCase()),
    nameOf: (userId) => aliases.get(userId) ?? String(userId),
  }
}

function telegramSide(
  api: BotApi,
  { holdSeconds, timeoutMs }: PollTimes,
): Pick<ReignPorts, 'telegram' | 'identify' | 'getUpdates'> {
  return {
    telegram: createTelegram(api),
    async identify(signal) {
      const limit = { timeoutMs: 10_000, signal }
      await api.call('deleteWebhook', { drop_pending_updates: false }, limit)
      return api.call<UserFromGetMe>('getMe', {}, limit)
    },
    getUpdates(offset, hold, signal) {
      const waiting = hold ? { timeout: holdSeconds, limit: 100 } : { timeout: 0, limit: 1 }
      const parameters = { offset, allowed_updates: allowedUpdates, ...waiting }
      return api.call<IncomingUpdate[]>('getUpdates', parameters, { timeoutMs, signal })
    },
  }
}
