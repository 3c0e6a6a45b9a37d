import type { Quota, Usage } from '@aika/workspace'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DiskMeter, Taken } from './disk-meter.ts'
import { isShort } from './disk-space.ts'
import { whoHides, type Suspect, type WrittenFigure } from './hidden-growth.ts'

/** One running command and its person's folder. */
export interface Watched {
  userId: number
  /** What the folder may hold while this command runs. */
  limit: Quota
  /** The newest count, and what had been taken from the file system when it began. */
  usage: Usage
  countedAt: Taken
  leastBytes: number
  began: { freeBytes: number; explained: number }
  written: (() => Promise<WrittenFigure>) | undefined
  full: AbortController
}

export interface WatchOptions {
  /** Ends where it is more than `most`. */
  usageOf: (userId: number, most: Quota) => Promise<Usage>
  meter: DiskMeter
  /** Between two counts that nothing asked for, at least. */
  everyMs: number
}

/** A count is dear in a large folder: nine tenths of the time are left to other work. */
const pauseFactor = 9
/** But no longer than this after a false alarm: whoever makes and removes files to cause some must not buy time with it. */
const longestRestMs = 250
/** Less than this is no reason to count, however little room is left: everybody writes a little all the time. */
const noise: Taken = { bytes: 262_144, files: 16 }
/** How long the space of an ended command takes to come back. */
const settleMs = 500
const answerMs = 1_000

/** Follows running commands together: what one of them takes is told from what others take. */
export function diskWatch({ usageOf, meter, everyMs }: WatchOptions) {
  const running = new Set<Watched>()
  /** Of each person with a running command, the newest count. */
  const books = new Map<number, number>()
  /** By how much people's folders were seen to grow, all together. */
  let explained = 0
  let quietUntil = 0

  async function count(watched: Watched): Promise<void> {
    const { taken } = meter.read()
    const usage = await usageOf(watched.userId, watched.limit)
    explained += usage.bytes - (books.get(watched.userId) ?? usage.bytes)
    books.set(watched.userId, usage.bytes)
    Object.assign(watched, { usage, countedAt: taken })
    watched.leastBytes = Math.min(watched.leastBytes, usage.bytes)
  }

  /** Until its folder must be counted. @returns whether that is because much was taken. */
  async function reasonToCount(watched: Watched, withinMs: number, done: AbortSignal): Promise<boolean> {
    const { promise: alarm, resolve, reject } = Promise.withResolvers<boolean>()
    using _follower = meter.follow({
      hear({ taken }) {
        const part = partOfRoom(watched, taken)
        if (part > 1) resolve(true)
        return part > 0.5
      },
      fail: reject,
    })
    const waiting = new AbortController()
    const time = sleep(withinMs, false, { signal: AbortSignal.any([done, waiting.signal]), ref: false })
    try {
      return await Promise.race([alarm, time])
    } finally {
      waiting.abort()
      time.catch(() => undefined)
    }
  }

  async function follow(watched: Watched, done: AbortSignal): Promise<void> {
    let [pauseMs, restMs] = [0, 0]
    while (!done.aborted) {
      const isAlarm = await reasonToCount(watched, Math.max(everyMs, pauseMs), done)
      if (isAlarm) await sleep(restMs, undefined, { signal: done, ref: false })
      const { usage: before, countedAt } = watched
      const startedAt = performance.now()
      await count(watched)
      if (exceeds(watched.usage, watched.limit)) return watched.full.abort()
      pauseMs = (performance.now() - startedAt) * pauseFactor
      // Only who was not the cause is left alone for a while.
      const isCause = isExplained(before, watched.usage, countedAt, watched.countedAt)
      restMs = isAlarm && !isCause ? Math.min(pauseMs, longestRestMs) : 0
      // After every count: who hides little by little is no alarm.
      await endWhoHides()
    }
  }

  /** One at a time: what comes back when it has ended may have been all. */
  async function endWhoHides(): Promise<void> {
    if (performance.now() < quietUntil) return
    const suspects = await Promise.all([...running].map(asSuspect))
    const chosen = whoHides(suspects.filter((suspect) => suspect !== undefined))
    if (!chosen) return
    // What it has written since its last count may well be seen in its folder by now.
    await count(chosen)
    const again = await asSuspect(chosen)
    if (!again || !whoHides([again]) || performance.now() < quietUntil) return
    quietUntil = performance.now() + settleMs
    chosen.full.abort()
  }

  async function asSuspect(run: Watched): Promise<Suspect<Watched> | undefined> {
    const { began, usage, limit, leastBytes } = run
    const lost = began.freeBytes - meter.read().space.freeBytes
    const unexplained = lost - (explained - began.explained)
    const room = limit.bytes - usage.bytes
    if (unexplained <= room || !running.has(run) || run.full.signal.aborted) return undefined
    return { run, unexplained, room, grown: usage.bytes - leastBytes, figure: await figureOf(run) }
  }

  return {
    /** Counts from now on, until `done`. @throws what a count throws. */
    async watch(watched: Watched, done: AbortSignal): Promise<void> {
      using _reserve = meter.follow({
        hear: ({ space }) => (isShort(space) && watched.full.abort(), false),
        fail: () => watched.full.abort(),
      })
      running.add(watched)
      books.set(watched.userId, books.get(watched.userId) ?? watched.usage.bytes)
      watched.began = { freeBytes: meter.read().space.freeBytes, explained }
      try {
        await follow(watched, AbortSignal.any([done, watched.full.signal]))
      } finally {
        running.delete(watched)
        const isLast = [...running].every(({ userId }) => userId !== watched.userId)
        if (isLast) books.delete(watched.userId)
      }
    },
  }
}

/** A folder that is too large or too deep to be counted holds too much. */
export function exceeds({ bytes, entries, complete }: Usage, most: Quota): boolean {
  return !complete || bytes > most.bytes || entries > most.files
}

/** More than 1: if all of what was taken since the last count were this command's, it would hold too much. */
function partOfRoom({ limit, usage, countedAt }: Watched, taken: Taken): number {
  const bytes = Math.max(noise.bytes, limit.bytes - usage.bytes)
  const files = Math.max(noise.files, limit.files - usage.entries)
  return Math.max((taken.bytes - countedAt.bytes) / bytes, (taken.files - countedAt.files) / files)
}

/** Whether the folder grew by half of what was taken meanwhile. */
function isExplained(before: Usage, after: Usage, from: Taken, to: Taken): boolean {
  const [bytes, files] = [to.bytes - from.bytes, to.files - from.files]
  const isOfBytes = bytes <= noise.bytes || after.bytes - before.bytes >= bytes / 2
  return isOfBytes && (files <= noise.files || after.entries - before.entries >= files / 2)
}

/** One that does not answer is one that cannot be looked at. */
async function figureOf({ written }: Watched): Promise<WrittenFigure | undefined> {
  if (!written) return undefined
  const silence = sleep(answerMs, undefined, { ref: false }).then(() => Promise.reject(new Error('silent')))
  return Promise.race([written(), silence]).catch(() => ({ bytes: 0, hidden: true }))
}
