import { cancelRunChannel, prepareQueue, runQueue, sandboxListQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import fc from 'fast-check'
import type { z } from 'zod'
import { dockerSandbox } from '../src/adapters/docker-sandbox.ts'
import { sandboxMaker } from '../src/adapters/sandbox-maker.ts'
import { sandboxPool } from '../src/adapters/sandbox-pool.ts'
import { containerSpec } from '../src/domain/container-spec.ts'
import type { RunCommandPorts } from '../src/domain/run-command.ts'
import type { Sandbox } from '../src/domain/sandbox.ts'
import { deviations, type InspectedContainer } from '../src/domain/verify-spec.ts'
import { answerPrepares } from '../src/entry/prepares.ts'
import { answerRuns } from '../src/entry/runs.ts'
import { answerSandboxLists } from '../src/entry/sandbox-lists.ts'
import { FakeBookings } from '../src/testing/fake-bookings.ts'
import { sandboxTestSettings } from './bare-sandbox.ts'
import { dockerInspect, useRealEngine } from './real-engine.ts'
import { recordingEngine } from './recording-engine.ts'

// The filter of system calls is the same text in each; a short one is compared 10,000 times.
const settings = sandboxTestSettings('aika-door', { seccomp: '{"defaultAction":"SCMP_ACT_ERRNO"}' })
const never = new AbortController().signal

type Door = 'run' | 'prepare' | 'sandbox-list' | 'cancel'
/** What became of a payload: it was carried out, or somebody said why not. */
type Outcome = 'done' | 'refused'

/** The executor's doors, from a payload that is anything at all to an engine that writes down what it is asked for. */
function doors(sandbox: Sandbox, list: Parameters<typeof answerSandboxLists>[0]['list']) {
  const ports: RunCommandPorts = {
    sandbox,
    journal: { record: () => undefined },
    settings: { mode: 'shell', allowedPrograms: [], timeoutSeconds: 5, maxTimeoutSeconds: 10 },
  }
  const runs = answerRuns(ports, { pausedSince: () => false }, { isPaused: async () => false })
  const troubles: unknown[] = []
  const prepare = answerPrepares(sandbox, (error) => troubles.push(error))
  const lists = answerSandboxLists({ list, bookings: new FakeBookings(), clock: { now: () => new Date() } })
  const open: Record<Door, (payload: unknown) => Promise<Outcome>> = {
    run: (payload) => parsed(runQueue.payload, payload, (run) => runs.handle(run, { signal: never })),
    prepare: (payload) =>
      parsed(prepareQueue.payload, payload, (hint) => prepare(hint, { addedAt: new Date() })),
    'sandbox-list': (payload) => parsed(sandboxListQueue.payload, payload, lists),
    cancel: (payload) => parsed(cancelRunChannel.message, payload, async ({ runId }) => runs.cancel(runId)),
  }
  return { open, troubles }
}

/** As the queue does on the way out of Redis. */
async function parsed<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
  act: (value: z.output<Schema>) => Promise<unknown>,
): Promise<Outcome> {
  const fits = schema.safeParse(payload)
  if (!fits.success) {
    expect(fits.error.message.length).toBeGreaterThan(10)
    return 'refused'
  }
  try {
    await act(fits.data)
    return 'done'
  } catch (error) {
    if (error instanceof AppError) return 'refused'
    throw error
  }
}

const words = [
  '--privileged',
  '-v/:/host',
  '../..',
  '/etc',
  '$(id)',
  '`id`',
  '";"',
  '\0',
  '\r\n',
  '\u202e',
  'x',
  '{"HostConfig":{"Privileged":true}}',
  'aika-door-run-x',
  'constructor',
  '__proto__',
  '%2e%2e%2f',
  '',
]
const word = fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 40 }), fc.string({ unit: 'binary' }))
const userId = fc.oneof(
  fc.constantFrom<unknown>(0, -1, 1.5, '42', 'root', '../43', null, 2 ** 53, NaN, [42], { a: 1 }, true),
  fc.integer({ min: 1, max: 50 }),
)
const command = fc.oneof(
  fc.record({ kind: fc.constant('shell'), script: word }),
  fc.record({ kind: fc.constant('argv'), argv: fc.array(word, { maxLength: 4 }) }),
  fc.anything(),
)
/** What somebody would add who hopes that it reaches the engine. */
const extras = fc.constantFrom<object>(
  {},
  {},
  {},
  { HostConfig: { Privileged: true } },
  { Binds: ['/:/host'] },
  { image: 'evil' },
  { env: { LD_PRELOAD: '/work/x' } },
  { hostFolder: '/' },
  { spec: { User: '0' } },
  { settings: {} },
  { network: 'host' },
  { owner: 'other' },
  { privileged: true },
  JSON.parse('{"__proto__":{"isAdmin":true}}'),
)
const good = {
  runId: fc.stringMatching(/^[A-Za-z][\w-]{0,30}$/),
  traceId: fc.string({ minLength: 8, maxLength: 64 }),
  userId: fc.integer({ min: 1, max: 50 }),
}
const mixed = fc
  .tuple(
    fc.record(
      {
        runId: fc.oneof(good.runId, word),
        traceId: fc.oneof(good.traceId, word),
        userId,
        command,
        timeoutSeconds: fc.oneof(fc.integer({ min: -5, max: 4_000 }), fc.anything()),
        workdirRel: word,
      },
      { requiredKeys: [] },
    ),
    extras,
  )
  .map(([payload, more]) => ({ ...payload, ...more }))
const nearlyGood = fc.record(
  {
    ...good,
    command: fc.oneof(
      fc.record({ kind: fc.constant('shell'), script: word, more: word }),
      fc.record({ kind: fc.constant('shell'), script: word }),
    ),
    workdirRel: word,
    timeoutSeconds: fc.integer({ min: 1, max: 3_600 }),
  },
  { requiredKeys: ['runId', 'traceId', 'userId', 'command'] },
)
const hint = fc.record(
  { userId: fc.oneof(userId, good.userId), traceId: good.traceId, runId: word },
  { requiredKeys: ['userId'] },
)
const payloads = fc.oneof(
  { weight: 3, arbitrary: nearlyGood },
  { weight: 3, arbitrary: mixed },
  { weight: 3, arbitrary: hint },
  { weight: 1, arbitrary: fc.anything() },
)
const door = fc.constantFrom<Door>('run', 'run', 'prepare', 'sandbox-list', 'cancel')
const goodRun = fc.record({
  ...good,
  command: fc.record({ kind: fc.constant('shell'), script: fc.string({ minLength: 1 }), more: word }),
  workdirRel: fc.constantFrom('', 'files', 'files/a b'),
})
const at = (which: Door, payload: fc.Arbitrary<unknown>) => fc.tuple(fc.constant(which), payload)
const calls = fc.oneof(
  { weight: 27, arbitrary: fc.tuple(door, payloads) },
  { weight: 1, arbitrary: at('run', goodRun) },
  { weight: 1, arbitrary: at('prepare', fc.record({ userId: good.userId, traceId: good.traceId })) },
  { weight: 1, arbitrary: at('sandbox-list', fc.record({ userId: good.userId })) },
)

describe('10,000 payloads at the executor’s doors', () => {
  test('no container is asked for that is not the spec’s, and nothing breaks', async () => {
    const engine = recordingEngine()
    const folders = { prepare: async (id: number) => `/srv/users/${id}`, identity: async () => 'theirs' }
    const maker = sandboxMaker({ engine, settings, folders, concurrentStarts: 2 })
    const limits = { most: 4, idleMs: 60_000, hasRoom: () => true }
    await using pool = sandboxPool({
      engine,
      maker,
      folders,
      ...limits,
      onTrouble: (error) => {
        throw error
      },
    })
    const sandbox = dockerSandbox({
      engine,
      settings,
      bookings: new FakeBookings(),
      folders,
      maker,
      pool,
      limits: { outputBytes: 1_024, outputLimitBytes: 65_536 },
      fitness: { open: async () => undefined, close: () => undefined },
    })
    const { open, troubles } = doors(sandbox, () => engine.list(settings.owner))
    const outcomes: Record<string, number> = {}
    const releases: Promise<void>[] = []

    await fc.assert(
      fc.asyncProperty(calls, async ([which, payload]) => {
        const outcome = await open[which](payload)
        const key = `${which} ${outcome}`
        outcomes[key] = (outcomes[key] ?? 0) + 1
        if (which === 'run' && outcome === 'done') {
          releases.push(sandbox.release((payload as { runId: string }).runId))
        }
      }),
      { numRuns: 10_000, seed: 20_261_121, endOnFailure: true },
    )
    await Promise.all(releases)

    // Both sides of each door were tried, many times.
    expect(Object.keys(outcomes).toSorted()).toEqual(
      ['cancel done', 'cancel refused', 'prepare done', 'prepare refused'].concat(
        'run done',
        'run refused',
        'sandbox-list done',
        'sandbox-list refused',
      ),
    )
    expect(Math.min(...Object.values(outcomes))).toBeGreaterThan(100)
    expect(troubles).toEqual([])
    expect(engine.made.length).toBeGreaterThan(500)
    for (const { name, spec } of engine.made) {
      const person = Number(spec.Labels['aika.user'])
      expect(person).toBeGreaterThan(0)
      expect(person).toBeLessThan(51)
      expect(name).toMatch(/^aika-door-ready-[0-9a-f]{16}$/)
      expect(JSON.stringify(spec)).toBe(
        JSON.stringify(containerSpec(person, `/srv/users/${person}`, settings)),
      )
    }
    for (const name of engine.named) expect(name).toMatch(/^[0-9a-f]{64}$/)
    for (const name of engine.renamed) expect(name).toMatch(/^aika-door-run-[A-Za-z][\w-]{0,119}$/)
    expect(({} as { isAdmin?: unknown }).isAdmin).toBeUndefined()
  }, 180_000)
})

describe('a handful of them on the real engine', () => {
  const host = useRealEngine()

  test('what runs is as the spec says, whatever the payload hoped for', async () => {
    const { open } = doors(host.sandbox, () => host.engine.list(host.owner))
    const hopes = fc.sample(fc.tuple(word, extras, good.runId), { numRuns: 8, seed: 42 })

    for (const [script, more, runId] of hopes) {
      const command = { kind: 'shell', script: script || 'true', ...more }
      const payload = { runId: `door-${runId}`, traceId: 'trace-1234', userId: 42, command, ...more }
      await open['run'](payload)
      await open['prepare']({ userId: 43, traceId: 'trace-1234', ...more })
    }

    const ids = await host.containers()
    expect(ids.length).toBeGreaterThan(1)
    for (const id of ids) {
      const real = dockerInspect(id) as unknown as InspectedContainer
      const person = Number((real.Config['Labels'] as Record<string, string>)['aika.user'])
      const spec = containerSpec(person, `${host.userDir}/${person}`, host.settings)
      expect(deviations(spec, real)).toEqual([])
    }
  })
})
