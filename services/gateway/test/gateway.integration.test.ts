import { replyQueue, type Reply } from '@aika/contracts'
import { consume } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { readConfig } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { startStandIns } from '@aika/stand-ins'
import { ApiError, GoogleGenAI } from '@google/genai'
import Groq from 'groq-sdk'
import { composeGateway } from '../src/compose.ts'
import { GatewayConfig } from '../src/config.ts'
import { aGateway, aVendor, bodyOf, GENERATE, KEYS, post, SERVICE_TOKEN, STREAM } from './a-gateway.ts'

const model = 'gemini-3-flash-preview'
const redis = useRedis()

const gemini = (baseUrl: string, headers: Record<string, string> = {}) =>
  new GoogleGenAI({ apiKey: SERVICE_TOKEN, httpOptions: { baseUrl, apiVersion: 'v1beta', headers } })
const groq = (baseURL: string) => new Groq({ apiKey: SERVICE_TOKEN, baseURL, maxRetries: 0 })

async function textOf(ai: GoogleGenAI, contents = 'ping', signal?: AbortSignal): Promise<string> {
  const config = signal ? { abortSignal: signal } : {}
  let text = ''
  for await (const chunk of await ai.models.generateContentStream({ model, contents, config }))
    text += chunk.text ?? ''
  return text
}

/** Standing-ins behind a gateway, with a model that answers `pong`. */
async function aStack(env: Record<string, string> = {}) {
  await using resources = new AsyncDisposableStack()
  const standIns = resources.use(await startStandIns())
  standIns.gemini.setMode({ mode: 'instant', text: 'pong' })
  const gateway = resources.use(await aGateway(redis, standIns.url, env))
  const owned = resources.move()
  const keysUsed = () => standIns.journal.entries().map(({ key }) => key)
  return { standIns, gateway, keysUsed, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

describe('gateway, with the vendors’ own SDKs', () => {
  test('Gemini, streaming: the answer comes through and its tokens are counted for the person', async () => {
    await using stack = await aStack()
    const who = { 'x-aika-user': '42', 'x-aika-purpose': 'turn', 'x-aika-trace': 'trace-0001' }

    await expect(textOf(gemini(stack.gateway.url, who))).resolves.toBe('pong')

    const row = await stack.gateway.usage.first()
    expect(row).toMatchObject({
      userId: 42,
      purpose: 'turn',
      traceId: 'trace-0001',
      provider: 'gemini',
      model,
    })
    expect(row).toMatchObject({ outcome: 'ok', promptTokens: 1, outputTokens: 1 })
    expect(stack.keysUsed()).toEqual([KEYS.one])
  })

  test('Gemini, whole answers and token counts: forwarded too', async () => {
    await using stack = await aStack()
    const ai = gemini(stack.gateway.url)

    await expect(ai.models.generateContent({ model, contents: 'ping' })).resolves.toMatchObject({
      text: 'pong',
    })
    await expect(ai.models.countTokens({ model, contents: 'ping!' })).resolves.toMatchObject({
      totalTokens: 2,
    })
  })

  test('Groq: the answer comes through and its tokens are counted', async () => {
    await using stack = await aStack()
    stack.standIns.groq.script({ replies: [{ text: 'They spoke of ships.' }] })

    const answer = await groq(stack.gateway.url).chat.completions.create({
      model: 'openai/gpt-oss-120b',
      messages: [{ role: 'user', content: 'Summarise: ships' }],
    })

    expect(answer.choices[0]?.message.content).toBe('They spoke of ships.')
    const row = await stack.gateway.usage.first()
    expect(row).toMatchObject({
      provider: 'groq',
      model: 'openai/gpt-oss-120b',
      purpose: 'unknown',
      userId: 0,
    })
    expect(row.promptTokens).toBeGreaterThan(0)
    expect(stack.keysUsed()).toEqual([KEYS.groq])
  })

  test('the first event of a stream: with the caller before the second exists', async () => {
    const { promise: seenByCaller, resolve: callerHasSeen } = Promise.withResolvers<void>()
    await using vendor = await aVendor(async (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"n":1}\n\n')
      await seenByCaller
      response.end('data: {"n":2}\n\n')
    })
    await using gateway = await aGateway(redis, vendor.url)

    const response = await post(gateway.url, STREAM)
    const chunks: string[] = []
    for await (const chunk of response.body!) {
      chunks.push(Buffer.from(chunk).toString())
      callerHasSeen()
    }

    expect(chunks).toEqual(['data: {"n":1}\n\n', 'data: {"n":2}\n\n'])
  })
})

describe('gateway, keys', () => {
  test('429 on the first key: the second answers at once, and later calls begin with it', async () => {
    await using stack = await aStack()
    stack.standIns.gemini.setKey(KEYS.one, { kind: 'minute', retryDelaySeconds: 30 })
    const ai = gemini(stack.gateway.url)

    await expect(textOf(ai)).resolves.toBe('pong')
    await expect(textOf(ai)).resolves.toBe('pong')

    expect(stack.keysUsed()).toEqual([KEYS.one, KEYS.two, KEYS.two])
  })

  test('all keys resting: a 429 that says so and when to come back, and nobody is asked meanwhile', async () => {
    await using stack = await aStack()
    stack.standIns.gemini.setKey('*', { kind: 'day', retryDelaySeconds: 30 })

    const first = await post(stack.gateway.url, GENERATE, {}, '{"contents":[{"parts":[{"text":"ping"}]}]}')
    const failure = await textOf(gemini(stack.gateway.url)).catch((error: unknown) => error)

    expect(first.status).toBe(429)
    expect(Number(first.headers.get('retry-after'))).toBe(30)
    const resting = { code: 429, status: 'RESOURCE_EXHAUSTED', message: 'all keys resting' }
    await expect(first.json()).resolves.toEqual({
      error: { ...resting, details: [{ reason: 'ALL_KEYS_RESTING', retryAfterSeconds: 30 }] },
    })
    expect(failure).toBeInstanceOf(ApiError)
    expect((failure as ApiError).status).toBe(429)
    expect(JSON.parse((failure as ApiError).message)).toMatchObject({ error: resting })
    expect(stack.keysUsed()).toEqual([KEYS.one, KEYS.two])
  })

  test('a key that the vendor refuses: the next one answers and each admin is told once', async () => {
    await using stack = await aStack({ ADMIN_USER_IDS: '7,8' })
    stack.standIns.gemini.setKey(KEYS.one, { kind: 'invalid' })
    const { promise: allTold, resolve } = Promise.withResolvers<Reply[]>()
    const told: Reply[] = []
    const log = { warn() {}, error() {} }
    const options = { connection: redis.connection, concurrency: 1, log }
    await using _bot = consume(
      replyQueue,
      async (reply) => {
        if (told.push(reply) === 2) resolve(told)
        return { messageIds: [1] }
      },
      options,
    )

    await expect(textOf(gemini(stack.gateway.url))).resolves.toBe('pong')
    await expect(textOf(gemini(stack.gateway.url))).resolves.toBe('pong')

    expect((await allTold).map(({ chatId }) => chatId).toSorted((one, other) => one - other)).toEqual([7, 8])
    expect(told[0]?.body).toMatchObject({ kind: 'notice', markdown: expect.stringContaining('gemini-1') })
    expect(JSON.stringify(told)).not.toContain(KEYS.one)
    expect(stack.keysUsed()).toEqual([KEYS.one, KEYS.two, KEYS.two])
  })

  test('a retired model: its 404 goes to the caller, who knows which other one fits', async () => {
    await using stack = await aStack()
    stack.standIns.gemini.setMode({ retired: [model] })

    await expect(textOf(gemini(stack.gateway.url))).rejects.toMatchObject({ status: 404 })
    await expect(stack.gateway.usage.first()).resolves.toMatchObject({ outcome: '404' })
  })

  test('overloaded twice: tried again, and the caller never knows', async () => {
    await using stack = await aStack()
    stack.standIns.gemini.setKey('*', { kind: 'overloaded', times: 2 })

    await expect(textOf(gemini(stack.gateway.url))).resolves.toBe('pong')
    expect(stack.keysUsed()).toEqual([KEYS.one, KEYS.one, KEYS.one])
  })

  test('no Gemini key is set: the start ends with the variable’s name', () => {
    expect(() => readConfig(GatewayConfig, { GATEWAY_TOKEN: SERVICE_TOKEN })).toThrow(
      /GEMINI_API_KEY: no Gemini key/,
    )
  })

  test('no Groq key is set: Gemini works, Groq’s callers are told', async () => {
    await using stack = await aStack({ GROQ_API_KEY: '' })

    await expect(textOf(gemini(stack.gateway.url))).resolves.toBe('pong')
    const chat = { model: 'openai/gpt-oss-120b', messages: [{ role: 'user' as const, content: 'hi' }] }
    const failure = await groq(stack.gateway.url)
      .chat.completions.create(chat)
      .catch((error: unknown) => error)
    expect(failure).toMatchObject({ status: 503, error: { error: { code: 'no_usable_key' } } })
  })
})

describe('gateway, the door', () => {
  test.each([
    ['no token', { 'x-goog-api-key': '' }],
    ['a wrong token', { 'x-goog-api-key': 'service-token-9999999999' }],
    ['a provider’s key', { 'x-goog-api-key': KEYS.one }],
    ['a wrong bearer', { 'x-goog-api-key': '', authorization: 'Bearer nope' }],
  ])('%s: 401, and nobody is asked', async (_title, headers) => {
    await using stack = await aStack()
    const { 'x-goog-api-key': key, ...others } = headers as Record<string, string>

    const response = await fetch(stack.gateway.url + GENERATE, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...others, ...(key && { 'x-goog-api-key': key }) },
      body: '{}',
    })

    expect(response.status).toBe(401)
    await expect(response.json()).resolves.toMatchObject({
      error: { details: [{ reason: 'UNAUTHENTICATED' }] },
    })
    expect(stack.keysUsed()).toEqual([])
  })

  test.each([
    '/v1beta/models',
    '/v1beta/models/flash:embedContent',
    '/v1beta/models/flash:generateContent/more',
    '/v1beta/models/..%2f..%2ffiles:generateContent',
    '/v1/models/flash:generateContent',
    '/upload/v1beta/files',
    '/openai/v1/models',
    '/health',
    '/',
  ])('%s: 404, and nobody is asked', async (path) => {
    await using stack = await aStack()

    expect((await post(stack.gateway.url, path)).status).toBe(404)
    expect(stack.keysUsed()).toEqual([])
  })

  test('a body above the cap: 413', async () => {
    await using stack = await aStack({ GATEWAY_MAX_BODY_MB: '0.001' })

    expect((await post(stack.gateway.url, GENERATE, {}, `{"a":"${'x'.repeat(2_000)}"}`)).status).toBe(413)
  })

  test('headers: only the named ones go out, only the named ones come back, the key is ours', async () => {
    const { promise: seen, resolve } = Promise.withResolvers<Record<string, unknown>>()
    await using vendor = await aVendor(async (request, response) => {
      resolve({ ...request.headers, body: await bodyOf(request), url: request.url })
      response.writeHead(200, {
        'content-type': 'application/json',
        'set-cookie': 'a=b',
        server: 'ESF',
        'x-secret': '1',
      })
      response.end('{}')
    })
    await using gateway = await aGateway(redis, vendor.url)

    const headers = {
      authorization: 'Bearer mine',
      cookie: 'c=d',
      'x-forwarded-for': '10.0.0.1',
      'x-aika-user': '42',
    }
    const response = await post(gateway.url, `${STREAM}&key=mine`, headers, '{"contents":[]}')

    const { host: _host, ...sent } = await seen
    expect(sent).toEqual({
      url: STREAM,
      body: '{"contents":[]}',
      accept: '*/*',
      connection: 'keep-alive',
      'accept-encoding': 'identity',
      'content-length': '15',
      'content-type': 'application/json',
      'x-goog-api-key': KEYS.one,
    })
    expect([...response.headers.keys()].sort()).toEqual([
      'connection',
      'content-type',
      'date',
      'keep-alive',
      'transfer-encoding',
    ])
  })
})

describe('gateway, when the other side fails', () => {
  test('the vendor says nothing: 504 in time, not tried again', async () => {
    await using stack = await aStack({ GATEWAY_UPSTREAM_TIMEOUT_SECONDS: '0.3' })
    stack.standIns.faults.add({ party: 'gemini', kind: 'hang' })

    const response = await post(stack.gateway.url, GENERATE)

    expect(response.status).toBe(504)
    await expect(response.json()).resolves.toMatchObject({
      error: { details: [{ reason: 'UPSTREAM_TIMEOUT' }] },
    })
    expect(stack.keysUsed()).toHaveLength(1)
  })

  test('the vendor is away: 502 after the retries', async () => {
    await using gateway = await aGateway(redis, 'http://127.0.0.1:9')

    const response = await post(gateway.url, GENERATE)

    expect(response.status).toBe(502)
    await expect(gateway.usage.first()).resolves.toMatchObject({ outcome: 'unreachable' })
  })

  test('the line breaks in the middle of a stream: the caller sees it break, nothing is sent twice', async () => {
    const { promise: seenByCaller, resolve: callerHasSeen } = Promise.withResolvers<void>()
    let asked = 0
    await using vendor = await aVendor(async (_request, response) => {
      asked++
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: {"candidates":[{"content":{"parts":[{"text":"half"}]}}]}\n\n')
      await seenByCaller
      response.destroy()
    })
    await using gateway = await aGateway(redis, vendor.url)

    const stream = await gemini(gateway.url).models.generateContentStream({ model, contents: 'ping' })
    await stream.next()
    callerHasSeen()

    await expect(stream.next()).rejects.toThrow('terminated')
    await expect(gateway.usage.first()).resolves.toMatchObject({ outcome: 'cut' })
    expect(asked).toBe(1)
  })

  test.each(['before the head', 'in the middle of the stream'])(
    'the caller goes away %s: so does the vendor’s side',
    async (when) => {
      const { promise: vendorClosed, resolve: closed } = Promise.withResolvers<boolean>()
      const { promise: vendorAsked, resolve: asked } = Promise.withResolvers<void>()
      await using vendor = await aVendor((_request, response) => {
        response.once('close', () => closed(response.writableFinished))
        if (when !== 'before the head') response.writeHead(200).write('data: {"n":1}\n\n')
        asked()
      })
      await using gateway = await aGateway(redis, vendor.url)
      const caller = new AbortController()

      const call = fetch(gateway.url + STREAM, {
        method: 'POST',
        headers: { 'x-goog-api-key': SERVICE_TOKEN },
        body: '{}',
        signal: caller.signal,
      })
      await vendorAsked
      const reading = when === 'before the head' ? call : (await call).text()
      caller.abort()

      await expect(reading).rejects.toThrow('aborted')
      await expect(vendorClosed).resolves.toBe(false)
      await expect(gateway.usage.first()).resolves.toMatchObject({ outcome: 'aborted' })
    },
  )

  test('a caller that reads slowly: the vendor is held back, not the memory filled', async () => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x')
    let written = 0
    const { promise: heldBack, resolve } = Promise.withResolvers<void>()
    await using vendor = await aVendor((_request, response) => {
      response.writeHead(200)
      const more = () => {
        while (written < 64 && response.write(megabyte)) written++
        if (written < 64) written++
        response.once('drain', more)
        resolve()
      }
      more()
    })
    await using gateway = await aGateway(redis, vendor.url)

    const response = await post(gateway.url, STREAM)
    await heldBack
    const reader = response.body!.getReader()
    await reader.read()

    expect(written).toBeLessThan(64)
    await reader.cancel()
  })

  test('an error that echoes a key: the key is taken out; no key is in any log line either', async () => {
    await using stack = await aStack()
    const body = { error: { code: 400, message: `bad key ${KEYS.one} in request` } }
    stack.standIns.faults.add({ party: 'gemini', kind: 'status', status: 400, body, times: 1 })
    stack.standIns.gemini.setKey(KEYS.one, { kind: 'minute' })
    stack.standIns.gemini.setKey(KEYS.two, { kind: 'forbidden' })

    const answers = []
    for (let call = 0; call < 3; call++) answers.push(await post(stack.gateway.url, GENERATE))
    const texts = await Promise.all(answers.map((answer) => answer.text()))

    expect(texts[0]).toContain('bad key [key removed] in request')
    expect(answers.map(({ status }) => status)).toEqual([400, 429, 429])
    const everything =
      texts.join() + stack.gateway.logged() + JSON.stringify(answers.map(({ headers }) => [...headers]))
    expect(everything).toContain('a key is out of quota')
    expect(everything).toContain('the provider refuses a key')
    for (const secret of [...Object.values(KEYS), SERVICE_TOKEN]) expect(everything).not.toContain(secret)
  })
})

describe('gateway, when it stops', () => {
  test('a call never ends: it is broken off in time, and its row is written', async () => {
    const { promise: vendorAsked, resolve: asked } = Promise.withResolvers<void>()
    await using vendor = await aVendor(() => asked())
    const gateway = await aGateway(redis, vendor.url)

    const call = post(gateway.url, STREAM).catch((error: unknown) => error)
    await vendorAsked
    await gateway[Symbol.asyncDispose]()

    await expect(call).resolves.toMatchObject({ message: 'fetch failed' })
    expect(gateway.usage.rows).toMatchObject([{ outcome: 'aborted' }])
  })
})

describe('gateway, on the real database', () => {
  test('it stops right after a call: the row of that call is there', async () => {
    const database = temporaryDatabase()
    await using standIns = await startStandIns()
    standIns.gemini.setMode({ mode: 'instant', text: 'pong' })
    const config = readConfig(GatewayConfig, {
      REDIS_PORT: String(redis.connection.port),
      GATEWAY_PORT: '0',
      HEALTH_PORT: '0',
      GATEWAY_TOKEN: SERVICE_TOKEN,
      GEMINI_API_KEY: KEYS.one,
      GEMINI_BASE_URL: standIns.url,
      DATABASE_PATH: database.path,
    })
    const log = { warn() {}, error() {}, info() {} } as unknown as Parameters<typeof composeGateway>[1]
    const gateway = await composeGateway(config, log)

    await textOf(gemini(gateway.url, { 'x-aika-user': '42', 'x-aika-purpose': 'turn' }))
    await gateway[Symbol.asyncDispose]()

    await using store = await openStore(database)
    await expect(store.usage.tokensSince(42, new Date(0))).resolves.toBe(2)
  })
})
