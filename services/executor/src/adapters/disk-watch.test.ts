import type { WatchAsks } from './disk-quota.ts'
import { FakeDisk, aborted, holds, megabyte } from '../testing/fake-disk.ts'

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

    test('little by little, never more than its room between two counts: ended all the same', async () => {
      const disk = new FakeDisk()
      using watch = await begun(disk, 42, wrote(150), disk.quota({ everyMs: 5 }))

      disk.take(60)
      await disk.counted(2)
      disk.take(60)

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
