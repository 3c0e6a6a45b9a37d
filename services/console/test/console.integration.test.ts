import { incidentQueue, replyQueue, runQueue, type Incident } from '@aika/contracts'
import { consume, produce } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { createLogger, readConfig } from '@aika/service-kit'
import { openStore } from '@aika/store'
import { temporaryDatabase } from '@aika/store/testing'
import { composeConsole, type ConsoleOverrides } from '../src/compose.ts'
import { ConsoleConfig } from '../src/config.ts'

const PASSWORD = 'sesame-sesame'
const redis = useRedis()

async function aConsole({
  env = {},
  ...overrides
}: ConsoleOverrides & { env?: Record<string, string> } = {}) {
  const database = temporaryDatabase()
  const config = readConfig(ConsoleConfig, {
    REDIS_PORT: String(redis.connection.port),
    DATABASE_PATH: database.path,
    CONSOLE_PORT: '0',
    HEALTH_PORT: '0',
    CONSOLE_PASSWORD: PASSWORD,
    ...env,
  })
  const lines: string[] = []
  const log = createLogger('console', 'info', (line) => lines.push(line))
  const running = await composeConsole(config, log, overrides)
  const browser = new Browser(running.url)
  return {
    browser,
    database,
    logged: () => lines.join(''),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}

/** Keeps the cookie, as a browser does, and sends the origin with what changes things. */
class Browser {
  cookie = ''
  readonly #url: string

  constructor(url: string) {
    this.#url = url
  }

  get(path: string, headers: Record<string, string> = {}) {
    const sent = { accept: 'text/html', cookie: this.cookie, ...headers }
    return fetch(this.#url + path, { headers: sent, redirect: 'manual' })
  }

  async text(path: string): Promise<string> {
    const response = await this.get(path)
    expect(response.status).toBe(200)
    return response.text()
  }

  async post(path: string, form: Record<string, string> = {}, headers: Record<string, string> = {}) {
    return this.change('POST', path, new URLSearchParams(form), headers)
  }

  async change(method: string, path: string, body?: URLSearchParams, headers: Record<string, string> = {}) {
    const sent = { cookie: this.cookie, origin: this.#url, ...headers }
    const response = await fetch(this.#url + path, {
      method,
      headers: sent,
      redirect: 'manual',
      ...(body && { body }),
    })
    const [cookie] = response.headers.getSetCookie()
    if (cookie) this.cookie = cookie.split(';')[0]!
    return response
  }

  signIn(password = PASSWORD) {
    return this.post('/sign-in', { password })
  }
}

const jobsOf = async (browser: Browser, queue: string) => {
  const response = await browser.get(
    `/queues/api/queues?activeQueue=${queue}&status=latest&page=1&jobsPerPage=10`,
  )
  return response.text()
}

describe('console, the door', () => {
  test.each([
    '/',
    '/live',
    '/metrics',
    '/queues',
    '/queues/',
    '/queues/api/queues',
    '/queues/static/favicon.ico',
    '/nothing',
  ])('nobody is signed in: %s shows nothing', async (path) => {
    await using console = await aConsole()

    const page = await console.browser.get(path)
    const data = await console.browser.get(path, { accept: 'application/json' })

    expect([page.status, page.headers.get('location')]).toEqual([303, '/sign-in'])
    expect(data.status).toBe(401)
    await expect(data.json()).resolves.toEqual({ error: 'sign in first' })
  })

  test('the password: in, until the sign-out', async () => {
    await using console = await aConsole()

    const answer = await console.browser.signIn()
    expect(answer.headers.getSetCookie()[0]).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
    expect((await console.browser.get('/')).status).toBe(200)

    const { cookie } = console.browser
    expect((await console.browser.post('/sign-out')).status).toBe(303)
    console.browser.cookie = cookie
    expect((await console.browser.get('/')).status).toBe(303)
  })

  test('nobody looks for as long as a session lives: it is over', async () => {
    let now = new Date('2026-11-21T12:00:00Z')
    await using console = await aConsole({ now: () => now, env: { CONSOLE_SESSION_HOURS: '1' } })
    await console.browser.signIn()

    now = new Date('2026-11-21T13:00:00Z')

    expect((await console.browser.get('/')).status).toBe(303)
  })

  test.each([
    'aika_console=made-up',
    'aika_console=made-up.signature',
    `aika_console=${'a'.repeat(43)}.${'b'.repeat(43)}`,
  ])('a cookie that we did not give (%s): turned away', async (cookie) => {
    await using console = await aConsole()
    await console.browser.signIn()

    console.browser.cookie = cookie

    expect((await console.browser.get('/')).status).toBe(303)
  })

  test('guessing: refused, and after ten attempts not even listened to', async () => {
    await using console = await aConsole()

    const guesses = []
    for (let guess = 0; guess < 11; guess++)
      guesses.push((await console.browser.signIn(`guess-${guess}`)).status)
    const right = await console.browser.signIn()

    expect(guesses).toEqual([...Array<number>(10).fill(401), 429])
    expect(right.status).toBe(429)
    expect(right.headers.getSetCookie()).toEqual([])
  })

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['another port of this host', { origin: 'http://127.0.0.1:1' }],
    ['nowhere', { origin: 'null' }],
  ])('a form from %s, with the cookie: refused', async (_where, headers) => {
    await using console = await aConsole()
    await console.browser.signIn()

    expect((await console.browser.post('/sign-out', {}, headers)).status).toBe(403)
    expect((await console.browser.change('PUT', '/queues/api/queues/pause', undefined, headers)).status).toBe(
      403,
    )
    expect((await console.browser.get('/')).status).toBe(200)
  })

  test('every page: may not be framed, cached or run anybody else’s code', async () => {
    await using console = await aConsole()
    await console.browser.signIn()

    for (const path of ['/', '/sign-in', '/queues']) {
      const { headers } = await console.browser.get(path)
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
      )
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('cache-control')).toMatch(/no-store|max-age=0/)
    }
  })
})

describe('console, what it shows', () => {
  test('turns and tokens: how many and how long, never what was said', async () => {
    await using console = await aConsole({ env: { MODEL_PRICES: 'm=1000/1/0' } })
    await using store = await openStore(console.database)
    const turn = {
      id: 'tg-1-77',
      chatId: 42,
      userId: 42,
      replyToMessageId: 1,
      traceId: 'trace-0001',
      text: 'my secret',
    }
    await store.turns.start(turn, [])
    const promptParts = { fixed: 960, recalled: 0, message: 17 }
    await store.turns.addStep('tg-1-77', { seq: 0, kind: 'model', content: JSON.stringify({ promptParts }) })
    await store.turns.finish('tg-1-77', { status: 'answered', answer: 'your secret', at: new Date() })
    await store.turns.start({ ...turn, id: 'tg-1-78' }, [])
    await store.turns.finish('tg-1-78', { status: 'cancelled', answer: '', at: new Date() })
    const call = {
      at: new Date(),
      userId: 42,
      provider: 'gemini',
      model: 'm',
      cachedTokens: 0,
      thoughtTokens: 0,
    }
    await store.usage.add([
      {
        ...call,
        purpose: 'turn',
        promptTokens: 1_200,
        outputTokens: 34,
        latencyMs: 5,
        outcome: 'ok',
        traceId: '',
      },
    ])
    await console.browser.signIn()

    const page = await console.browser.text('/')

    expect(page).toContain('tg-1-77')
    expect(page).toContain('1 answered · 0 running · 0 failed · 1 cancelled')
    expect(page).toContain('1,234')
    expect(page).toContain('bot is not running')
    expect(page).toContain('about $1.20')
    expect(page).toContain('<meter max="960" value="960" aria-label="rules and tools">960</meter>')
    expect(page).toContain('977 tokens in all')
    expect(page).not.toContain('found by search')
    expect(page).not.toContain('secret')
    // A table that is wider than its card scrolls in it: tables as wide as a screen stand beside others.
    expect(page.match(/<table/g)).toHaveLength(page.match(/<div class="scroll">\s*<table/g)!.length)
    await expect(console.browser.text('/live')).resolves.toContain('tg-1-77')
  })

  test('Redis or the database is away: the page says so and shows the rest', async () => {
    const away = () => Promise.reject(new Error('away'))
    await using console = await aConsole({ overview: { depths: away, usageSince: away } })
    await console.browser.signIn()

    const page = await console.browser.text('/')

    expect(page).toContain('The queues cannot be read.')
    expect(page).toContain('Nobody has written yet.')
  })

  test('metrics: for those signed in, and for the bearer that the page names, which opens nothing else', async () => {
    await using console = await aConsole()
    await using replies = produce(replyQueue, redis.connection)
    const body = { kind: 'notice' as const, markdown: 'hello' }
    await replies.enqueue({ replyId: 'notice-metrics-7', traceId: 'trace-0001', chatId: 7, body })
    await console.browser.signIn()
    const token = /<code>([\w-]{43})<\/code>/.exec(await console.browser.text('/'))?.[1]
    console.browser.cookie = ''

    const scrape = await console.browser.get('/metrics', { authorization: `Bearer ${token}` })

    expect(scrape.status).toBe(200)
    await expect(scrape.text()).resolves.toMatch(/aika_queue_jobs\{.*queue="reply",state="waiting".*\} 1/)
    expect((await console.browser.get('/', { authorization: `Bearer ${token}` })).status).toBe(303)
    expect((await console.browser.get('/metrics', { authorization: `Bearer ${token}x` })).status).toBe(303)
    expect((await console.browser.signIn(token)).status).toBe(401)
  })
})

describe('console, the queues', () => {
  const run = (runId: string) => ({
    runId,
    traceId: 'trace-0001',
    userId: 42,
    command: { kind: 'shell' as const, script: 'cat diary.txt' },
  })

  test('a job: its ids are shown, people’s words are not, unless the operator wants them', async () => {
    await using discreet = await aConsole()
    await using frank = await aConsole({ env: { CONSOLE_SHOW_TEXT: 'true' } })
    await using runs = produce(runQueue, redis.connection)
    await runs.enqueue(run('run-words'))
    await Promise.all([discreet.browser.signIn(), frank.browser.signIn()])

    const hidden = await jobsOf(discreet.browser, 'run')

    expect(hidden).toContain('run-words')
    expect(hidden).not.toContain('diary')
    await expect(jobsOf(frank.browser, 'run')).resolves.toContain('diary')
  })

  test.each([
    ['POST', '/queues/api/queues/run/add'],
    ['PATCH', '/queues/api/queues/run/run-kept/update-data'],
    ['PUT', '/queues/api/queues/run/empty'],
    ['PUT', '/queues/api/queues/run/obliterate'],
    ['PUT', '/queues/api/queues/run/clean/wait'],
  ])('%s %s would go round somebody’s checks or lose work: refused', async (method, path) => {
    await using console = await aConsole()
    await using runs = produce(runQueue, redis.connection)
    await runs.enqueue(run('run-kept'))
    await console.browser.signIn()

    expect((await console.browser.change(method, path)).status).toBe(403)
    await expect(jobsOf(console.browser, 'run')).resolves.toContain('run-kept')
  })

  test('pause and resume: allowed, unless the operator said only look', async () => {
    await using acting = await aConsole()
    await using looking = await aConsole({ env: { CONSOLE_QUEUE_ACTIONS: 'false' } })
    await Promise.all([acting.browser.signIn(), looking.browser.signIn()])
    const pause = '/queues/api/queues/summary/pause'

    expect((await looking.browser.change('PUT', pause)).status).toBe(403)
    expect((await acting.browser.change('PUT', pause)).status).toBe(200)
    expect((await acting.browser.change('PUT', '/queues/api/queues/summary/resume')).status).toBe(200)
  })

  test('Bull Board’s own page and files: there', async () => {
    await using console = await aConsole()
    await console.browser.signIn()

    const page = await console.browser.text('/queues')
    const script = /static\/js\/main\.\w+\.js/.exec(page)?.[0]

    await expect(console.browser.text(`/queues/${script}`)).resolves.toContain('function')
  })
})

test.each([
  [{ CONSOLE_PASSWORD: 'short' }, /CONSOLE_PASSWORD/],
  [{}, /CONSOLE_PASSWORD/],
  [{ CONSOLE_PASSWORD: PASSWORD, TIMEZONE: 'Mars/Olympus' }, /TIMEZONE/],
])('settings %j: the start ends and names the variable', (env, name) => {
  expect(() => readConfig(ConsoleConfig, env)).toThrow(name)
})

test('a page breaks: the person is told so, and admins get a report', async () => {
  let isBroken = false
  const now = () => {
    if (isBroken) throw new RangeError('a bug of ours')
    return new Date()
  }
  await using running = await aConsole({ now })
  const reported = Promise.withResolvers<Incident>()
  const note = async (incident: Incident) => (reported.resolve(incident), { told: false })
  const log = createLogger('test', 'silent')
  await using _summarizer = consume(incidentQueue, note, {
    connection: redis.connection,
    concurrency: 1,
    log,
  })
  await running.browser.post('/sign-in', { password: PASSWORD })
  isBroken = true

  const response = await running.browser.get('/')

  expect(response.status).toBe(500)
  await expect(reported.promise).resolves.toMatchObject({
    service: 'console',
    title: 'RangeError: a bug of ours',
  })
})
