import { summaryQueue } from '@aika/contracts'
import { cappedBackoffMs } from './backoff.ts'

const waits = (chance: number) =>
  Array.from({ length: summaryQueue.attempts - 1 }, (_, tries) =>
    cappedBackoffMs(summaryQueue, tries + 1, chance),
  )

test('Groq is away for a day or a month: a sentence is tried again within three minutes, and never given up', () => {
  const days = waits(0).reduce((sum, ms) => sum + ms, 0) / 86_400_000

  expect(waits(1).slice(0, 7)).toEqual([5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 180_000])
  expect(Math.max(...waits(1))).toBe(180_000)
  expect(days).toBeGreaterThan(24)
})

test('what failed at one moment is tried again at different ones', () => {
  expect(waits(0)[9]).toBe(144_000)
})
