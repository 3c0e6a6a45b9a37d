import {
  housekeepingQueue,
  replyQueue,
  sandboxSweepQueue,
  summaryQueue,
  wakeQueue,
  type Summary,
} from '@aika/contracts'
import { consume, inspectQueues, openRedis, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { StandingSchedules } from '../src/adapters/standing-schedules.ts'
import { composeScheduler } from '../src/compose.ts'
import { SchedulerConfig } from '../src/config.ts'
import { allBytes } from './look-everywhere.ts'

const log = createLogger('test', 'silent')

describe('scheduler', () => {
  const redis = useRedis()
  const database = temporaryDatabase()
  let folder: string
  let store: Store

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aika-scheduler-'))
    await mkdir(join(folder, 'users'))
    store = await openStore(database)
  })
  afterEach(async () => {
    const client = openRedis(redis.connection)
    await client.flushall()
    client.disconnect()
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await rm(folder, { recursive: true, force: true })
  })

  const config = () =>
    SchedulerConfig.parse({
      REDIS_HOST: redis.connection.host,
      REDIS_PORT: String(redis.connection.port),
      HEALTH_PORT: '0',
      DATABASE_PATH: database.path,
      USER_DIR: join(folder, 'users'),
      SHARED_DIR: join(folder, 'shared'),
      STUCK_CHAT_SWEEP_SECONDS: '1',
    })
  const options = () => ({ connection: redis.connection, concurrency: 1, log })

  test('two schedulers run: there is one beat, and it is done once', async () => {
    const enough = Promise.withResolvers<void>()
    let sweeps = 0
    const stuckChats = async () => {
      if (++sweeps === 3) enough.resolve()
      return []
    }
    await using inspector = inspectQueues(redis.connection)
    const queue = inspector.queues.find(({ name }) => name === housekeepingQueue.name)!
    {
      await using _one = await composeScheduler(config(), log, { inbox: { stuckChats } })
      await using _two = await composeScheduler(config(), log, { inbox: { stuckChats } })
      await enough.promise
    }

    const beats = await queue.getJobs(['completed'])
    const slots = beats.map(({ id }) => id!).filter((id) => id.startsWith('repeat:wake-stuck-chats:'))
    expect(slots).toHaveLength(sweeps)
    const [first, ...later] = slots.map((id) => Number(id.split(':')[2])).sort((a, b) => a - b)
    expect(later.map((slot) => (slot - first!) % 1_000)).toEqual(later.map(() => 0))
    expect((await queue.getJobSchedulers()).map(({ key }) => key).sort()).toEqual([
      'ask-for-summaries',
      'ask-lost-cards',
      'clean-caches',
      'expire-approvals',
      'fetch-again',
      'rewrite-database',
      'say-lost-reminders',
      'say-lost-replies',
      'settle-deletions',
      'wake-stuck-chats',
    ])
  })

  test('a day was missed while the machine was off, and its clock was ahead: a beat asks for it, once, and for nobody else’s', async () => {
    const at = (day: number, hour: number) => new Date(Date.UTC(2026, 10, day, hour))
    let now = new Date('2036-01-01T00:00:00Z')
    await using dated = await openStore({ ...database, clock: () => now })
    const says = async (id: string, chatId: number, userId: number) => {
      await dated.turns.start(
        { id, chatId, userId, replyToMessageId: 1, traceId: 'trace-1234', text: 'Hi' },
        [],
      )
      await dated.turns.finish(id, { status: 'answered', answer: 'Hello', at: now })
    }
    await says('tg-501-0', 501, 501)
    const ahead = { kind: 'daily', period: '2036-01-01', fromNumber: 1, throughNumber: 1 } as const
    await dated.summaries.add(501, { ...ahead, state: 'extract', sentences: [] }, now)
    await says('tg-501-00', 501, 501)
    now = at(20, 10)
    await says('tg-501-1', 501, 501)
    await says('tg-501-2', -100, 501)
    await dated.people.setTimeZone(501, 'Pacific/Kiritimati')
    now = at(21, 13)
    await says('tg-502-1', 502, 502)
    now = at(21, 14)
    await using _scheduler = await composeScheduler(config(), log, { clock: { now: () => now } })

    await using housekeeping = produce(housekeepingQueue, redis.connection)
    const beat = () => housekeeping.request({ task: 'ask-for-summaries' }, { timeoutMs: 20_000 })
    expect([await beat(), await beat()]).toEqual([{ handled: 1 }, { handled: 1 }])

    await using inspector = inspectQueues(redis.connection)
    const queue = inspector.queues.find(({ name }) => name === summaryQueue.name)!
    expect((await queue.getJobs(['waiting'])).map(({ data }) => data as Summary)).toMatchObject([
      { kind: 'daily', userId: 501, through: '2026-11-21', timeZone: 'Pacific/Kiritimati' },
    ])
  })

  test('the agent removed one note and changed another: a beat takes their words off the disk', async () => {
    for (const id of ['n1', 'n2'])
      await store.notes.add(501, { id, text: 'zyzzyva canary-2e8a', createdAt: new Date() })
    await store.notes.remove(501, 'n1')
    await store.notes.edit(501, 'n2', 'heron', new Date())
    const bytes = () => allBytes([database.path], redis.connection)
    expect(await bytes()).toContain('zyzzyva')
    await using _scheduler = await composeScheduler(config(), log)

    await using housekeeping = produce(housekeepingQueue, redis.connection)
    await housekeeping.request({ task: 'settle-deletions' }, { timeoutMs: 20_000 })

    expect(await bytes()).toContain('heron')
    expect(await bytes()).not.toContain('zyzzyva')
  })

  test('a note was deleted: the beat that comes once a day, and first after a start, has the file written anew', async () => {
    await store.notes.add(501, { id: 'n3', text: 'canary', createdAt: new Date() })
    await store.notes.remove(501, 'n3')
    await using inspector = inspectQueues(redis.connection)
    const queue = inspector.queues.find(({ name }) => name === housekeepingQueue.name)!
    const done = async () =>
      (await queue.getJobs(['completed'])).find(({ id }) => id!.startsWith('repeat:rewrite-database:'))

    await using _scheduler = await composeScheduler(config(), log)
    while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 20))

    expect((await done())?.returnvalue).toEqual({ handled: 1 })
    expect(await store.erasure.rewriteFile()).toBe(false)
    expect(await queue.getJobScheduler('rewrite-database')).toMatchObject({ every: 86_400_000 })
  })

  test('others wrote much: the scheduler writes the database’s log back, so that they need not', async () => {
    await using _scheduler = await composeScheduler(config(), log)
    const text = 'x'.repeat(1_000_000)
    for (let n = 0; n < 12; n++) await store.notes.add(601, { id: `long-${n}`, text, createdAt: new Date() })

    const beside = new DatabaseSync(database.path)
    const left = () => {
      const { log, checkpointed } = beside.prepare('PRAGMA wal_checkpoint(NOOP)').get() as Record<
        string,
        number
      >
      return log! - checkpointed!
    }
    while (left() > 0) await new Promise((resolve) => setTimeout(resolve, 50))
    beside.close()
  })

  test('a message was left waiting and its wake is lost: the chat is woken, one that waits since just now is not', async () => {
    const now = new Date()
    await aMessage(1001, new Date(now.getTime() - 60_000))
    await aMessage(1002, new Date(now.getTime() - 1_000))
    const woken: number[] = []
    const twice = Promise.withResolvers<void>()
    await using _agent = consume(
      wakeQueue,
      async ({ chatId }) => {
        woken.push(chatId)
        if (woken.length === 2) twice.resolve()
        return { turns: 0 }
      },
      options(),
    )

    await using _scheduler = await composeScheduler(config(), log, { clock: { now: () => now } })
    await twice.promise

    expect(woken).toEqual([1001, 1001])
  })

  test('Redis lost the reply of a finished turn: it is queued again, one that was begun to be said is not', async () => {
    const said: string[] = []
    const twice = Promise.withResolvers<void>()
    for (const [turnId, chatId] of [['tg-1-11', 1011], ['tg-1-12', 1012], ['tg-1-13', 1013]] as const) await anAnsweredTurn(turnId, chatId) // prettier-ignore
    await store.deliveries.begin('reply-tg-1-12', 0, 1012)
    await using _bot = consume(
      replyQueue,
      async ({ replyId, body }) => {
        said.push(`${replyId}: ${body.kind === 'answer' ? body.markdown : ''}`)
        if (said.length === 2) twice.resolve()
        return { messageIds: [1] }
      },
      options(),
    )

    await using _scheduler = await composeScheduler(config(), log, { clock: inAMinute })
    await twice.promise

    expect(said.sort()).toEqual(['reply-tg-1-11: Three.', 'reply-tg-1-13: Three.'])
  })

  test('Redis came back empty while the scheduler runs: its beats are set again', async () => {
    const sweeps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let swept = 0
    await using _executor = consume(
      sandboxSweepQueue,
      async () => {
        sweeps[swept++]?.resolve()
        return { handled: 0 }
      },
      options(),
    )
    await using schedules = await StandingSchedules.open(redis.connection, { sweepMs: 60_000, setAgainMs: 100 }, log) // prettier-ignore
    await sweeps[0]!.promise

    const client = openRedis(redis.connection)
    await client.flushall()
    client.disconnect()
    await sweeps[1]!.promise

    await expect(schedules.check()).resolves.toBeUndefined()
  })

  test('Redis is killed and comes back empty: its beats are set again at once', async () => {
    const sweeps = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    let swept = 0
    const note = async () => (sweeps[swept++]?.resolve(), { handled: 0 })
    await using _executor = consume(sandboxSweepQueue, note, options())
    await using _scheduler = await composeScheduler(config(), log)
    await sweeps[0]!.promise
    const client = openRedis(redis.connection)
    await client.flushall()
    client.disconnect()

    await redis.restart('SIGKILL')

    // The next beat would have come in a minute, and so would a look at whether they are set.
    await sweeps[1]!.promise
  }, 20_000)

  test('a cache holds old and new files and links: the old ones go, links are not followed', async () => {
    const mine = join(folder, 'users', '1001')
    const outside = join(folder, 'outside')
    for (const path of ['1001/files', '1001/logs', '1001/cache/album', 'not-a-person/cache']) {
      await mkdir(join(folder, 'users', path), { recursive: true })
    }
    await mkdir(outside)
    const draft = `files/.aika-${'0'.repeat(18)}.tmp`
    const mineOld = ['files/keep.txt', 'cache/old.txt', 'cache/album/old.jpg', 'logs/old.txt', draft]
    const old = mineOld.map((path) => join(mine, path))
    for (const path of [...old, join(outside, 'theirs.txt'), join(folder, 'users/not-a-person/cache/x')]) {
      await writeFile(path, 'old')
    }
    await symlink(outside, join(mine, 'cache/link'))
    await symlink(mine, join(folder, 'users', '1002'))
    const limitMs = (await stat(join(mine, 'cache'))).ctimeMs + 1
    await writtenAfter(join(mine, 'cache/new.txt'), limitMs)
    const settings = config()
    const clock = { now: () => new Date(Math.ceil(limitMs) + settings.CACHE_TTL_HOURS * 3_600_000) }

    await using _scheduler = await composeScheduler(settings, log, { clock })
    await using housekeeping = produce(housekeepingQueue, redis.connection)
    await housekeeping.request({ task: 'clean-caches' }, { timeoutMs: 20_000 })

    expect(await readdir(join(mine, 'cache'))).toEqual(['new.txt'])
    expect(await readdir(join(mine, 'logs'))).toEqual([])
    expect(await readdir(join(mine, 'files'))).toEqual(['keep.txt'])
    expect(await readdir(outside)).toEqual(['theirs.txt'])
    expect(await readdir(join(folder, 'users/not-a-person/cache'))).toEqual(['x'])
  })

  const inAMinute = { now: () => new Date(Date.now() + 60_000) }

  /** As the agent leaves it: every step recorded, the turn finished. */
  async function anAnsweredTurn(id: string, chatId: number): Promise<void> {
    await store.turns.start({ id, chatId, userId: 1001, replyToMessageId: 1, traceId: `trace-${id}`, text: 'hi' }, []) // prettier-ignore
    const content = JSON.stringify({ kind: 'answer', markdown: 'Three.' })
    await store.turns.addStep(id, { seq: 0, kind: 'reply', content })
    await store.turns.finish(id, { status: 'answered', answer: 'Three.', at: new Date() })
  }

  async function aMessage(chatId: number, sentAt: Date): Promise<void> {
    const updateKey = `tg-1-${chatId}`
    const common = { updateKey, chatId, userId: 1001, messageId: 1, kind: 'message' as const, text: 'hi' }
    await store.inbox.add({ ...common, sentAt, traceId: `trace-${chatId}` })
  }
})

/** Writes until the kernel's clock, which ticks every few milliseconds, has passed the limit. */
async function writtenAfter(path: string, limitMs: number): Promise<void> {
  do await writeFile(path, 'new')
  while ((await stat(path)).ctimeMs <= limitMs + 1)
}
