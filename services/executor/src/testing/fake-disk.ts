import type { Usage } from '@aika/workspace'
import { diskQuota, type DiskQuotaOptions } from '../adapters/disk-quota.ts'
import type { Space } from '../adapters/disk-space.ts'

export const megabyte = 1_048_576
export const quota = { bytes: 100 * megabyte, files: 100 }
export const holds = (megabytes: number, more: Partial<Usage> = {}): Usage => ({
  bytes: megabytes * megabyte,
  entries: 10,
  complete: true,
  ...more,
})
const never = 600_000

/** A machine's disk: what is taken from it, and what is found in people's folders. */
export class FakeDisk {
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

/** Once a signal says so. */
export const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
