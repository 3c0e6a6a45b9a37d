import {
  type Control, controlChannel, type Progress, progressChannel, type Reply, replyQueue, wakeQueue,
} from '@aika/contracts' // prettier-ignore
import { broadcaster, type Connection, consume, listen, openRedis, produce } from '@aika/queue'
import { createLogger } from '@aika/service-kit'
import { startStandIns, type StandIns } from '@aika/stand-ins'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { type BotOverrides, composeBot } from '../src/compose.ts'
import { BotConfig } from '../src/config.ts'

export const ray = 1001
export const stranger = 6666
export const quiet = createLogger('test', process.env['BOT_TEST_LOG'] ?? 'silent')

/** A bot's surroundings, all real but Telegram; each test has its own. */
export interface World extends AsyncDisposable {
  standIns: StandIns
  store: Store
  connection: Connection
  config: BotConfig
  /** Chats that an agent was woken for, in order; waits until there are so many. */
  woken(count: number): Promise<number[]>
  /** What was broadcast on the control channel; waits until there is so much. */
  controls(count: number): Promise<Control[]>
  /** Resolves when Telegram may forget everything that was sent so far. */
  allConfirmed(): Promise<void>
  reply(reply: Partial<Reply> & Pick<Reply, 'replyId' | 'body'>): Promise<void>
  progress(turnId: string, progress: Progress['progress']): Promise<void>
  startBot(store?: Store, times?: BotOverrides['times']): Promise<AsyncDisposable>
  /** Where a person's files are. */
  pathOf(userId: number, path: string): string
}

export async function openWorld(
  connection: Connection,
  settings: Record<string, string> = {},
): Promise<World> {
  await using resources = new AsyncDisposableStack()
  const redis = resources.adopt(openRedis(connection), (client) => client.disconnect())
  await redis.flushall()
  const standIns = resources.use(await startStandIns())
  const database = temporaryDatabase()
  const store = resources.use(await openStore(database))
  const wakes = new Signals<number>()
  const onWake = async ({ chatId }: { chatId: number }) => {
    wakes.push(chatId)
    return { turns: 1 }
  }
  resources.use(consume(wakeQueue, onWake, { connection, concurrency: 4, log: quiet }))
  const controls = new Signals<Control>()
  resources.use(await listen(controlChannel, connection, (message) => controls.push(message), quiet))
  const replies = resources.use(produce(replyQueue, connection))
  const channels = resources.use(broadcaster(connection))
  const folder = mkdtempSync(join(tmpdir(), 'aika-bot-'))
  const config = BotConfig.parse({
    REDIS_HOST: connection.host,
    REDIS_PORT: connection.port,
    HEALTH_PORT: 0,
    DATABASE_PATH: database.path,
    USER_DIR: folder,
    SHARED_DIR: folder,
    ALLOWED_USER_IDS: `${ray},1002`,
    ADMIN_USER_IDS: `${ray}`,
    TELEGRAM_BOT_TOKEN: standIns.token,
    TELEGRAM_API_ROOT: standIns.url,
    ...settings,
  })
  const owned = resources.move()
  return {
    standIns,
    store,
    connection,
    config,
    woken: (count) => wakes.first(count),
    controls: (count) => controls.first(count),
    allConfirmed: () => until(() => standIns.telegram.pendingUpdates().pending === 0),
    reply: (reply) => replies.enqueue({ chatId: ray, traceId: 'trace-of-test', ...reply }),
    progress: (turnId, progress) => channels.publish(progressChannel, { turnId, chatId: ray, progress }),
    startBot: (own, times) => composeBot(config, quiet, { store: own ?? store, ...(times && { times }) }),
    pathOf: (userId, path) => join(folder, String(userId), path),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export const answer = (markdown: string): Reply['body'] => ({ kind: 'answer', markdown, canContinue: false })

/** Looks again and again until something is so; the test's own time limit ends a wait that is in vain. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(10)
}

/** Values that come one by one, for tests that wait for them. */
export class Signals<Value> {
  readonly values: Value[] = []
  readonly #waiting: { count: number; resolve: (values: Value[]) => void }[] = []

  push(value: Value): void {
    this.values.push(value)
    for (const { count, resolve } of this.#waiting) {
      if (this.values.length >= count) resolve(this.values.slice(0, count))
    }
  }

  first(count: number): Promise<Value[]> {
    if (this.values.length >= count) return Promise.resolve(this.values.slice(0, count))
    return new Promise((resolve) => this.#waiting.push({ count, resolve }))
  }
}
