import type { Wake } from '@aika/contracts'
import { wakeStuckChats } from './wake-stuck-chats.ts'

describe('chats left waiting', () => {
  test('those that wait for more than 10 s are nudged, each with a trace of its own', async () => {
    const wakes: Wake[] = []
    const asked: Date[] = []
    let traces = 0

    const nudged = await wakeStuckChats({
      inbox: { stuckChats: async (before) => (asked.push(before), [1001, -42]) },
      wakes: { enqueue: async (wake) => void wakes.push(wake) },
      newTraceId: () => `trace-${++traces}`,
      clock: { now: () => new Date('2026-11-21T12:00:30Z') },
    })

    expect(nudged).toBe(2)
    expect(asked).toEqual([new Date('2026-11-21T12:00:20Z')])
    expect(wakes).toEqual([
      { chatId: 1001, traceId: 'trace-1' },
      { chatId: -42, traceId: 'trace-2' },
    ])
  })
})
