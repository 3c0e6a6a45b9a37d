import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { FakeBookings } from '../testing/fake-bookings.ts'
import { gate } from '../domain/gate.ts'
import type { RunSignals } from '../domain/sandbox.ts'
import { dockerSandbox, type DockerSandboxOptions } from './docker-sandbox.ts'
import { unavailable, type ContainerView, type Engine } from './engine.ts'
import type { ReadySandbox } from './sandbox-maker.ts'

function ready(containerId: string) {
  const sent: Buffer[] = []
  let isClosed = false
  const line = {
    listen: () => undefined,
    send: (frame: Buffer) => void sent.push(frame),
    ended: new Promise<undefined>(() => undefined),
    close: () => void (isClosed = true),
  }
  const sandbox: ReadySandbox = { containerId, userId: 1, folder: 'f', line }
  return { sandbox, sent, isClosed: () => isClosed }
}

/** An engine that has no containers but those that are handed out; whatever else is asked of it fails the test. */
function world(more: Partial<DockerSandboxOptions> = {}, engine: Partial<Engine> = {}) {
  const putBack: ReadySandbox[] = []
  const bookings = new FakeBookings()
  let checks = 0
  const sandbox = dockerSandbox({
    engine: { inspect: async () => undefined, rename: async () => undefined, ...engine } as Engine,
    settings: { owner: 'aika' },
    limits: { outputBytes: 1_024, outputLimitBytes: 1_024 },
    fitness: gate(async () => void checks++),
    bookings,
    folders: { prepare: async () => '/users/1', identity: async () => 'f' },
    maker: { make: () => Promise.reject(new Error('none is to be made')) },
    pool: {
      prepare: async () => true,
      take: async () => undefined,
      putBack: (kept) => void putBack.push(kept),
    },
    ...more,
  })
  return { sandbox, putBack, bookings, checks: () => checks }
}

const order = { runId: 'r1', userId: 1, argv: ['true'], workdirRel: '', timeoutSeconds: 5 }
const never = new AbortController().signal
const signals = (more: Partial<RunSignals> = {}): RunSignals => ({
  cancel: never,
  leave: never,
  isOurs: () => true,
  ...more,
})

describe('a prepared sandbox that its run does not use', () => {
  const poolOf = (found: ReadySandbox, putBack: ReadySandbox[], onTake: () => void = () => undefined) => ({
    prepare: async () => true,
    take: async () => (onTake(), found),
    putBack: (kept: ReadySandbox) => void putBack.push(kept),
  })

  test('the job is another’s by now: it waits on for the next command', async () => {
    const { sandbox: found, sent } = ready('c1')
    const putBack: ReadySandbox[] = []
    const { sandbox } = world({ pool: poolOf(found, putBack) })

    await expect(sandbox.run(order, signals({ isOurs: () => false }))).rejects.toMatchObject({
      code: 'run_left',
    })
    expect(putBack).toEqual([found])
    expect(sent).toEqual([])
  })

  test('stopped while it was looked for: it waits on for the next command', async () => {
    const { sandbox: found, sent } = ready('c1')
    const putBack: ReadySandbox[] = []
    const stop = new AbortController()
    const { sandbox } = world({ pool: poolOf(found, putBack, () => stop.abort()) })

    const end = await sandbox.run(order, signals({ cancel: stop.signal }))

    expect(end).toMatchObject({ stoppedReason: 'cancelled', containerId: '' })
    expect(putBack).toEqual([found])
    expect(sent).toEqual([])
  })

  test('nobody can tell whether it has the run now: its runner ends, nothing has run', async () => {
    const { sandbox: found, sent, isClosed } = ready('c1')
    const bookings = new FakeBookings()
    bookings.book = () => {
      throw unavailable('the disk is broken')
    }
    const { sandbox } = world({ pool: poolOf(found, []), bookings })

    await expect(sandbox.run(order, signals())).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    expect(isClosed()).toBe(true)
    expect(sent).toEqual([])
  })

  test('another executor gives the run away first: it waits on, and that one’s command is collected', async () => {
    const { sandbox: found, sent } = ready('c1')
    const putBack: ReadySandbox[] = []
    const bookings = new FakeBookings()
    const pool = poolOf(found, putBack, () => bookings.book(order.runId, 'c2'))
    const { sandbox } = world({ pool, bookings }, ended('c2', 7))

    expect(await sandbox.run(order, signals())).toMatchObject({ adopted: true, exitCode: 7 })
    expect(putBack).toEqual([found])
    expect(sent).toEqual([])
  })

  test('its command is on its way at once; the engine takes its time to call it by its run, and is not waited for', async () => {
    const { sandbox: found, sent } = ready('c1')
    const leave = new AbortController()
    const names: string[] = []
    const rename = (id: string, name: string) => {
      names.push(`${id} ${name} ${sent.length}`)
      leave.abort()
      return new Promise<never>(() => undefined)
    }
    const { sandbox, bookings } = world({ pool: poolOf(found, []) }, { rename })

    await expect(sandbox.run(order, signals({ leave: leave.signal }))).rejects.toMatchObject({
      code: 'run_left',
    })
    expect(names).toEqual(['c1 aika-run-r1 1'])
    expect(bookings.of(order.runId)).toEqual({ containerId: 'c1', number: 0 })
  })
})

test('stopped while its sandbox was being made: its command never begins, the next one may have it', async () => {
  const { sandbox: made, sent } = ready('c1')
  const stop = new AbortController()
  const { sandbox, putBack, bookings } = world({ maker: { make: async () => (stop.abort(), made) } })

  const end = await sandbox.run(order, signals({ cancel: stop.signal }))

  expect(end).toMatchObject({ stoppedReason: 'cancelled', containerId: '' })
  expect(sent).toEqual([])
  expect(putBack).toEqual([made])
  expect(bookings.all()).toEqual([])
})

test('released: its sandbox goes when the engine has called it by its run, and then its booking', async () => {
  const { sandbox: made } = ready('c1')
  const leave = new AbortController()
  const done: string[] = []
  const { sandbox, bookings } = world(
    { maker: { make: async () => made } },
    {
      async rename(id) {
        leave.abort()
        // Longer than a removal takes.
        await sleep(60)
        done.push(`named ${id}`)
      },
      async removeUnlessRunning(id) {
        done.push(`removed ${id}, booked ${bookings.of(order.runId)?.containerId}`)
        return true
      },
    },
  )
  await sandbox.run(order, signals({ leave: leave.signal })).catch(() => undefined)

  await sandbox.release(order.runId)

  expect(done).toEqual(['named c1', 'removed c1, booked c1'])
  expect(bookings.of(order.runId)).toBeUndefined()
})

test('the disk is full by now, and the command has run before: its result is collected', async () => {
  const bookings = new FakeBookings()
  bookings.book(order.runId, 'c1')
  const { sandbox } = world(
    {
      disk: {
        isOverfull: () => Promise.reject(unavailable('the machine’s disk is nearly full')),
        watch: () => ({ full: never, [Symbol.dispose]() {} }),
      },
      bookings,
    },
    ended('c1', 7),
  )

  expect(await sandbox.run(order, signals())).toMatchObject({ adopted: true, exitCode: 7 })
})

/** An engine with one container, in which a command has begun and has ended. */
function ended(containerId: string, code: number): Partial<Engine> {
  const State = { Status: 'exited', Running: false, ExitCode: 0, FinishedAt: new Date().toISOString() }
  const Config = { Labels: { 'aika.owner': 'aika', 'aika.user': '1' } }
  const record = Buffer.concat([
    said('R', Buffer.from([1])),
    said('S', Buffer.alloc(8)),
    said('X', Buffer.from([0x65, 0, 0, 0, code])),
  ])
  const view = { Id: containerId, Config, State } as unknown as ContainerView
  return {
    inspect: async (id) => (id === containerId ? view : undefined),
    logs: async () => Readable.from([record]),
  }
}

/** A frame of the runner's in a frame of the engine's. */
function said(kind: string, payload: Buffer): Buffer {
  const frame = Buffer.concat([Buffer.from([kind.charCodeAt(0), 0, 0, 0, payload.length]), payload])
  return Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, frame.length + 1]), frame, Buffer.from('\n')])
}

describe('what closes the executor for everybody (F-BOX 5)', () => {
  test('one person’s folder cannot be counted: their command is refused, nobody waits for a test of the engine', async () => {
    const isOverfull = () => Promise.reject(unavailable('what people’s folders hold cannot be counted'))
    const watch = () => ({ full: never, [Symbol.dispose]() {} })
    const { sandbox, checks } = world({ disk: { isOverfull, watch } })

    await expect(sandbox.run(order, signals())).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    await sandbox.prepare(2)

    expect(checks()).toBe(1)
  })

  test('one person’s folder cannot be made: no test of the engine either', async () => {
    const folders = {
      prepare: () => Promise.reject(unavailable('their folder is a link')),
      identity: async () => 'f',
    }
    const { sandbox, checks } = world({ folders })

    await expect(sandbox.run(order, signals())).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    await sandbox.prepare(2)

    expect(checks()).toBe(1)
  })

  test('the engine makes no sandbox: it is tested again before the next command', async () => {
    const { sandbox, checks } = world({ maker: { make: () => Promise.reject(unavailable('no')) } })

    await expect(sandbox.run(order, signals())).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    await sandbox.prepare(2)

    expect(checks()).toBe(2)
  })
})
