import { replyQueue, runQueue, wakeQueue, type Reply, type Run, type RunResult } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { consume, openRedis, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger } from '@aika/service-kit'
import { openStore, type Store } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { mkdtempSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeAgent, type AgentOverrides } from '../src/compose.ts'
import { AgentConfig } from '../src/config.ts'
import type { AgentPorts } from '../src/domain/ports.ts'
import { aRun } from '../src/testing/a-run.ts'
import { calls, says, ScriptedModel } from '../src/testing/fake-ports.ts'

const log = createLogger('agent', 'silent')
/** Collects what the bot and the executor would get. */
class Neighbours implements AsyncDisposable {
  readonly replies: Reply[] = []
  readonly runs: Run[] = []
  readonly #stack = new AsyncDisposableStack()
  #waiting: { count: number; resolve: () => void }[] = []

  constructor(
    connection: ReturnType<typeof useRedis>['connection'],
    run = async (): Promise<RunResult> => aRun(),
  ) {
    const options = { connection, concurrency: 10, log }
    this.#stack.use(
      consume(
        replyQueue,
        async (reply) => {
          this.replies.push(reply)
          for (const { count, resolve } of this.#waiting) if (this.replies.length >= count) resolve()
          return { messageIds: [1] }
        },
        options,
      ),
    )
    this.#stack.use(
      consume(
        runQueue,
        async (job) => {
          this.runs.push(job)
          return run()
        },
        options,
      ),
    )
  }

  /** Resolves when so many replies are there. */
  async until(count: number): Promise<Reply[]> {
    if (this.replies.length < count) {
      await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }))
    }
    return this.replies
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#stack.disposeAsync()
  }
}

describe('agent, from a wake-up to a reply', () => {
  const redis = useRedis()
  let store: Store
  let config: AgentConfig

  beforeEach(async () => {
    const database = temporaryDatabase()
    const folder = mkdtempSync(join(tmpdir(), 'aika-agent-'))
    store = await openStore(database)
    config = AgentConfig.parse({
      REDIS_HOST: redis.connection.host,
      REDIS_PORT: redis.connection.port,
      HEALTH_PORT: 0,
      DATABASE_PATH: database.path,
      USER_DIR: folder,
      SHARED_DIR: folder,
      GATEWAY_TOKEN: 'a-token-of-the-tests',
      TIMEZONE: 'UTC',
      ADMIN_USER_IDS: '99',
    })
  })
  afterEach(async () => {
    await store[Symbol.asyncDispose]()
    // Ids are kept in Redis for a day, so that nothing happens twice: here the next test uses them again.
    const client = openRedis(redis.connection)
    await client.flushall()
    client.disconnect()
  })

  const start = (overrides: AgentOverrides) => composeAgent(config, log, overrides)
  const receive = async (n: number, text: string, chatId = 42, userId = chatId) => {
    await store.inbox.add({
      updateKey: `tg-${chatId}-${n}`,
      chatId,
      userId,
      messageId: n,
      kind: 'message',
      text,
      sentAt: new Date(),
      traceId: 'trace-of-test',
    })
    await using wakes = produce(wakeQueue, redis.connection)
    await wakes.enqueue({ chatId, traceId: 'trace-of-test' })
  }

  test('a message is answered through the sandbox', async () => {
    await using neighbours = new Neighbours(redis.connection)
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'ls | wc -l' }]), says('**3** files'))
    await using _agent = await start({ model })

    await receive(1, 'how many files?')

    const [reply] = await neighbours.until(1)
    expect(reply).toMatchObject({ replyId: 'reply-tg-42-1', chatId: 42, body: { markdown: '**3** files' } })
    expect(neighbours.runs).toMatchObject([
      { runId: 'tg-42-1-1', userId: 42, command: { kind: 'shell', script: 'ls | wc -l' } },
    ])
  })

  test('a clock of the test: the prompt says its time, in the person’s zone, and so does the turn', async () => {
    await using neighbours = new Neighbours(redis.connection)
    const model = new ScriptedModel(says('good morning'))
    const now = new Date('2026-03-01T09:30:00Z')
    await using _agent = await start({ model, now: () => now })

    await receive(1, 'hello')
    await neighbours.until(1)

    expect(JSON.stringify(model.requests[0])).toContain('Now: Sunday, 1 Mar 2026')
    expect(await store.turns.find('tg-42-1')).toMatchObject({ startedAt: now })
  })

  test('what is remembered of a private chat is in its prompts and in no group’s (F-MEM)', async () => {
    for (const n of [1, 2, 3, 4, 5, 6]) {
      const turn = { id: `tg-42-${n}`, chatId: 42, userId: 42, replyToMessageId: n, traceId: 'trace-of-test' }
      await store.turns.start(
        { ...turn, text: n === 1 ? 'The spare key is under the mat.' : `chat ${n}` },
        [],
      )
      await store.turns.finish(turn.id, { status: 'answered', answer: 'Noted.', at: new Date() })
    }
    const sentences = [{ text: 'They hid a key.', turnIds: ['tg-42-1'] }]
    const daily = { kind: 'daily' as const, period: '2026-11-20', fromNumber: 1, throughNumber: 3, state: 'model' as const, sentences } // prettier-ignore
    await store.summaries.add(42, daily, new Date())
    await store.notes.add(42, { id: 'note-1', text: 'likes tea', createdAt: new Date() })
    await using neighbours = new Neighbours(redis.connection)
    const model = new ScriptedModel(says('Under the mat.'), says('I do not know.'))
    await using _agent = await start({ model })

    await receive(7, 'Where is the spare key?')
    await neighbours.until(1)
    await receive(8, 'Where is the spare key?', -5, 42)
    await neighbours.until(2)

    const [inPrivate, inGroup] = model.requests.map(({ contents }) => JSON.stringify(contents))
    expect(inPrivate).toContain('- 2026-11-20: They hid a key.')
    expect(inPrivate).toContain('- likes tea')
    expect(inPrivate).toMatch(/they #1: “The spare key is under the mat\./)
    expect(inGroup).not.toMatch(/mat|tea|They hid|2026-11-20/)
    const [step] = await store.turns.steps('tg-42-7')
    const { number: numberOfKey } = (await store.turns.find('tg-42-1'))!
    expect(JSON.parse(step!.content)).toMatchObject({
      promptParts: { recalled: expect.any(Number) as number },
      promptExchanges: expect.arrayContaining([numberOfKey]) as number[],
    })
  })

  test('COMMAND_JUDGE=off: a command that would be asked about goes to the sandbox at once', async () => {
    await using neighbours = new Neighbours(redis.connection)
    config = { ...config, COMMAND_JUDGE: 'off' }
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'rm -r build' }]), says('gone'))
    await using _agent = await start({ model })

    await receive(1, 'tidy up')

    expect((await neighbours.until(1))[0]).toMatchObject({ body: { markdown: 'gone' } })
    expect(neighbours.runs).toMatchObject([{ command: { script: 'rm -r build' } }])
  })

  test('three agents, two chats, twenty messages each: every chat in order, never two turns of one at once', async () => {
    await using neighbours = new Neighbours(redis.connection)
    const running = new Map<number, number>()
    let most = 0
    const model = {
      async ask({ userId, contents }: { userId: number; contents: { parts: { text?: string }[] }[] }) {
        running.set(userId, (running.get(userId) ?? 0) + 1)
        most = Math.max(most, running.get(userId)!)
        await new Promise((resolve) => setImmediate(resolve))
        running.set(userId, running.get(userId)! - 1)
        return says(`re: ${contents.at(-1)!.parts.at(-1)!.text}`)
      },
    }
    await using _one = await start({ model })
    await using _two = await start({ model })
    await using _three = await start({ model })

    for (let n = 1; n <= 20; n++) {
      await receive(n, `${n}`, 1_001)
      await receive(n, `${n}`, 1_002)
    }

    const replies = await neighbours.until(40)
    for (const chatId of [1_001, 1_002]) {
      const texts = replies
        .filter((reply) => reply.chatId === chatId)
        .map(({ body }) => 'markdown' in body && body.markdown)
      expect(texts).toEqual(Array.from({ length: 20 }, (_, n) => `re: ${n + 1}`))
    }
    expect(most).toBe(1)
  })

  test('an agent that stops in the middle of a turn hands it back, another goes on from the stored step', async () => {
    await using neighbours = new Neighbours(redis.connection)
    const asked = Promise.withResolvers<void>()
    const hanging: AgentPorts['model'] = {
      ask: (request, _listener, signal) => {
        if (request.contents.length === 1) return Promise.resolve(calls(['run_shell', { cmd: 'once' }]))
        asked.resolve()
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
        })
      },
    }
    const first = await start({ model: hanging })
    await receive(1, 'go')
    await asked.promise

    await using _second = await start({ model: new ScriptedModel(says('finished')) })
    await first[Symbol.asyncDispose]()

    const [reply] = await neighbours.until(1)
    expect(reply).toMatchObject({ body: { markdown: 'finished' } })
    expect(neighbours.runs).toHaveLength(1)
  })

  test('the executor fails for good: the model hears it, nothing is run elsewhere, the person gets an answer', async () => {
    const away = () =>
      Promise.reject(new AppError('sandbox_unavailable', 'engine away', { retryable: false }))
    await using neighbours = new Neighbours(redis.connection, away)
    const model = new ScriptedModel(calls(['run_shell', { cmd: 'ls' }]), says('The sandbox is away.'))
    await using _agent = await start({ model })

    await receive(1, 'ls')

    const [reply] = await neighbours.until(1)
    expect(reply).toMatchObject({ body: { markdown: 'The sandbox is away.' } })
    expect(JSON.stringify(model.requests[1]!.contents)).toContain('there is no result')
  })

  test('the gateway is away for a moment: the turn waits and is answered', async () => {
    await using neighbours = new Neighbours(redis.connection)
    let refused = 0
    const server = createServer((request, response) => {
      request.resume()
      if (refused++ < 2) return void response.destroy()
      const body = {
        candidates: [{ content: { role: 'model', parts: [{ text: 'back' }] }, finishReason: 'STOP' }],
      }
      response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end(`data: ${JSON.stringify(body)}\n\n`)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    config = { ...config, GATEWAY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
    await using _agent = await start({})

    await receive(1, 'hello')

    expect((await neighbours.until(1))[0]).toMatchObject({ body: { markdown: 'back' } })
    expect(refused).toBe(3)
    server.close()
  })
})
