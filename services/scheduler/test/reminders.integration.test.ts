import { replyQueue, wakeQueue, type Reply } from '@aika/contracts'
import { consume, openRedis } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { openStore, type NewReminder, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { parseWhen } from '@aika/when'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeScheduler } from '../src/compose.ts'
import { SchedulerConfig } from '../src/config.ts'

const log = createLogger('test', 'silent')

describe('reminders, from their row to the reply queue', () => {
  const redis = useRedis()
  let folder: string
  let database: { path: string }
  let store: Store

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'aika-reminders-'))
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

  const scheduler = (overrides: Parameters<typeof composeScheduler>[2] = {}) =>
    composeScheduler(
      SchedulerConfig.parse({
        REDIS_HOST: redis.connection.host,
        REDIS_PORT: String(redis.connection.port),
        HEALTH_PORT: '0',
        DATABASE_PATH: database.path,
        USER_DIR: folder,
        SHARED_DIR: folder,
        STUCK_CHAT_SWEEP_SECONDS: '1',
        TELEGRAM_USER_ALIASES: '7:Ray',
      }),
      log,
      overrides,
    )

  const add = (id: string, dueAt: Date, more: Partial<NewReminder> = {}) =>
    store.reminders.add(
      {
        id, chatId: 5, userId: 5, createdBy: 5, traceId: `trace-of-${id}`, kind: 'message', text: `text of ${id}`,
        timeZone: 'Europe/Berlin', rule: undefined, dueAt, ...more,
      },
      new Date(),
    ) // prettier-ignore

  /** A bot that says everything; resolves once there were so many. */
  function bot(count: number) {
    const said: Reply[] = []
    const enough = Promise.withResolvers<void>()
    const consumer = consume(
      replyQueue,
      async (reply) => {
        await store.deliveries.begin(reply.replyId, 0, reply.chatId)
        await store.deliveries.sent(reply.replyId, 0, 1)
        if (said.push(reply) >= count) enough.resolve()
        return { messageIds: [1] }
      },
      { connection: redis.connection, concurrency: 5, log },
    )
    return { said, enough: enough.promise, [Symbol.asyncDispose]: () => consumer[Symbol.asyncDispose]() }
  }

  test('three schedulers and a hundred reminders: each is said once, in time, and none is left', async () => {
    const from = Date.now()
    for (let n = 0; n < 100; n++) await add(`r${n}`, new Date(from + n * 10), n % 2 ? { createdBy: 7 } : {})
    await using speaker = bot(100)
    {
      await using _one = await scheduler()
      await using _two = await scheduler()
      await using _three = await scheduler()
      await speaker.enough
    }

    expect(new Set(speaker.said.map(({ replyId }) => replyId)).size).toBe(100)
    expect(speaker.said).toHaveLength(100)
    const names = speaker.said.map(({ body }) => (body.kind === 'reminder' ? body.fromPerson : 'none'))
    expect(names.filter((name) => name === 'Ray')).toHaveLength(50)
    expect(await store.reminders.nextDue()).toBeUndefined()
  })

  test('the scheduler was away for days: a daily reminder is said once, for today, and goes on tomorrow', async () => {
    const parsed = parseWhen('every day at 9', {
      now: new Date('2026-03-26T12:00:00Z'),
      timeZone: 'Europe/Berlin',
    })
    if (parsed.kind !== 'recurring') throw new Error('not recurring')
    await add('daily', parsed.next, { rule: JSON.stringify(parsed.rule) })
    await using speaker = bot(1)

    await using _scheduler = await scheduler({ clock: { now: () => new Date('2026-03-30T12:00:00Z') } })
    await speaker.enough

    expect(speaker.said.map(({ body }) => body.kind === 'reminder' && new Date(body.dueAt))).toEqual([
      // The clocks changed on the 29th: nine in Berlin is now seven in UTC.
      new Date('2026-03-30T07:00:00Z'),
    ])
    expect((await store.reminders.find('daily'))?.dueAt).toEqual(new Date('2026-03-31T07:00:00Z'))
  })

  test('it died, or Redis lost the job, after one was noted as fired: it is said nevertheless, once', async () => {
    await add('lost', new Date())
    const reminder = (await store.reminders.find('lost'))!
    await store.reminders.fire(reminder, undefined, new Date())
    await using speaker = bot(1)

    await using _scheduler = await scheduler({ clock: { now: () => new Date(Date.now() + 60_000) } })
    await speaker.enough

    expect(speaker.said.map(({ replyId }) => replyId)).toEqual([`reminder-lost-${reminder.dueAt.getTime()}`])
  })

  test('work for the agent: its message waits in the inbox when the chat is woken', async () => {
    const woken = Promise.withResolvers<string[]>()
    await using _agent = consume(
      wakeQueue,
      async ({ chatId }) => {
        const waiting = await store.inbox.waiting(chatId)
        woken.resolve(waiting.map(({ kind, text }) => `${kind}: ${text}`))
        return { turns: 0 }
      },
      { connection: redis.connection, concurrency: 1, log },
    )
    await add('job', new Date(), { kind: 'task', text: 'summarise my inbox folder' })

    await using _scheduler = await scheduler()

    expect(await woken.promise).toEqual(['task: summarise my inbox folder'])
  })

  test('Redis is away when one is due: it is not lost, and said when Redis is back', async () => {
    const away = { isAway: true }
    await add('later', new Date(Date.now() - 100))
    await using speaker = bot(1)
    const looked = Promise.withResolvers<void>()
    await using _scheduler = await scheduler({
      queuesAreReady: () => {
        looked.resolve()
        return !away.isAway
      },
    })
    await looked.promise
    expect((await store.reminders.find('later'))?.state).toBe('scheduled')

    away.isAway = false
    await speaker.enough

    expect(speaker.said).toHaveLength(1)
  })

  test('a card is over: its turn goes on, its chat is woken and the card is closed', async () => {
    const turn = {
      id: 'tg-1-1',
      chatId: 5,
      userId: 5,
      replyToMessageId: 1,
      traceId: 'trace-of-turn',
      text: 'delete it',
    }
    await store.turns.start(turn, [])
    await store.approvals.ask({
      id: 'abcdefgh12345678', subject: 'tg-1-1', step: 1, chatId: 5, userId: 5, traceId: 'trace-of-turn',
      tool: 'delete_file', args: '{}', hash: 'h', pattern: undefined,
      card: JSON.stringify({ title: 'Delete a file', what: 'a', why: 'b' }),
      askedAt: new Date(), expiresAt: new Date(),
    }) // prettier-ignore
    const woken = Promise.withResolvers<number>()
    await using _agent = consume(wakeQueue, async ({ chatId }) => (woken.resolve(chatId), { turns: 0 }), {
      connection: redis.connection,
      concurrency: 1,
      log,
    })
    await using speaker = bot(1)

    await using _scheduler = await scheduler()
    await speaker.enough

    expect(await woken.promise).toBe(5)
    expect(speaker.said.map(({ body }) => body)).toEqual([
      { kind: 'card-closed', approvalId: 'abcdefgh12345678', outcome: 'expired' },
    ])
    expect((await store.turns.find('tg-1-1'))?.status).toBe('running')
  })
})
