import { AppError, messageOf } from '@aika/errors'
import type { Quota, Usage } from '@aika/workspace'
import { diskMeter, type Taken } from './disk-meter.ts'
import { isShort, spaceOf, type Space } from './disk-space.ts'
import { diskWatch, exceeds, type Watched } from './disk-watch.ts'
import { unavailable } from './engine.ts'
import type { WrittenFigure } from './hidden-growth.ts'

/** Keeps commands within what their person may hold, and the machine's disk out of their reach. */
export interface DiskQuota {
  /**
   * Whether no command may begin: so much is there that not even the room for a little more is left. Answers at once
   * where a count of before still tells; `watch` then counts beside the command, and ends it when there was too much.
   *
   * @throws AppError `sandbox_unavailable` when that cannot be counted, and when the machine's disk is nearly full.
   */
  isOverfull(userId: number): Promise<boolean>
  /**
   * Counts while a command runs; `full` aborts when it has written more than it may, when that cannot be counted, and
   * when the machine's disk is nearly full.
   */
  watch(userId: number, asks?: WatchAsks): { full: AbortSignal } & Disposable
}

export interface WatchAsks {
  /**
   * Bytes that the command's processes have written to disk, by its runner's word. Without it, files without a name are
   * not held against this command.
   */
  written?: () => Promise<WrittenFigure>
}

/** Where there is no quota. */
export const noDiskQuota: DiskQuota = {
  isOverfull: async () => false,
  watch: () => ({ full: new AbortController().signal, [Symbol.dispose]() {} }),
}

export interface DiskQuotaOptions {
  /** Where people's folders are: the file system that is watched. */
  folder: string
  /** Between two counts of a running command's folder that nothing asked for; 1,000 when left out. */
  everyMs?: number
  /** Instead of asking the kernel. */
  space?: () => Space
}

/** How much more than its quota a folder may hold while commands may still begin, to tidy it up. */
const overfull = 1.1
/** What a command may add to a folder that is full when it begins. */
const slackBytes = 1_048_576
/** How long the count that let a command begin serves as its first one; a later one is made beside the command. */
const servesMs = 1_000

/** The quota of people on one file system, whatever that can do itself. See docs/decisions/disk-quota.md. */
export function diskQuota(
  countOnce: UsageOf,
  quota: Quota,
  { folder, everyMs = 1_000, space = () => spaceOf(folder) }: DiskQuotaOptions,
): DiskQuota {
  const usageOf = wholeUsage(countOnce)
  const meter = diskMeter(space)
  const watches = diskWatch({ usageOf, meter, everyMs })
  const most = { bytes: quota.bytes * overfull, files: quota.files * overfull }
  const known = new Map<number, Counted>()

  async function count(userId: number): Promise<Counted> {
    const { taken } = meter.read()
    const counted = { usage: await usageOf(userId, most), countedAt: taken, at: performance.now() }
    known.set(userId, counted)
    return counted
  }

  async function begin(userId: number, full: AbortController, asks: WatchAsks, done: AbortSignal) {
    const kept = known.get(userId)
    const isFresh = kept && performance.now() - kept.at < servesMs
    const { usage, countedAt } = isFresh ? kept : await count(userId)
    if (exceeds(usage, most)) return full.abort()
    const limit = {
      bytes: Math.max(quota.bytes, usage.bytes + slackBytes),
      files: Math.max(quota.files, usage.entries),
    }
    const watched: Watched = {
      userId,
      limit,
      usage,
      countedAt,
      full,
      leastBytes: usage.bytes,
      began: { freeBytes: 0, explained: 0 },
      written: asks.written,
    }
    await watches.watch(watched, done).finally(() => known.set(userId, keptOf(watched)))
  }

  return {
    async isOverfull(userId) {
      try {
        const { space, taken } = meter.read()
        mustHaveRoom(space)
        const kept = known.get(userId)
        if (kept && !exceeds(atMost(kept, taken), most)) return false
        return exceeds((await count(userId)).usage, most)
      } catch (error) {
        if (error instanceof AppError && error.code === 'sandbox_unavailable') throw error
        throw unavailable(`what people's folders hold cannot be counted (${messageOf(error)})`, error)
      }
    },
    watch(userId, asks = {}) {
      const [full, done] = [new AbortController(), new AbortController()]
      begin(userId, full, asks, done.signal).catch(() => {
        // What cannot be counted is not left to grow; a command that has ended needs no count.
        if (!done.signal.aborted) full.abort()
      })
      return { full: full.signal, [Symbol.dispose]: () => done.abort() }
    },
  }
}

type UsageOf = (userId: number, most: Quota) => Promise<Usage>

/** So often one that changed while it was counted is counted; one that is never found whole cannot be counted. */
const mostCounts = 5

/** Counts again where something went from under the count, as it does whenever a command renames a folder. */
function wholeUsage(countOnce: UsageOf): UsageOf {
  return async (userId, most) => {
    for (let counts = 1; ; counts++) {
      const usage = await countOnce(userId, most)
      const isMuch = usage.bytes > most.bytes || usage.entries > most.files
      if (usage.complete || isMuch || counts === mostCounts) return usage
    }
  }
}

interface Counted extends Pick<Watched, 'usage' | 'countedAt'> {
  at: number
}

/** Too old to begin the next watch with, as the command went on after it. */
function keptOf({ usage, countedAt }: Watched): Counted {
  return { usage, countedAt, at: -Infinity }
}

/** What a folder may hold by now: what it held, and all that anybody has taken from the disk since. */
function atMost({ usage, countedAt }: Counted, taken: Taken): Usage {
  return {
    bytes: usage.bytes + taken.bytes - countedAt.bytes,
    entries: usage.entries + taken.files - countedAt.files,
    complete: usage.complete,
  }
}

function mustHaveRoom(space: Space): void {
  if (!isShort(space)) return
  const [free, files] = [Math.floor(space.availableBytes / 2 ** 20), space.files?.free]
  throw unavailable(
    `the machine's disk is nearly full (${free} MiB${files === undefined ? '' : ` and ${files} files`} left); commands wait until there is room`,
  )
}
