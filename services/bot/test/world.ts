import { type Progress, progressChannel, type Reply, replyQueue, wakeQueue } from '@aika/contracts'
import { broadcaster, type Connection, consume, produce } from '@aika/queue'
import { createLogger } from '@aika/service-kit'
import { startStandIns, type StandIns } from '@aika/stand-ins'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeBot } from '../src/compose.ts'
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
  reply(reply: Partial<Reply> & Pick<Reply, 'replyId' | 'body'>): Promise<void>
  progress(turnId: string, progress: Progress['progress']): Promise<void>
  startBot(store?: Store): Promise<AsyncDisposable>
}

export async function openWorld(connection: Connection): Promise<World> {
  await using resources = new AsyncDisposableStack()
  const standIns = resources.use(await startStandIns())
  const database = temporaryDatabase()
  const store = resources.use(await openStore(database))
  const wakes = new Signals<number>()
  const onWake = async ({ chatId }: { chatId: number }) => {
    wakes.push(chatId)
    return { turns: 1 }
  }
  resources.use(consume(wakeQueue, onWake, { connection, concurrency: 4, log: quiet }))
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
  })
  const owned = resources.move()
  return {
    standIns,
    store,
    connection,
    config,
    woken: (count) => wakes.first(count),
    reply: (reply) => replies.enqueue({ chatId: ray, traceId: 'trace-of-test', ...reply }),
    progress: (turnId, progress) => channels.publish(progressChannel, { turnId, chatId: ray, progress }),
    startBot: (own) => composeBot(config, quiet, { store: own ?? store }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

export const answer = (markdown: string): Reply['body'] => ({ kind: 'answer', markdown, canContinue: false })

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
