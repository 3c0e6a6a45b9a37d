import type { QueueContract } from '@aika/contracts'
import type { JobsOptions } from 'bullmq'

type Tries = Pick<QueueContract, 'backoffMs' | 'longestBackoffMs'>

/** So much of a wait is left to chance: what failed at one moment is not tried again at one. */
const jitter = 0.2
/** Names ours among BullMQ's kinds, whose doubling has no end. */
const capped = 'capped'

/** A job that may be tried thousands of times keeps the trace of so many. */
const tracesKept = 1

/** What a job says of its later tries. */
export function backoffOptions({ backoffMs, longestBackoffMs }: Tries): JobsOptions {
  return longestBackoffMs === undefined
    ? { backoff: { type: 'exponential', delay: backoffMs, jitter } }
    : { backoff: { type: capped, delay: backoffMs }, stackTraceLimit: tracesKept }
}

/**
 * The wait before the next try of a job that says `capped`.
 * @param attemptsMade - 1 after the first.
 * @param chance - from 0 to 1.
 */
export function cappedBackoffMs(
  { backoffMs, longestBackoffMs = Infinity }: Tries,
  attemptsMade: number,
  chance: number,
): number {
  const longest = Math.min(backoffMs * 2 ** (attemptsMade - 1), longestBackoffMs)
  return Math.floor(longest * (1 - jitter + jitter * chance))
}
