import {
  accountQueue,
  controlChannel,
  incidentQueue,
  replyQueue,
  runQueue,
  summaryQueue,
  wakeQueue,
  type AccountTask,
  type Reply,
} from '@aika/contracts'
import { consume, listen, openBrake, openRedis, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import yauzl from 'yauzl'
import { composeScheduler } from '../src/compose.ts'
import { SchedulerConfig } from '../src/config.ts'

const log = createLogger('test', 'silent')
const canary = 'canary-9c1e'
const me = 700_000_042
const other = 700_000_043

describe('all of one person', () => {
  const redis = useRedis()
  let folder: string
  let database: { path: string }
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
  const aTask = (task: AccountTask['task'], more: Partial<AccountTask> = {}): AccountTask => ({
    requestId: 'tg-1-900',
    traceId: 'trace-of-wish',
    userId: me,
    chatId: me,
    task,
    ...more,
  })

  /** What is said, without saying it: replies stay in the queue. */
  async function queued(): Promise<Reply[]> {
    const client = openRedis(redis.connection)
    const keys = (await client.keys('bull:reply:*')).filter((key) => /^bull:reply:[a-z]+-/.test(key))
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

  /** A question and its answer of this person, in the database. */
  async function aTalk(userId: number, words: string, id = `tg-1-${userId}`): Promise<void> {
    const turn = { id, chatId: userId, userId, replyToMessageId: 1, traceId: 'trace-of-talk', text: words }
    await store.turns.start(turn, [])
    await store.turns.addStep(id, { seq: 0, kind: 'model', content: JSON.stringify(words) })
    await store.turns.finish(id, { status: 'answered', answer: words, at: new Date() })
    await store.notes.add(userId, { id: `n-${id}`, text: words, createdAt: new Date() })
  }

  describe('/export', () => {
    test('a zip with their rows and files and nothing of anybody else, sent from their cache', async () => {
      await aTalk(me, canary)
      await aTalk(other, 'somebody else')
      await put('files/notes/Über mich.txt', canary)
      await put('cache/photo.jpg', 'x'.repeat(700_000))
      await put('files/empty', '')
      await put('cache/20200101-000000_aika-export.zip', 'an old export')
      await symlink('/etc/passwd', mine('files/link'))

      const [reply, ...more] = await ask(aTask('export'))

      expect(more).toEqual([])
      expect(reply).toMatchObject({
        replyId: 'export-tg-1-900',
        chatId: me,
        body: { kind: 'file', file: { ownerId: me, location: 'user' } },
      })
      const path = reply!.body.kind === 'file' ? reply!.body.file.path : ''
      expect(path).toMatch(/^cache\/\d{8}-\d{6}_aika-export\.zip$/)
      expect((await readdir(mine('cache'))).sort()).toEqual([path.slice('cache/'.length), 'photo.jpg'].sort())
      const found = await unzip(mine(path))
      expect(found['files/files/notes/Über mich.txt']).toBe(canary)
      expect(found['files/files/empty']).toBe('')
      expect(found['files/cache/photo.jpg']).toHaveLength(700_000)
      expect(Object.keys(found).filter((name) => name.includes('export') || name.includes('link'))).toEqual(
        [],
      )
      expect(found['about.txt']).toContain('files/link')
      expect(JSON.parse(found['data/Note.json']!)).toMatchObject([{ userId: me, text: canary }])
      expect(JSON.parse(found['data/TurnStep.json']!)).toHaveLength(1)
      expect(JSON.parse(found['data/Reminder.json']!)).toEqual([])
      expect(JSON.stringify(found)).not.toContain('somebody else')
    })

    test('more than Telegram takes: several zips, and a word on what is larger still', async () => {
      for (const [path, megabytes] of [
        ['files/a', 40],
        ['files/b', 40],
        ['files/film', 60],
      ] as const) {
        await put(path, '')
        await truncate(mine(path), megabytes * 2 ** 20)
      }

      const replies = await ask(aTask('export'))

      expect(replies.map(({ replyId }) => replyId).sort()).toEqual([
        'export-tg-1-900',
        'export-tg-1-900-2',
        'export-tg-1-900-note',
      ])
      const note = replies.find(({ replyId }) => replyId.endsWith('note'))!.body
      expect(note.kind === 'notice' && note.markdown).toMatch(/`files\/film` \(60 MB\)/)
      expect(
        (await readdir(mine('cache'))).filter((name) => /_aika-export-[12]\.zip$/.test(name)),
      ).toHaveLength(2)
    })

    test('somebody who never wrote anything: an export of nothing, not an error', async () => {
      const [reply] = await ask(aTask('export'))

      const path = reply!.body.kind === 'file' ? reply!.body.file.path : ''
      expect(JSON.parse((await unzip(mine(path)))['data/Turn.json']!)).toEqual([])
    })
  })

  describe('/forget_me', () => {
    /** A life that left something wherever something can be left. */
    async function aLife(): Promise<void> {
      await aTalk(me, canary)
      await aTalk(other, 'somebody else')
      await put('files/diary.txt', canary)
      await put('cache/deep/er/photo.jpg', canary)
      await mkdir(join(folder, 'users', String(other), 'files'), { recursive: true })
      await writeFile(join(folder, 'users', String(other), 'files/theirs.txt'), 'somebody else')
      await writeFile(join(folder, 'admin/error_reports/20261121-1.md'), `user ${me}\n${canary}`)
      await writeFile(join(folder, 'admin/error_reports/20261121-2.md'), `user ${me}9 and ${other}`)
      await writeFile(
        join(folder, 'admin/job_logs/run.log'),
        `{"userId":${me},"x":"${canary}"}\n{"userId":${other}}\n`,
      )
      await store.reminders.add(
        aReminder('for-other', { userId: other, chatId: other, text: canary }),
        new Date(),
      )
      await store.reminders.add(
        aReminder('of-other', { userId: other, chatId: other, createdBy: other }),
        new Date(),
      )
      // As in a panic: jobs that may not begin go too.
      await using brake = openBrake([summaryQueue], redis.connection)
      await brake.pauseQueues(new Date())
      await jobsOf(me, canary)
      await jobsOf(other, 'somebody else')
      const client = openRedis(redis.connection)
      await client.set(`aika:limit:messages:${me}`, '1')
      await client.set(`aika:limit:messages:${other}`, '1')
      client.disconnect()
    }

    const aReminder = (id: string, more: object) => ({
      id, chatId: me, userId: me, createdBy: me, traceId: 'trace-of-talk', kind: 'message' as const, text: 'x',
      timeZone: 'UTC', rule: undefined, dueAt: new Date(Date.now() + 3_600_000), ...more,
    }) // prettier-ignore

    /** Jobs that wait, are done, and have failed, with words in payloads, results and reasons. */
    async function jobsOf(userId: number, words: string): Promise<void> {
      const common = { traceId: 'trace-of-talk', chatId: userId }
      const notice = (markdown: string) => ({ kind: 'notice' as const, markdown })
      await using replies = produce(replyQueue, redis.connection)
      await using runs = produce(runQueue, redis.connection)
      await using incidents = produce(incidentQueue, redis.connection)
      await using wakes = produce(wakeQueue, redis.connection)
      await using summaries = produce(summaryQueue, redis.connection)
      await replies.enqueue({ ...common, replyId: `notice-a-${userId}`, body: notice(words) })
      await replies.enqueue(
        { ...common, replyId: `notice-b-${userId}`, body: notice(words) },
        { delayMs: 60_000 },
      )
      await replies.enqueue({ ...common, replyId: `dm-tg-1-${userId}-3`, chatId: 5, body: notice(words) })
      await wakes.enqueue(common)
      await summaries.enqueue({ ...common, turnId: `tg-1-${userId}` })
      const report = { fingerprint: 'f'.repeat(16), at: 1, service: 'bot', title: 't', report: words, userId }
      await incidents.enqueue({ ...report, incidentId: `e-${String(userId).slice(-6)}` })
      const run = {
        traceId: 'trace-of-talk',
        userId,
        command: { kind: 'shell' as const, script: words },
        workdirRel: '',
      }
      const result = {
        stoppedReason: 'exit' as const,
        exitCode: 0,
        stdout: words,
        stderr: '',
        omittedBytes: 0,
        durationMs: 1,
        timeoutSeconds: 1,
      }
      await using _executor = consume(
        runQueue,
        async ({ runId }) => {
          if (runId.endsWith('bad')) throw new Error(words)
          return result
        },
        options(),
      )
      await runs.request({ ...run, runId: `r${userId}` }, { timeoutMs: 20_000 })
      await runs.request({ ...run, runId: `r${userId}-bad` }, { timeoutMs: 20_000 }).catch(() => undefined)
    }

    /** All there is: bytes of the database, of every file, and every key and value of Redis and its log. */
    async function everything(): Promise<string> {
      const paths = (await readdir(folder, { recursive: true })).map((path) => join(folder, path))
      const databases = ['', '-wal', '-shm']
        .map((end) => database.path + end)
        .filter((path) => existsSync(path))
      const client = openRedis(redis.connection)
      const keys = await client.keys('*')
      const values = await Promise.all(keys.map((key) => valueOf(client, key)))
      const [, dir] = (await client.config('GET', 'dir')) as string[]
      client.disconnect()
      const logs = (await readdir(dir!, { recursive: true })).map((path) => join(dir!, path))
      const bytes: string[] = []
      for (const path of [...databases, ...paths, ...logs]) {
        if ((await stat(path)).isFile()) bytes.push(await readFile(path, 'latin1'))
      }
      return [...paths, ...bytes, ...keys, ...values].join('\n')
    }

    test('a canary is found nowhere afterwards, others keep all of theirs, and the receipt says how much it was', async () => {
      await aLife()
      expect(await everything()).toContain(canary)

      const replies = await ask(aTask('forget'))

      const left = await everything()
      expect(left).not.toContain(canary)
      expect(existsSync(join(folder, 'users', String(me)))).toBe(false)
      expect(await readdir(join(folder, 'admin/error_reports'))).toEqual(['20261121-2.md'])
      expect(await readFile(join(folder, 'admin/job_logs/run.log'), 'utf8')).toBe(`{"userId":${other}}\n`)
      expect(await readFile(join(folder, 'users', String(other), 'files/theirs.txt'), 'utf8')).toBe(
        'somebody else',
      )
      expect(await store.erasure.census(me)).toEqual({})
      expect(await store.erasure.census(other)).toEqual({ Reminder: 1, Turn: 1, TurnStep: 1, Note: 1 })
      const said = replies.find(({ replyId }) => replyId === 'forgotten-tg-1-900')!.body
      const receipt = said.kind === 'notice' ? said.markdown : ''
      expect(receipt).toContain(
        'Database: 4 rows (reminders 1, steps of work 1, questions and answers 1, notes 1)',
      )
      expect(receipt).toContain('1 error reports, 1 log lines')
      expect(receipt).toMatch(/Queues: \d+ jobs, [1-9]\d* other entries/)
      expect(Number(/Queues: (\d+)/.exec(receipt)![1])).toBe(8)
      // Of theirs there is nothing but the receipt.
      expect(replies.filter(({ chatId }) => chatId === me)).toHaveLength(1)
      expect(
        replies.filter(({ chatId, replyId }) => chatId === other || replyId.includes(String(other))),
      ).toHaveLength(3)
      expect(left).toContain(`aika:limit:messages:${other}`)
      expect(left).not.toContain(`aika:limit:messages:${me}`)
    })

    test('asked twice, as when the first was killed at its very end: the first receipt stands', async () => {
      await aLife()

      const replies = await ask(aTask('forget'), 2)

      const receipts = replies.filter(({ replyId }) => replyId === 'forgotten-tg-1-900')
      expect(receipts).toHaveLength(1)
      expect(JSON.stringify(receipts)).toContain('Database: 4 rows')
    })

    test('a turn of theirs runs: it is told to stop and waited for, then it goes too', async () => {
      await store.turns.start({ id: 'tg-1-1', chatId: me, userId: me, replyToMessageId: 1, traceId: 'trace-of-talk', text: canary }, []) // prettier-ignore
      const stopped = Promise.withResolvers<void>()
      // An agent that hears it, and says its last.
      const stop = async () => {
        await store.turns.addStep('tg-1-1', { seq: 0, kind: 'reply', content: canary })
        await store.turns.finish('tg-1-1', { status: 'cancelled', answer: canary, at: new Date() })
      }
      await using _agent = await listen(
        controlChannel,
        redis.connection,
        (wish) =>
          void (
            wish.kind === 'cancel' &&
            wish.turnId === 'tg-1-1' &&
            stop().then(stopped.resolve, stopped.reject)
          ),
        log,
      )

      await ask(aTask('forget'))
      await stopped.promise

      expect(await everything()).not.toContain(canary)
    })
  })
})

async function valueOf(client: ReturnType<typeof openRedis>, key: string): Promise<string> {
  switch (await client.type(key)) {
    case 'hash':
      return JSON.stringify(await client.hgetall(key))
    case 'list':
      return JSON.stringify(await client.lrange(key, 0, -1))
    case 'zset':
      return JSON.stringify(await client.zrange(key, '0', '-1'))
    case 'set':
      return JSON.stringify(await client.smembers(key))
    case 'stream':
      return JSON.stringify(await client.xrange(key, '-', '+'))
    default:
      return String(await client.get(key))
  }
}

/** Names and texts of a zip, read by another library than the one that wrote it. */
async function unzip(path: string): Promise<Record<string, string>> {
  const zip = await yauzl.openPromise(path)
  const found: Record<string, string> = {}
  for await (const entry of zip.eachEntry())
    found[entry.fileName] = await text(await zip.openReadStreamPromise(entry))
  return found
}
