import { controlChannel, progressChannel, replyQueue, wakeQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import * as queue from '@aika/queue'
import { heartbeat, quotasOf, serveHealth, type Logger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { openWorkspace } from '@aika/workspace'
import { randomUUID } from 'node:crypto'
import type { UserFromGetMe } from 'telegraf/types'
import { createTelegram } from './adapters/bot-api-telegram.ts'
import { botMetrics } from './adapters/bot-metrics.ts'
import { publishMenus } from './adapters/commands-menu.ts'
import { createBotApi, type BotApi } from './adapters/http-telegram.ts'
import { createPollLock } from './adapters/redis-poll-lock.ts'
import { createStatusReader } from './adapters/status-reader.ts'
import { systemClock } from './adapters/system-clock.ts'
import type { BotConfig } from './config.ts'
import { commandsFor } from './domain/command-list.ts'
import { Hearing } from './domain/hearing.ts'
import { lead } from './entry/lead.ts'
import { reign, type ReignPorts } from './entry/reign.ts'
import { allowedUpdates, type IncomingUpdate } from './entry/telegram/incoming.ts'

export interface BotOverrides {
  store?: Store
}

/** Held longer, a poll whose connection died unseen would keep us deaf for longer. */
const holdSeconds = 25
const pollTimeoutMs = (holdSeconds + 10) * 1_000
const deafMs = 2 * pollTimeoutMs + 10_000

/** Names every concrete class. Disposal runs in reverse: the poll ends first, replies on their way are finished. */
export async function composeBot(
  config: BotConfig,
  log: Logger,
  overrides: BotOverrides = {},
): Promise<AsyncDisposable> {
  await using resources = new AsyncDisposableStack()
  const connection = queue.redisConnection(config)
  const store = overrides.store ?? resources.use(await openStore({ path: config.DATABASE_PATH }))
  const redis = resources.adopt(queue.openRedis(queue.impatient(connection)), (client) => client.disconnect())
  const { TELEGRAM_API_ROOT: apiRoot, TELEGRAM_BOT_TOKEN: token } = config
  const api = resources.use(createBotApi({ apiRoot, token }))
  const lock = resources.use(createPollLock(connection))
  const ports = { ...reignPorts(config, log, { connection, store, api, resources }), assertStoreWorks }
  async function assertStoreWorks() {
    await Promise.all([store.ping(), redis.ping()])
  }

  const hearing = new Hearing(() => systemClock.now())
  let leads = false
  const assertHears = async () => {
    if (leads && hearing.silentMs > deafMs) throw new Error('Telegram has not answered a poll for too long')
  }
  const checks = { redis: () => redis.ping(), store: () => store.ping(), telegram: assertHears }
  const health = resources.use(await serveHealth(config.HEALTH_PORT, 'bot', checks))
  const isHealthy = async () => Object.keys(await health.failing()).length === 0
  resources.use(heartbeat(connection, 'bot', isHealthy))

  const stopping = new AbortController()
  const leading = lead({
    leadership: lock,
    async reign(signal, fence) {
      log.info({ fence }, 'this bot polls now')
      hearing.heard()
      leads = true
      await reign(ports, hearing, signal).finally(() => (leads = false))
      log.info({ fence }, 'this bot polls no longer')
    },
    async onFailure(error) {
      log.error({ reason: messageOf(error) }, 'polling ended unexpectedly and begins again')
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
  resources: AsyncDisposableStack
}

function reignPorts(config: BotConfig, log: Logger, parts: Parts): Omit<ReignPorts, 'assertStoreWorks'> {
  const { connection, store, api, resources } = parts
  const replies = resources.use(queue.produce(replyQueue, connection))
  const wakes = resources.use(queue.produce(wakeQueue, connection))
  const control = resources.use(queue.broadcaster(connection))
  const queues = resources.use(queue.inspectQueues(connection))
  const workspace = openWorkspace({
    userDir: config.USER_DIR,
    sharedDir: config.SHARED_DIR,
    ...quotasOf(config),
  })
  const allowed = new Set(config.ALLOWED_USER_IDS)
  const admins = new Set(config.ADMIN_USER_IDS)
  const menus = new Map(config.ALLOWED_USER_IDS.map((id) => [id, commandsFor(admins.has(id))]))
  const say = (replyId: string, chatId: number, markdown: string) =>
    replies.enqueue({ replyId, chatId, traceId: randomUUID(), body: { kind: 'notice', markdown } })

  return {
    token: config.TELEGRAM_BOT_TOKEN,
    ...telegramSide(api),
    publishMenus: (signal) => publishMenus(api, menus, signal),
    clock: systemClock,
    now: () => new Date(),
    log,
    metrics: botMetrics,
    counters: { stranger: botMetrics.stranger },
    people: { isAllowed: (userId) => allowed.has(userId) },
    inbox: store.inbox,
    turns: store.turns,
    ledger: store.deliveries,
    status: createStatusReader({ connection, queues, workspace, store, timeZone: config.TIMEZONE }),
    control: {
      cancel: (chatId, turnId) => control.publish(controlChannel, { kind: 'cancel', chatId, turnId }),
    },
    answers: { say: ({ replyId, chatId, markdown }) => say(replyId, chatId, markdown) },
    wake: (chatId, traceId) => wakes.enqueue({ chatId, traceId }),
    async tellAdmins(what, markdown) {
      const at = Date.now()
      await Promise.all(config.ADMIN_USER_IDS.map((id) => say(`notice-${what}-${at}-${id}`, id, markdown)))
    },
    consumeReplies(handler) {
      const options = { connection, concurrency: config.BOT_REPLY_CONCURRENCY, inOrder: true, log }
      const consumer = queue.consume(replyQueue, handler, options)
      consumer.onFailed(botMetrics.replyFailed)
      return consumer
    },
    listenToProgress: (handler) => queue.listen(progressChannel, connection, handler, log),
  }
}

function telegramSide(api: BotApi): Pick<ReignPorts, 'telegram' | 'identify' | 'getUpdates'> {
  return {
    telegram: createTelegram(api),
    async identify(signal) {
      const timeoutMs = 10_000
      await api.call('deleteWebhook', { drop_pending_updates: false }, { timeoutMs, signal })
      return api.call<UserFromGetMe>('getMe', {}, { timeoutMs, signal })
    },
    getUpdates(offset, hold, signal) {
      const waiting = hold ? { timeout: holdSeconds, limit: 100 } : { timeout: 0, limit: 1 }
      const parameters = { offset, allowed_updates: allowedUpdates, ...waiting }
      return api.call<IncomingUpdate[]>('getUpdates', parameters, { timeoutMs: pollTimeoutMs, signal })
    },
  }
}
