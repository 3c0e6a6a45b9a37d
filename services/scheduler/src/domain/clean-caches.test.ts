import { cleanCaches } from './clean-caches.ts'

describe('old files in caches', () => {
  test('one cache cannot be cleaned: the others are, and somebody is told', async () => {
    const trouble: number[] = []
    const limits: Date[] = []
    const caches = {
      owners: async () => [1, 2, 3],
      async removeOlderThan(userId: number, before: Date) {
        limits.push(before)
        if (userId === 2) throw new Error('disk')
        return 5
      },
    }
    const dropped: Date[] = []
    const attachments = { dropBefore: async (before: Date) => (dropped.push(before), 2) }
    const clock = { now: () => new Date('2026-11-21T12:00:00Z') }

    const removed = await cleanCaches(
      { caches, attachments, onTrouble: (userId) => trouble.push(userId), clock },
      3_600_000,
    )

    expect(removed).toBe(12)
    expect(trouble).toEqual([2])
    expect(dropped).toEqual([limits[0]])
    expect(limits[0]).toEqual(new Date('2026-11-21T11:00:00Z'))
  })
})
