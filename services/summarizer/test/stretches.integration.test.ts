import { summaryQueue, type Summary as Work } from '@aika/contracts'
import { produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { startStandIns, type StandIns } from '@aika/stand-ins'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { redisLeases } from '../src/adapters/redis-leases.ts'
import { composeSummarizer } from '../src/compose.ts'
import { SummarizerConfig } from '../src/config.ts'

const log = createLogger('test', 'silent')

describe('summarizer, from the summary queue to folds, days and weeks', () => {
  const redis = useRedis()
  const database = temporaryDatabase()
  let standIns: StandIns
  let store: Store
  let now = new Date()
  let people = 1000
  let turns = 0

  beforeAll(async () => {
    standIns = await startStandIns({ port: 0 })
    store = await openStore({ ...database, clock: () => now })
  })
  afterEach(() => standIns.reset())
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await standIns[Symbol.asyncDispose]()
  })

  const aSummarizer = () => {
    const config = SummarizerConfig.parse({
      REDIS_HOST: redis.connection.host,
      REDIS_PORT: String(redis.connection.port),
      HEALTH_PORT: '0',
      DATABASE_PATH: database.path,
      GATEWAY_URL: standIns.url,
      GATEWAY_TOKEN: 'service-token-0000',
    })
    return composeSummarizer(config, log, { now: () => now })
  }

  async function says(chatId: number, userId: number, day: number, text: string): Promise<void> {
    now = new Date(Date.UTC(2026, 10, day, 11))
    const id = `tg-${userId}-${++turns}`
    await store.turns.start({ id, chatId, userId, replyToMessageId: 1, traceId: 'trace-1234', text }, [])
    await store.turns.finish(id, { status: 'answered', answer: 'Noted.', at: now })
  }

  async function summarise(work: Work) {
    await using summaries = produce(summaryQueue, redis.connection)
    return await summaries.request(work, { timeoutMs: 30_000 })
  }

  const work = (kind: 'daily' | 'weekly', userId: number, through: string): Work => ({
    kind,
    userId,
    through,
    timeZone: 'Europe/Berlin',
    traceId: 'trace-1234',
  })
  const asked = () => standIns.journal.entries({ party: 'groq' })

  test('two weeks: days in two sentences, weeks in four, of the private chat alone', async () => {
    const userId = ++people
    for (const day of [3, 4, 9]) await says(userId, userId, day, `On day ${day} my cat Tom ate ${day} eggs`)
    await says(-500, userId, 9, 'The surprise party in the group')
    now = new Date('2026-11-15T12:00:00Z')
    await using _summarizer = await aSummarizer()

    await expect(summarise(work('weekly', userId, '2026-11-15'))).resolves.toEqual({ stored: true })

    const { major, dailies, coveredThrough } = await store.summaries.standing(userId)
    expect(major).toMatchObject({ period: '2026-11-15', state: 'model', sentences: { length: 4 } })
    expect(dailies).toEqual([])
    const days = await store.summaries.recent(userId, 'daily', 9)
    expect(days.map(({ period, sentences }) => [period, sentences.length])).toEqual([
      ['2026-11-09', 2],
      ['2026-11-04', 2],
      ['2026-11-03', 2],
    ])
    expect(days[0]!.throughNumber).toBe(coveredThrough)
    expect(JSON.stringify(asked())).not.toContain('surprise party')
  })

  test('garbage, then thoughts and too many sentences: two of an extract are kept', async () => {
    const userId = ++people
    await says(userId, userId, 20, 'My cat is called Tom')
    now = new Date('2026-11-21T12:00:00Z')
    const text = '<think>Two?</think>First it was one. Then it was two. Then it was three.'
    standIns.groq.script({ replies: [{ text: '{"a":' }, { text }] })
    await using _summarizer = await aSummarizer()

    await summarise(work('daily', userId, '2026-11-20'))

    const [day] = await store.summaries.recent(userId, 'daily', 1)
    expect(asked()).toHaveLength(2)
    expect(day).toMatchObject({ state: 'extract', sentences: { length: 2 } })
    expect(JSON.stringify(day)).not.toMatch(/think|Then it was/)
  })

  test('the quota rests after the first day: the job waits, and that day is not asked for again', async () => {
    const userId = ++people
    await says(userId, userId, 19, 'My cat is called Tom')
    await says(userId, userId, 20, 'The dentist is on 4 May')
    now = new Date('2026-11-21T12:00:00Z')
    const limit = { error: { message: 'later', code: 'rate_limit_exceeded' } }
    standIns.groq.script({ match: 'dentist', replies: [{ status: 429, body: limit }] })
    await using _summarizer = await aSummarizer()

    await summarise(work('daily', userId, '2026-11-20'))

    expect(asked().map(({ status }) => status)).toEqual([200, 429, 200])
    await expect(store.summaries.recent(userId, 'daily', 9)).resolves.toHaveLength(2)
  })

  test('days, weeks and a fold are asked for at the same time: each day is written once, and paid for once, by however many', async () => {
    const userId = ++people
    for (const day of [17, 18, 19, 20]) await says(userId, userId, day, `On day ${day} I was in Oslo`)
    now = new Date('2026-11-22T12:00:00Z')
    standIns.groq.script({ replies: [{ delayMs: 100 }], repeat: true })
    await using _summarizer = await aSummarizer()
    await using _another = await aSummarizer()
    await using _third = await aSummarizer()

    const whose = { userId, timeZone: 'Europe/Berlin', traceId: 'trace-1234' }
    await Promise.all([
      summarise(work('daily', userId, '2026-11-20')),
      summarise(work('weekly', userId, '2026-11-22')),
      summarise({ ...whose, kind: 'fold', throughNumber: turns }),
    ])

    await expect(store.summaries.recent(userId, 'daily', 9)).resolves.toHaveLength(4)
    await expect(store.summaries.recent(userId, 'major', 9)).resolves.toHaveLength(1)
    expect(asked()).toHaveLength(5)
  })

  test('who was summing up is killed: their lease ends with them, and another goes on', async () => {
    const userId = ++people
    await says(userId, userId, 20, 'My cat is called Tom')
    now = new Date('2026-11-21T12:00:00Z')
    const killed = redisLeases(redis.connection)
    await killed.take(userId)
    killed[Symbol.dispose]()
    await using _summarizer = await aSummarizer()

    await expect(summarise(work('daily', userId, '2026-11-20'))).resolves.toEqual({ stored: true })
  })

  test('the agent asks for a fold: yesterday first, then the oldest of today in two', async () => {
    const userId = ++people
    await says(userId, userId, 20, 'That was yesterday')
    for (let index = 0; index < 22; index++) await says(userId, userId, 21, `Line ${index} of today`)
    const past = await store.exchanges.after(userId, 0, 100)
    const throughNumber = past[10]!.number
    await using _summarizer = await aSummarizer()

    const fold = {
      kind: 'fold',
      userId,
      throughNumber,
      timeZone: 'Europe/Berlin',
      traceId: 'trace-1234',
    } as const
    await summarise(fold)

    const standing = await store.summaries.standing(userId)
    expect(standing.dailies).toMatchObject([{ period: '2026-11-20', sentences: { length: 2 } }])
    expect(standing.fold).toMatchObject({ period: `2026-11-21#${throughNumber}`, fromNumber: past[1]!.number, sentences: { length: 2 } }) // prettier-ignore
    expect(standing.coveredThrough).toBe(past[0]!.number)
  })
})
