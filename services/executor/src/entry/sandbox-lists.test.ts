import type { Leftover } from '../domain/sweep.ts'
import { FakeBookings } from '../testing/fake-bookings.ts'
import { answerSandboxLists } from './sandbox-lists.ts'

const now = new Date('2026-11-21T12:00:00Z')
const sandbox = (name: string, more: Partial<Leftover> = {}): Leftover => ({
  containerId: name,
  name,
  userId: 42,
  isRunning: true,
  createdAt: new Date(now.getTime() - 3_000),
  ...more,
})
/** Those of them that were given to a run have it in their name here. */
const asked = (all: Leftover[], userId = 42) => {
  const bookings = new FakeBookings()
  for (const { containerId } of all)
    if (containerId.includes('-run-')) bookings.book(containerId, containerId)
  return answerSandboxLists({ list: async () => all, bookings, clock: { now: () => now } })({ userId })
}

test('a person hears of their own sandboxes: what waits, what runs, what has ended', async () => {
  const all = [
    sandbox('aika-ready-0011223344556677'),
    sandbox('aika-run-tg-42-1'),
    sandbox('aika-run-tg-42-2', { isRunning: false }),
    sandbox('aika-run-tg-43-1', { userId: 43 }),
  ]

  expect(await asked(all)).toEqual({
    sandboxes: [
      { state: 'ready', ageMs: 3_000 },
      { state: 'running', ageMs: 3_000 },
      { state: 'ended', ageMs: 3_000 },
    ],
  })
  expect((await asked(all, 43)).sandboxes).toHaveLength(1)
  expect((await asked(all, 44)).sandboxes).toEqual([])
})

test('one that is just being made is not ready; a clock that was put back gives no negative age', async () => {
  const unfinished = sandbox('aika-ready-0011223344556677', { isRunning: false })
  const later = sandbox('aika-run-tg-42-1', { createdAt: new Date(now.getTime() + 5_000) })

  expect(await asked([unfinished, later])).toEqual({ sandboxes: [{ state: 'running', ageMs: 0 }] })
})

test('the engine is away: an error, not an empty list', async () => {
  const door = answerSandboxLists({
    list: () => Promise.reject(new Error('away')),
    bookings: new FakeBookings(),
    clock: { now: () => now },
  })

  await expect(door({ userId: 42 })).rejects.toThrow('away')
})
