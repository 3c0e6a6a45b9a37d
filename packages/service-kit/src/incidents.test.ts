import type { Incident } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { mkdtempSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createLogger } from './logger.ts'
import { appDirOf, fingerprintOf, readFrame } from './incident-frames.ts'
import { incidents, type IncidentsOptions } from './incidents.ts'

const botToken = `1234567890:${'A'.repeat(35)}`
const geminiKey = `AIza${'b'.repeat(35)}`
const groqKey = `gsk_${'c'.repeat(40)}`
/** Never whole in this file, whose lines are in the reports. */
const planted = ['dia', 'ry'].join('')
const quiet = createLogger('test', 'silent')

/** A queue in memory, which may be away. */
function aLine(options: IncidentsOptions = {}) {
  const queue = { jobs: [] as Incident[], isAway: false, tries: 0 }
  const producer = {
    enqueue: async (incident: Incident) => {
      queue.tries++
      if (queue.isAway) throw new Error('Connection is closed.')
      queue.jobs.push(incident)
    },
  }
  return { queue, line: incidents(producer, 'bot', quiet, { retryMs: 5, ...options }) }
}

async function reported(error: unknown, context = {}, options: IncidentsOptions = {}): Promise<Incident> {
  const { queue, line } = aLine(options)
  line.report(error, context)
  await line[Symbol.asyncDispose]()
  return queue.jobs[0]!
}

function failsDeepInside(message = 'it broke'): Error {
  // What stands here is looked for in the report.
  return new TypeError(message)
}

describe('a report', () => {
  test('says what, when, where and why, with our own lines around each of our frames', async () => {
    const cause = Object.assign(new Error('no route'), { code: 'EHOSTUNREACH' })
    const error = new AppError('redis_away', 'not queued', { retryable: true, cause })

    const incident = await reported(error, { traceId: 'trace-1234', userId: 42, turnId: 'tg-1-7', tries: 3 })

    expect(incident).toMatchObject({
      incidentId: expect.stringMatching(/^e-[a-z0-9]{6}$/),
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
      service: 'bot',
      title: 'AppError (redis_away): not queued',
      traceId: 'trace-1234',
      userId: 42,
    })
    const { report } = incident
    expect(report).toContain('# AppError (redis_away): not queued')
    expect(report).toMatch(/- time: 2\d{3}-/)
    expect(report).toContain('- traceId: trace-1234')
    expect(report).toContain('- turnId: tg-1-7')
    expect(report).toContain('- caused by Error (EHOSTUNREACH): no route')
    expect(report).toMatch(/## packages\/service-kit\/src\/incidents\.test\.ts:\d+/)
  })

  test('shows the lines before and after, and which one it was', async () => {
    const { report } = await reported(failsDeepInside())

    expect(report).toMatch(/## packages\/service-kit\/src\/incidents\.test\.ts:\d+ in failsDeepInside/)
    expect(report).toMatch(/ {2}\d+ {3}\/\/ What stands here is looked for in the report\./)
    expect(report).toMatch(/> \d+ {3}return new TypeError\(message\)/)
  })

  test.each([
    ['the message', new Error(`401 for /bot${botToken}/getMe`), {}],
    ['a cause', new Error('failed', { cause: new Error(`key ${geminiKey} refused`) }), {}],
    ['the context', new Error('failed'), { url: `redis://user:hunter2hunter2@redis:6379`, key: groqKey }],
    ['a message so long that it is cut', new Error(`${'x'.repeat(1_990)}${geminiKey}`), {}],
    ['a string that was thrown', `Bearer ${'d'.repeat(40)}`, {}],
  ])('a secret in %s: is nowhere in it', async (_where, error, context) => {
    const text = JSON.stringify(await reported(error, context))

    expect(text).not.toMatch(/A{20}|b{20}|c{20}|d{20}|hunter2/)
    expect(text).toContain('[secret]')
  })

  test('a secret that only its service knows: is nowhere in it', async () => {
    const scrub = (text: string) => text.replaceAll('demo-key-1', '[secret]')

    const incident = await reported(new Error('demo-key-1 refused'), { key: 'demo-key-1' }, { scrub })

    expect(JSON.stringify({ ...incident, report: incident.report.split('## Stack')[0] })).not.toContain(
      'demo-key-1',
    )
  })

  test('what engines quote of people, and the names of their files: are not in it', async () => {
    const quoting = (() => {
      try {
        return JSON.parse(`{"text": my ${planted}`) as never
      } catch (error) {
        return error
      }
    })()
    const naming = new Error(
      `ENOENT: no such file or directory, open '/data/users/42/files/my ${planted}.txt'`,
    )
    expect(quoting).toMatchObject({ message: expect.stringContaining(planted) })

    expect(JSON.stringify(await reported(quoting))).not.toContain(planted)
    expect(JSON.stringify(await reported(naming))).not.toContain(planted)
  })

  test('an error wrapped by the queue: is the error itself', async () => {
    const wrapped = Object.assign(new Error('it broke', { cause: failsDeepInside() }), {
      name: 'UnrecoverableError',
    })

    expect(await reported(wrapped)).toMatchObject({ title: 'TypeError: it broke' })
  })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['an object without a prototype', Object.create(null)],
    ['getters that throw', { get message() { throw new Error('no') }, get stack() { throw new Error('no') } }], // prettier-ignore
    ['a cause in a circle', (() => { const error = new Error('round'); error.cause = error; return error })()], // prettier-ignore
    ['a message of 10 MB of quotes', new Error('"'.repeat(10_000_000))],
    ['a code with a secret in it', Object.assign(new Error('x'), { code: `not a code ${geminiKey}` })],
    ['ids that fit no contract', Object.assign(new Error('x'), { traceId: 7 })],
  ])('thrown: %s: it is reported all the same', async (_what, thrown) => {
    const incident = await reported(thrown, { traceId: 'short', userId: -1 })

    expect(incident.report.length).toBeLessThan(60_000)
    expect(incident.title.length).toBeLessThanOrEqual(300)
    expect(incident).not.toHaveProperty('traceId')
    expect(incident).not.toHaveProperty('userId')
    expect(JSON.stringify(incident)).not.toContain(geminiKey)
  })
})

describe('code around a frame', () => {
  const appDir = () => realpathSync(mkdtempSync(join(tmpdir(), 'aika-app-')))
  const errorAt = (...places: string[]) =>
    Object.assign(new Error('x'), {
      stack: ['Error: x', ...places.map((place) => `    at work (${place})`)].join('\n'),
    })

  test('in a bundle: the source as it was written, by its place in the repository', async () => {
    const dir = appDir()
    mkdirSync(join(dir, 'services/bot/src'), { recursive: true })
    const source = ['export function work(): never {', '  // why', "  throw new Error('bundled')", '}']
    writeFileSync(join(dir, 'services/bot/src/work.ts'), source.join('\n'))
    const bundle = join(dir, 'dist/bot.mjs')
    const entryPoints = [join(dir, 'services/bot/src/work.ts')]
    await build({ entryPoints, outfile: bundle, bundle: true, format: 'cjs', platform: 'node', minifyWhitespace: true, sourcemap: 'linked' }) // prettier-ignore
    const column = readFileSync(bundle, 'utf8')
      .split('\n')
      .map((text, index) => ({ line: index + 1, column: text.indexOf('throw new') + 1 }))
      .find((place) => place.column > 0)!

    const { report } = await reported(errorAt(`file://${bundle}:${column.line}:${column.column}`), {}, { appDir: join(dir, 'dist') }) // prettier-ignore

    expect(report).toContain('## services/bot/src/work.ts:3 in work')
    expect(report).toContain("> 3   throw new Error('bundled')")
    expect(report).toContain('  2   // why')
  })

  test('in a bundle whose map is missing: what stands around the place', async () => {
    const dir = appDir()
    writeFileSync(join(dir, 'bot.js'), `${'a();'.repeat(9_999)}thePlace();${'b();'.repeat(9_999)}`)

    const { report } = await reported(errorAt(`${dir}/bot.js:1:39997`), {}, { appDir: dir })

    expect(report).toContain('thePlace();')
    expect(report.length).toBeLessThan(2_000)
  })

  test('files elsewhere, links out and things that are no code: are not opened', async () => {
    const dir = appDir()
    const outside = join(mkdtempSync(join(tmpdir(), 'aika-out-')), 'secret.js')
    writeFileSync(outside, 'planted')
    writeFileSync(join(dir, '.env'), 'planted')
    writeFileSync(join(dir, 'big.js'), 'planted\n'.repeat(2 ** 20))
    symlinkSync(outside, join(dir, 'link.js'))
    const places = [outside, join(dir, '.env'), join(dir, 'big.js'), join(dir, 'link.js'), `${dir}/../x.js`]

    const { report } = await reported(errorAt(...places.map((place) => `${place}:1:1`)), {}, { appDir: dir })

    expect(report).not.toContain('planted')
  })

  test('a message that looks like a stack: names no file', async () => {
    const error = new Error(`no\n    at evil (${__filename}:1:1)`)
    error.stack = `Error: ${error.message}`

    expect((await reported(error)).report).not.toContain('in evil')
  })

  test.each([
    ['/app/dist/chunks/chunk-X.js', '/app/dist'],
    ['/app/dist/bot.js', '/app/dist'],
    ['/src/packages/service-kit/src/incident-frames.ts', '/src'],
  ])('our code, seen from %s, is in %s', (file, dir) => expect(appDirOf(file)).toBe(dir))
})

describe('a fingerprint', () => {
  const at = (name: string, place: string) => `    at ${name} (${place})`
  const print = (...stack: string[]) => fingerprintOf('bot', 'TypeError', stack, '/app')

  test('is the same whatever the line, the file’s hash, the value or the library', () => {
    const one = print(at('async work', '/app/chunks/c-1.js:3:100'), at('lib', '/app/node_modules/l/x.js:1:1'))
    const other = print(
      at('Object.work [as again]', 'file:///app/chunks/c-2.js:9:1'),
      at('next', 'node:internal/x:1:1'),
    )

    expect(one).toBe(other)
  })

  test('differs by service, kind and our functions', () => {
    const stack = [at('work', '/app/a.js:1:1')]
    const all = [
      print(...stack),
      print(at('play', '/app/a.js:1:1')),
      fingerprintOf('agent', 'TypeError', stack, '/app'),
      fingerprintOf('bot', 'RangeError', stack, '/app'),
    ]

    expect(new Set(all).size).toBe(4)
  })

  test('frames without a name, and lines that are none, are read as far as they go', () => {
    expect(readFrame('    at /app/a b/x.js:1:2')).toMatchObject({ file: '/app/a b/x.js', line: 1, column: 2 })
    expect(readFrame('    at async Promise.all (index 0)')).toBeUndefined()
    expect(readFrame('    at eval (eval at x (file:///app/x.js:1:1))')).toBeUndefined()
  })
})

describe('a flood of equal errors', () => {
  test('five a minute are queued, the rest get an id that admins have; the next one says how many there were', async () => {
    let now = 1_000_000
    const { queue, line } = aLine({ now: () => now })

    const ids = Array.from({ length: 201 }, (_, index) => {
      if (index === 200) now += 61_000
      return line.report(failsDeepInside(`number ${index}`))
    })
    await line[Symbol.asyncDispose]()

    expect(queue.jobs).toHaveLength(6)
    expect(new Set(ids.slice(4, 200))).toEqual(new Set([queue.jobs[4]!.incidentId]))
    expect(queue.jobs[5]!.report).toContain('- notReported: 195')
  })

  test('other errors are not held up by it', async () => {
    const { queue, line } = aLine()
    for (let more = 0; more < 20; more++) line.report(failsDeepInside())
    line.report(new RangeError('another'))
    await line[Symbol.asyncDispose]()

    expect(queue.jobs.at(-1)).toMatchObject({ title: 'RangeError: another' })
  })
})

describe('Redis away', () => {
  const another = (index: number) => Object.assign(new Error('x'), { code: `code${index}` })

  test('reports wait and are queued when it is back, in order', async () => {
    const { queue, line } = aLine()
    queue.isAway = true
    const ids = [line.report(another(1)), line.report(another(2))]
    while (queue.tries < 3) await new Promise((resolve) => setTimeout(resolve, 5))
    queue.isAway = false
    while (queue.jobs.length < 2) await new Promise((resolve) => setTimeout(resolve, 5))

    expect(queue.jobs.map(({ incidentId }) => incidentId)).toEqual(ids)
    await line[Symbol.asyncDispose]()
  })

  test('at most fifty wait', async () => {
    const { queue, line } = aLine({ retryMs: 60_000 })
    queue.isAway = true
    for (let index = 0; index < 80; index++) line.report(another(index))
    while (queue.tries < 1) await new Promise((resolve) => setTimeout(resolve, 5))
    queue.isAway = false
    await line[Symbol.asyncDispose]()

    expect(queue.jobs).toHaveLength(50)
    expect(queue.jobs.at(-1)!.title).toContain('code79')
  })
})

test('a job that failed for good: its ids are told, its text is not', async () => {
  const { queue, line } = aLine()

  line.ofQueue('reply')({ traceId: 'trace-1234', userId: 42, text: `my ${planted}` }, new Error('no'))
  await line[Symbol.asyncDispose]()

  expect(queue.jobs[0]).toMatchObject({ traceId: 'trace-1234', userId: 42 })
  expect(queue.jobs[0]!.report).toContain('- queue: reply')
  expect(JSON.stringify(queue.jobs)).not.toContain(planted)
})
