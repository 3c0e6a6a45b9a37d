import type { Quota, Usage } from '@aika/workspace'
import { setTimeout as sleep } from 'node:timers/promises'

/** Keeps commands within what their person may hold. */
export interface DiskQuota {
  /** Whether no command may begin: so much is there that not even the room for a little more is left. */
  isOverfull(userId: number): Promise<boolean>
  /** Counts while a command runs; `full` aborts when it has written more than it may. */
  watch(userId: number): { full: AbortSignal } & Disposable
}

/** Where there is no quota. */
export const noDiskQuota: DiskQuota = {
  isOverfull: async () => false,
  watch: () => ({ full: new AbortController().signal, [Symbol.dispose]() {} }),
}

/** How much more than its quota a folder may hold while commands may still begin, to tidy it up. */
const overfull = 1.1
/** What a command may add to a folder that is full when it begins. */
const slackBytes = 1_048_576
/** A count is dear in a large folder: nine tenths of the time are left to other work. */
const pauseFactor = 9

/** @param everyMs - how often a running command's folder is counted, at most. */
export function diskQuota(
  usageOf: (userId: number) => Promise<Usage>,
  quota: Quota,
  everyMs = 1_000,
): DiskQuota {
  const follow = async (userId: number, full: AbortController, done: AbortSignal) => {
    const before = await usageOf(userId)
    const limit = {
      bytes: Math.max(quota.bytes, before.bytes + slackBytes),
      files: Math.max(quota.files, before.entries),
    }
    for (let tookMs = 0; !done.aborted;) {
      await sleep(Math.max(everyMs, tookMs * pauseFactor), undefined, { signal: done, ref: false })
      const startedAt = performance.now()
      if (exceeds(await usageOf(userId), limit)) return full.abort()
      tookMs = performance.now() - startedAt
    }
  }
  return {
    async isOverfull(userId) {
      const most = { bytes: quota.bytes * overfull, files: quota.files * overfull }
      return exceeds(await usageOf(userId), most)
    },
    watch(userId) {
      const [full, done] = [new AbortController(), new AbortController()]
      follow(userId, full, done.signal).catch(() => {
        // What cannot be counted is not left to grow; a command that has ended needs no count.
        if (!done.signal.aborted) full.abort()
      })
      return { full: full.signal, [Symbol.dispose]: () => done.abort() }
    },
  }
}

/** A folder that is too large or too deep to be counted holds too much. */
function exceeds({ bytes, entries, complete }: Usage, most: Quota): boolean {
  return !complete || bytes > most.bytes || entries > most.files
}
