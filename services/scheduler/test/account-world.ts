import { accountQueue, type AccountTask, type Forgettable, type Reply } from '@aika/contracts'
import { openRedis, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeScheduler } from '../src/compose.ts'
import { SchedulerConfig } from '../src/config.ts'
import { allBytes } from './look-everywhere.ts'

export const log = createLogger('test', 'silent')
/** What must not be found. */
export const canary = 'canary-9c1e'
export const me = 700_000_042
export const other = 700_000_043

/** A Redis, a database and folders of a test's own, and a scheduler that is asked for a person's data. */
export function useAccountWorld() {
  const redis = useRedis()
  let folder = ''
  let database = { path: '' }
  let store: Store

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aika-account-'))
    for (const path of ['users', 'shared', 'admin/error_reports', 'admin/job_logs'])
      await mkdir(join(folder, path), { recursive: true })
    database = temporaryDatabase()
    store = await openStore(database)
  })
  afterEach(async () => {
    await store[Symbol.asyncDispose]()
    const client = openRedis(redis.connection)
    await client.flushall()
    client.disconnect()
    await rm(folder, { recursive: true, force: true })
  })

  const options = () => ({ connection: redis.connection, concurrency: 1, log })
  const scheduler = () =>
    composeScheduler(
      SchedulerConfig.parse({
        REDIS_HOST: redis.connection.host,
        REDIS_PORT: String(redis.connection.port),
        HEALTH_PORT: '0',
        DATABASE_PATH: database.path,
        USER_DIR: join(folder, 'users'),
        SHARED_DIR: join(folder, 'shared'),
        ADMIN_DIR: join(folder, 'admin'),
      }),
      log,
    )
  const wish = { requestId: 'tg-1-900', traceId: 'trace-of-wish', userId: me, chatId: me }
  const aTask = (task: 'export' | 'forget', more: Partial<typeof wish> = {}): AccountTask => ({
    ...wish,
    task,
    ...more,
  })
  const aForgetting = (what: Forgettable): AccountTask => ({ ...wish, task: 'forget_some', what })

  /** What is said, without saying it: replies stay in the queue. */
  async function queued(): Promise<Reply[]> {
    const client = openRedis(redis.connection)
    const keys = (await client.keys('bull:reply:*')).filter((key) =>
      /^bull:reply:[a-z_]+-(?!check)/.test(key),
    )
    const data = await Promise.all(keys.map((key) => client.hget(key, 'data')))
    client.disconnect()
    return data.filter((json) => json !== null).map((json) => JSON.parse(json) as Reply)
  }

  async function ask(task: AccountTask, times = 1): Promise<Reply[]> {
    await using _scheduler = await scheduler()
    await using account = produce(accountQueue, redis.connection)
    for (let n = 0; n < times; n++) await account.request(task, { timeoutMs: 40_000 })
    return queued()
  }

  const mine = (path: string) => join(folder, 'users', String(me), path)

  async function put(path: string, content: string): Promise<void> {
    await mkdir(join(mine(path), '..'), { recursive: true })
    await writeFile(mine(path), content)
  }

  /** A question and its answer of this person, in the database; a note and a summary of it. */
  async function aTalk(userId: number, words: string, id = `tg-1-${userId}`): Promise<void> {
    const turn = { id, chatId: userId, userId, replyToMessageId: 1, traceId: 'trace-of-talk', text: words }
    await store.turns.start(turn, [])
    await store.turns.addStep(id, { seq: 0, kind: 'model', content: JSON.stringify(words) })
    await store.turns.finish(id, { status: 'answered', answer: words, at: new Date() })
    await store.notes.add(userId, { id: `n-${id}`, text: words, createdAt: new Date() })
    const { number } = (await store.turns.find(id))!
    // Of today, so that nothing of it is due.
    const fold = { kind: 'fold' as const, fromNumber: number, throughNumber: number, state: 'model' as const }
    const period = `${new Date().toISOString().slice(0, 10)}#${number}`
    await store.summaries.add(
      userId,
      { ...fold, period, sentences: [{ text: words, turnIds: [id] }] },
      new Date(),
    )
  }

  return {
    redis,
    options,
    aTask,
    aForgetting,
    ask,
    mine,
    put,
    aTalk,
    get folder() {
      return folder
    },
    get store() {
      return store
    },
    everything: () => allBytes([folder, database.path], redis.connection),
  }
}
