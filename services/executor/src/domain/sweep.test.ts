import { FakeBookings } from '../testing/fake-bookings.ts'
import { sweep, type Leftover, type SweepPorts } from './sweep.ts'

const now = new Date('2026-01-01T12:00:00Z')
const container = (name: string, ageSeconds: number, isRunning = true): Leftover => ({
  containerId: `c-${name}`,
  name,
  userId: 42,
  isRunning,
  createdAt: new Date(now.getTime() - ageSeconds * 1_000),
})

/** Containers whose name begins with `run-` were given to that run. */
function bookingsOf(list: Leftover[]): FakeBookings {
  const bookings = new FakeBookings()
  for (const { name, containerId } of list) {
    if (name.startsWith('run-')) bookings.book(name.slice('run-'.length), containerId)
  }
  return bookings
}

async function swept(...list: Leftover[]): Promise<string[]> {
  const removed: string[] = []
  const ports: SweepPorts = {
    containers: { list: async () => list, remove: async (id) => void removed.push(id) },
    runs: { isAwaited: async (runId) => runId === 'awaited' },
    bookings: bookingsOf(list),
    clock: { now: () => now },
  }
  expect(await sweep(ports)).toBe(removed.length)
  return removed
}

describe('removing sandboxes that nobody waits for (F-BOX 4)', () => {
  test('of runs: one awaited, one orphan, one just made: only the orphan goes', async () => {
    const list = [container('run-awaited', 600), container('run-orphan', 600), container('run-young', 3)]

    expect(await swept(...list)).toEqual(['c-run-orphan'])
  })

  test('prepared: what an executor may still hold stays; what has ended, and what nobody can hold any more, goes', async () => {
    const list = [container('waits', 60), container('over', 60, false), container('forgotten', 700)]

    expect(await swept(...list)).toEqual(['c-over', 'c-forgotten'])
  })

  test('given to a run while the sweep lists it, and not named yet: the run goes on', async () => {
    const bookings = new FakeBookings()
    const removed: string[] = []
    const ports: SweepPorts = {
      containers: {
        async list() {
          const listed = [container('ready-1', 700), container('ready-2', 60, false)]
          for (const { containerId } of listed) bookings.book(`awaited-${containerId}`, containerId)
          return listed
        },
        remove: async (id) => void removed.push(id),
      },
      runs: { isAwaited: async () => true },
      bookings,
      clock: { now: () => now },
    }

    await sweep(ports)

    expect(removed).toEqual([])
  })

  test('bookings of sandboxes that are gone: an old one whose run is over goes, any other stays', async () => {
    const bookings = new FakeBookings()
    const runs = ['over', 'awaited', 'young', 'here']
    for (const runId of runs) bookings.book(runId, `c-${runId}`)
    const old = new Date(now.getTime() - 3_700_000)
    for (const runId of runs) bookings.given.get(runId)!.since = runId === 'young' ? now : old

    await sweep({
      containers: { list: async () => [container('here', 5)], remove: async () => undefined },
      runs: { isAwaited: async (runId) => runId === 'awaited' },
      bookings,
      clock: { now: () => now },
    })

    expect([...bookings.given.keys()]).toEqual(['awaited', 'young', 'here'])
  })
})
