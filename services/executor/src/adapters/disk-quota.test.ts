import type { Usage } from '@aika/workspace'
import { diskQuota, type DiskQuotaOptions, type WatchAsks } from './disk-quota.ts'
import type { Space } from './disk-space.ts'

const megabyte = 1_048_576
const quota = { bytes: 100 * megabyte, files: 100 }
const holds = (megabytes: number, more: Partial<Usage> = {}): Usage => ({
  bytes: megabytes * megabyte,
  entries: 10,
  complete: true,
  ...more,
})
const never = 600_000

/** A machine's disk: what is taken from it, and what is found in people's folders. */
class FakeDisk {
  space: Space = {
    sizeBytes: 100_000 * megabyte,
    freeBytes: 50_000 * megabyte,
    availableBytes: 45_000 * megabyte,
    files: { size: 1_000_000, free: 500_000 },
  }
  readonly folders = new Map<number, Usage>()
  counts = 0
  #heard = Promise.withResolvers<void>()
  #looked = Promise.withResolvers<void>()

  readonly look = () => {
    this.#looked.resolve()
    return this.space
  }
  readonly usageOf = async (userId: number) => {
    this.counts++
    this.#heard.resolve()
    return this.folders.get(userId) ?? holds(0)
  }
  take(megabytes: number, files = 0) {
    const { freeBytes, availableBytes, files: inodes } = this.space
    this.space = {
      ...this.space,
      freeBytes: freeBytes - megabytes * megabyte,
      availableBytes: availableBytes - megabytes * megabyte,
      ...(inodes && { files: { ...inodes, free: inodes.free - files } }),
    }
  }
  /** Once folders were counted that many times more. */
  async counted(times = 1) {
    for (let n = 0; n < times; n++) {
      this.#heard = Promise.withResolvers()
      await this.#heard.promise
    }
  }
  /** Once it was looked at that many times more. */
  async looked(times = 2) {
    for (let n = 0; n < times; n++) {
      this.#looked = Promise.withResolvers()
      await this.#looked.promise
    }
  }
  quota(more: Partial<DiskQuotaOptions> = {}) {
    return diskQuota(this.usageOf, quota, {
      folder: '/nowhere',
      space: this.look,
      everyMs: never,
      ...more,
    })
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })

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
    ['it hides what it writes', [holds(1), holds(1, { complete: false })], true],
    ['nothing can be counted', [holds(1), new Error('gone')], true],
  ])('%s', async (_what, counts, isEnded) => {
    expect(await watched(...counts)).toBe(isEnded)
  })
})

describe('while a command runs and its disk is looked at', () => {
  async function begun(disk: FakeDisk, userId = 42, asks: WatchAsks = {}, all = disk.quota()) {
    await all.isOverfull(userId)
    return all.watch(userId, asks)
  }

  test.each<[string, (disk: FakeDisk) => void]>([
    ['bytes', (disk) => (disk.take(150), disk.folders.set(42, holds(150)))],
    ['files', (disk) => (disk.take(0, 200), disk.folders.set(42, holds(0, { entries: 200 })))],
  ])(
    'more %s are taken than it may: its folder is counted at once, and it is ended',
    async (_what, write) => {
      const disk = new FakeDisk()
      using watch = await begun(disk)

      write(disk)

      await aborted(watch.full)
    },
  )

  test('somebody else frees as much as it takes: counted all the same', async () => {
    const disk = new FakeDisk()
    using watch = await begun(disk)

    const swinging = async () => {
      for (let held = 20; ; held += 20) {
        disk.take(20)
        disk.folders.set(42, holds(held))
        await disk.looked()
        disk.take(-20)
        await disk.looked()
      }
    }

    await Promise.race([aborted(watch.full), swinging()])
  })

  test('the reserve of the machine is reached: everybody’s command is ended, whoever took it', async () => {
    const disk = new FakeDisk()
    const all = disk.quota()
    using one = await begun(disk, 42, {}, all)
    using other = await begun(disk, 43, {}, all)

    disk.take(44_500)

    await Promise.all([aborted(one.full), aborted(other.full)])
  })

  test('the disk cannot be looked at any more: it is ended', async () => {
    const disk = new FakeDisk()
    let isBroken = false
    const space = () => {
      if (isBroken) throw new Error('EIO')
      return disk.space
    }
    using watch = await begun(disk, 42, {}, disk.quota({ space }))

    isBroken = true

    await aborted(watch.full)
  })

  describe('what no folder shows', () => {
    const wrote = (megabytes: number, hidden = false): WatchAsks => ({
      written: async () => ({ bytes: megabytes * megabyte, hidden }),
    })

    test('the operator copies a film: the command that wrote little goes on, and so does one that cannot be asked', async () => {
      const disk = new FakeDisk()
      const all = disk.quota()
      using quiet = await begun(disk, 42, wrote(1), all)
      using silent = await begun(disk, 43, {}, all)

      for (let n = 0; n < 5; n++) {
        disk.take(2_000)
        await disk.counted(2)
      }

      expect([quiet.full.aborted, silent.full.aborted]).toEqual([false, false])
    })

    test('its figure says that it was this one: ended', async () => {
      const disk = new FakeDisk()
      using watch = await begun(disk, 42, wrote(150))

      disk.take(150)

      await aborted(watch.full)
    })

    test.each([
      ['it hides processes', wrote(0, true)],
      ['its runner does not answer', { written: () => Promise.reject(new Error('gone')) }],
    ])('%s: ended', async (_what, asks) => {
      const disk = new FakeDisk()
      using watch = await begun(disk, 42, asks)

      disk.take(150)

      await aborted(watch.full)
    })

    test('it writes one file over and over, and nothing is lost: it goes on', async () => {
      const disk = new FakeDisk()
      using watch = await begun(disk, 42, wrote(5_000))

      disk.take(150)
      disk.take(-150)
      disk.take(90)
      disk.folders.set(42, holds(90))
      await disk.looked(5)

      expect(watch.full.aborted).toBe(false)
    })

    test('of two, the one whose figure fits is ended and the other goes on', async () => {
      const disk = new FakeDisk()
      const all = disk.quota()
      using rewriter = await begun(disk, 42, wrote(9_000), all)
      using hider = await begun(disk, 43, wrote(160), all)

      disk.take(150)
      await aborted(hider.full)
      disk.take(-150)
      await disk.looked(30)

      expect(rewriter.full.aborted).toBe(false)
    })
  })
})
