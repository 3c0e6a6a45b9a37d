import type { Usage } from '@aika/workspace'
import { diskQuota } from './disk-quota.ts'

const megabyte = 1_048_576
const quota = { bytes: 100 * megabyte, files: 100 }
const holds = (megabytes: number, more: Partial<Usage> = {}): Usage => ({
  bytes: megabytes * megabyte,
  entries: 10,
  complete: true,
  ...more,
})

describe('whether a command may begin', () => {
  test.each<[string, Usage, boolean]>([
    ['little is there', holds(1), false],
    ['it is full, and may be tidied up', holds(105), false],
    ['it is more than full', holds(111), true],
    ['there are too many files', holds(1, { entries: 111 }), true],
    ['it cannot be counted', holds(1, { complete: false }), true],
  ])('%s', async (_what, usage, isOverfull) => {
    expect(await diskQuota(async () => usage, quota).isOverfull(42)).toBe(isOverfull)
  })
})

describe('while a command runs', () => {
  async function watched(...counts: (Usage | Error)[]): Promise<boolean> {
    let looks = 0
    const { promise: over, resolve } = Promise.withResolvers<boolean>()
    const count = async () => {
      const usage = counts[looks++]
      if (!usage) resolve(false)
      if (usage instanceof Error) throw usage
      return usage ?? holds(0)
    }
    using watch = diskQuota(count, quota, 1).watch(42)
    watch.full.addEventListener('abort', () => resolve(true))
    return await over
  }

  test.each<[string, (Usage | Error)[], boolean]>([
    ['it writes within the quota', [holds(1), holds(50), holds(99)], false],
    ['it passes the quota', [holds(1), holds(50), holds(101)], true],
    ['it makes too many files', [holds(1), holds(1, { entries: 101 })], true],
    ['it tidies a full folder up', [holds(105), holds(105.5), holds(50)], false],
    ['it adds to a full folder', [holds(105), holds(107)], true],
    ['it hides what it writes', [holds(1), holds(1, { complete: false })], true],
    ['nothing can be counted', [holds(1), new Error('gone')], true],
  ])('%s', async (_what, counts, isEnded) => {
    expect(await watched(...counts)).toBe(isEnded)
  })
})
