import type { Summary } from '@aika/contracts'
import { askForSummaries } from './ask-for-summaries.ts'

test('each person by their own clocks; one whose zone nobody knows does not keep the others waiting', async () => {
  const zones: Record<number, string> = { 1: 'Pacific/Kiritimati', 2: 'Nowhere/At_All', 3: 'America/Los_Angeles', 4: 'Asia/Kathmandu' } // prettier-ignore
  const asked: Summary[] = []
  const unknown: number[] = []

  const count = await askForSummaries({
    memory: {
      people: async () => [1, 2, 3, 4],
      progressOf: async () => ({
        firstUncoveredAt: new Date('2026-11-24T12:00:00Z'),
        lastDay: '2026-11-23',
        hasStale: false,
        firstDayAfterMajor: undefined,
        lastWeek: '2026-11-22',
      }),
    },
    zones: { timeZoneOf: async (userId) => zones[userId]! },
    summaries: { enqueue: async (summary) => void asked.push(summary) },
    onUnknown: (userId) => unknown.push(userId),
    newTraceId: () => 'trace-1234',
    clock: { now: () => new Date('2026-11-24T22:20:00Z') },
  })

  expect(count).toBe(2)
  expect(unknown).toEqual([2])
  expect(asked).toEqual([
    {
      kind: 'daily',
      userId: 1,
      timeZone: 'Pacific/Kiritimati',
      through: '2026-11-24',
      traceId: 'trace-1234',
    },
    { kind: 'daily', userId: 4, timeZone: 'Asia/Kathmandu', through: '2026-11-24', traceId: 'trace-1234' },
  ])
})
