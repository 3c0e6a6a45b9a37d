import type { Usage } from '@aika/workspace'
import { diskQuota, type DiskQuotaOptions } from './disk-quota.ts'
import { FakeDisk, aborted, holds, quota } from '../testing/fake-disk.ts'

describe('whether a command may begin', () => {
  test.each<[string, Usage, boolean]>([
    ['little is there', holds(1), false],
    ['it is full, and may be tidied up', holds(105), false],
    ['it is more than full', holds(111), true],
    ['there are too many files', holds(1, { entries: 111 }), true],
    ['it cannot be counted to its end', holds(1, { complete: false }), true],
  ])('%s', async (_what, usage, isOverfull) => {
    const disk = new FakeDisk()
    disk.folders.set(42, usage)
    expect(await disk.quota().isOverfull(42)).toBe(isOverfull)
  })

  test.each<[string, (disk: FakeDisk) => void, RegExp]>([
    ['the machine’s disk is nearly full', (disk) => disk.take(44_500), /nearly full \(500 MiB/],
    ['the machine’s disk has no room for more files', (disk) => disk.take(0, 460_000), /40000 files/],
  ])('%s: it does not, and admins are told why', async (_what, change, words) => {
    const disk = new FakeDisk()
    change(disk)
    const refused = disk.quota().isOverfull(42)
    await expect(refused).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    await expect(refused).rejects.toThrow(words)
    expect(disk.counts).toBe(0)
  })

  test.each<[string, Partial<DiskQuotaOptions>, () => Promise<Usage>]>([
    ['the folder cannot be read', {}, () => Promise.reject(new Error('EIO'))],
    ['the disk cannot be read', { space: undefined as never }, async () => holds(0)],
  ])('%s: it does not', async (_what, options, usageOf) => {
    const space =
      'space' in options
        ? () => {
            throw new Error('EIO')
          }
        : () => new FakeDisk().space
    const broken = diskQuota(usageOf, quota, { folder: '/nowhere', space })
    await expect(broken.isOverfull(42)).rejects.toMatchObject({ code: 'sandbox_unavailable' })
    await expect(broken.isOverfull(42)).rejects.toThrow(/cannot be counted \(EIO\)/)
  })
})

describe('a folder that changes while it is counted', () => {
  const quotaThatSees = (...counts: boolean[]) => {
    const seen = counts.map((complete) => holds(1, { complete }))
    const disk = new FakeDisk()
    return diskQuota(async () => seen.shift() ?? holds(1), quota, { folder: '/nowhere', space: disk.look })
  }

  test('is counted again, and its command goes on', async () => {
    using watch = quotaThatSees(false, false, true).watch(42)
    await new Promise(setImmediate)

    expect(watch.full.aborted).toBe(false)
    expect(await quotaThatSees(false, false, true).isOverfull(42)).toBe(false)
  })

  test('never found whole: it holds too much', async () => {
    expect(await quotaThatSees(...Array<boolean>(20).fill(false)).isOverfull(42)).toBe(true)
  })
})

describe('the next command of somebody whose folder was counted', () => {
  test('little was taken since: it begins without a count, which is made beside it', async () => {
    const disk = new FakeDisk()
    const all = disk.quota()
    await all.isOverfull(42)
    disk.take(50)

    expect(await all.isOverfull(42)).toBe(false)
    expect(disk.counts).toBe(1)
  })

  test('much was taken since, by whomever: counted first', async () => {
    const disk = new FakeDisk()
    const all = disk.quota()
    await all.isOverfull(42)
    disk.take(150)
    disk.folders.set(42, holds(150))

    expect(await all.isOverfull(42)).toBe(true)
  })

  test('its folder was filled with what takes nothing from the disk: it is ended', async () => {
    const disk = new FakeDisk()
    const all = disk.quota()
    await all.isOverfull(42)
    all.watch(42)[Symbol.dispose]()
    await new Promise(setImmediate)
    disk.folders.set(42, holds(1, { entries: 111 }))

    expect(await all.isOverfull(42)).toBe(false)
    using watch = all.watch(42)
    await aborted(watch.full)
  })
})

describe('while a command runs and its folder is counted from time to time', () => {
  async function watched(...counts: (Usage | Error)[]): Promise<boolean> {
    let looks = 0
    const { promise: over, resolve } = Promise.withResolvers<boolean>()
    const count = async () => {
      const usage = counts[looks++]
      if (!usage) resolve(false)
      if (usage instanceof Error) throw usage
      return usage ?? holds(0)
    }
    const { space } = new FakeDisk()
    const options = { folder: '/nowhere', everyMs: 1, space: () => space }
    using watch = diskQuota(count, quota, options).watch(42)
    watch.full.addEventListener('abort', () => resolve(true))
    return await over
  }

  test.each<[string, (Usage | Error)[], boolean]>([
    ['it writes within the quota', [holds(1), holds(50), holds(99)], false],
    ['it passes the quota', [holds(1), holds(50), holds(101)], true],
    ['it makes too many files', [holds(1), holds(1, { entries: 101 })], true],
    ['it tidies a full folder up', [holds(105), holds(105.5), holds(50)], false],
    ['it adds to a full folder', [holds(105), holds(107)], true],
    ['it renames a folder meanwhile', [holds(1), holds(1, { complete: false }), holds(1)], false],
    ['it hides what it writes', [holds(1), ...Array<Usage>(9).fill(holds(1, { complete: false }))], true],
    ['nothing can be counted', [holds(1), new Error('gone')], true],
  ])('%s', async (_what, counts, isEnded) => {
    expect(await watched(...counts)).toBe(isEnded)
  })
})
