import { replyQueue, summaryQueue, type Reply } from '@aika/contracts'
import { consume, produce } from '@aika/queue'
import { startStandIns, type StandIns } from '@aika/stand-ins'
import { createLogger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { useRedis } from '@aika/queue/testing'
import { composeSummarizer } from '../src/compose.ts'
import { SummarizerConfig } from '../src/config.ts'

const log = createLogger('test', 'silent')
const chatId = 1001

describe('summarizer, from the summary queue to a sentence', () => {
  const redis = useRedis()
  const database = temporaryDatabase()
  let standIns: StandIns
  let store: Store
  let turns = 0

  beforeAll(async () => {
    standIns = await startStandIns({ port: 0 })
    store = await openStore(database)
  })
  afterEach(() => standIns.reset())
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await standIns[Symbol.asyncDispose]()
  })

  const config = () =>
    SummarizerConfig.parse({
      REDIS_HOST: redis.connection.host,
      REDIS_PORT: String(redis.connection.port),
      HEALTH_PORT: '0',
      DATABASE_PATH: database.path,
      GATEWAY_URL: standIns.url,
      GATEWAY_TOKEN: 'service-token-0000',
      ADMIN_USER_IDS: '11,12',
    })

  async function anExchange(question: string, answer: string): Promise<{ turnId: string; traceId: string }> {
    const turnId = `tg-1-${++turns}`
    const traceId = `trace-${turnId}`
    await store.turns.start(
      { id: turnId, chatId, userId: 1001, replyToMessageId: 1, traceId, text: question },
      [],
    )
    await store.turns.finish(turnId, { status: 'answered', answer, at: new Date() })
    return { turnId, traceId }
  }

  const sentenceOf = async (turnId: string) => (await store.exchanges.find(turnId))?.sentence
  const asked = () => standIns.journal.entries({ party: 'groq' })

  async function summarise({ turnId, traceId }: { turnId: string; traceId: string }) {
    await using summaries = produce(summaryQueue, redis.connection)
    return await summaries.request({ kind: 'exchange', turnId, chatId, traceId }, { timeoutMs: 20_000 })
  }

  test('an exchange leaves the window: one sentence is kept, asked for in the way qwen needs', async () => {
    await using _summarizer = await composeSummarizer(config(), log)
    const exchange = await anExchange('How many Python files do I have?', 'You have **3** Python files.')

    const result = await summarise(exchange)

    expect(result).toEqual({ stored: true })
    await expect(sentenceOf(exchange.turnId)).resolves.toMatch(/^The user wrote .*Python.*\.$/)
    expect(asked()).toHaveLength(1)
    expect(asked()[0]).toMatchObject({
      key: 'service-token-0000',
      request: { model: 'qwen/qwen3-32b', reasoning_effort: 'none', reasoning_format: 'hidden' },
    })
  })

  test('the model thinks aloud all the same: no thought is ever kept', async () => {
    const text = '<think>The user wants a secret plan.</think>\nThe user has three Python files.'
    standIns.groq.script({ replies: [{ text }] })
    await using _summarizer = await composeSummarizer(config(), log)
    const exchange = await anExchange('How many?', 'Three.')

    await summarise(exchange)

    await expect(sentenceOf(exchange.turnId)).resolves.toBe('The user has three Python files.')
  })

  test('the model writes garbage twice: it is asked twice, and a plain extract is kept', async () => {
    standIns.groq.script({ replies: [{ text: 'First. Second.' }, { text: '<think>never ending' }] })
    await using _summarizer = await composeSummarizer(config(), log)
    const exchange = await anExchange('How many files?', 'Three.')

    await summarise(exchange)

    expect(asked()).toHaveLength(2)
    await expect(sentenceOf(exchange.turnId)).resolves.toBe(
      'The user wrote “How many files” and was told “Three”.',
    )
  })

  test('two models are gone: the third writes, and each admin hears of each model once', async () => {
    standIns.groq.decommission('qwen/qwen3-32b', 'qwen/qwen3.6-27b')
    const [first, second] = [await anExchange('One?', 'Yes.'), await anExchange('Two?', 'No.')]
    const notices: Reply[] = []
    const done = Promise.withResolvers<void>()
    await using _replies = consume(
      replyQueue,
      async (reply) => {
        notices.push(reply)
        if (notices.length === 4) done.resolve()
        return { messageIds: [] }
      },
      { connection: redis.connection, concurrency: 1, log },
    )

    // Two in a row: the second process knows nothing of what the first has told.
    for (const exchange of [first, second]) {
      await using _summarizer = await composeSummarizer(config(), log)
      await summarise(exchange)
    }
    await done.promise

    await expect(sentenceOf(second.turnId)).resolves.toMatch(/Two/)
    expect(asked().at(-1)).toMatchObject({
      request: { model: 'openai/gpt-oss-120b', reasoning_effort: 'low', include_reasoning: false },
    })
    expect(notices.map(({ chatId, replyId }) => `${chatId} ${replyId}`).sort()).toEqual([
      '11 notice-summary-model-qwen-qwen3-32b-11',
      '11 notice-summary-model-qwen-qwen3-6-27b-11',
      '12 notice-summary-model-qwen-qwen3-32b-12',
      '12 notice-summary-model-qwen-qwen3-6-27b-12',
    ])
  })

  test('Groq has no quota left for a second: the job waits for it and keeps its first attempt', async () => {
    standIns.groq.setKey('*', { kind: 'minute', retryDelaySeconds: 1, times: 1 })
    await using _summarizer = await composeSummarizer(config(), log)
    const exchange = await anExchange('How many files?', 'Three.')

    const result = await summarise(exchange)

    expect(result).toEqual({ stored: true })
    expect(asked().map(({ status }) => status)).toEqual([429, 200])
    const [refused, answered] = asked()
    expect(answered!.ms - refused!.ms).toBeGreaterThanOrEqual(1_000)
  })

  test('Groq is down: the job is tried again and nothing is kept in between', async () => {
    standIns.groq.setKey('*', { kind: 'overloaded', times: 1 })
    await using _summarizer = await composeSummarizer(config(), log)
    const exchange = await anExchange('How many files?', 'Three.')

    await summarise(exchange)

    expect(asked().map(({ status }) => status)).toEqual([503, 200])
    await expect(sentenceOf(exchange.turnId)).resolves.toMatch(/How many files/)
  })

  test('the same exchange comes twice: one sentence, and the model is asked once', async () => {
    await using _summarizer = await composeSummarizer(config(), log)
    const exchange = await anExchange('How many files?', 'Three.')
    await summarise(exchange)
    const sentence = await sentenceOf(exchange.turnId)
    // The finished job is forgotten, as after `keepForSeconds`, so that the second one really runs.
    await using summaries = produce(
      { ...summaryQueue, jobId: () => `again-${exchange.turnId}` },
      redis.connection,
    )

    const again = await summaries.request({ ...exchange, kind: 'exchange', chatId }, { timeoutMs: 20_000 })

    expect(again).toEqual({ stored: false })
    expect(asked()).toHaveLength(1)
    await expect(sentenceOf(exchange.turnId)).resolves.toBe(sentence)
  })
})
