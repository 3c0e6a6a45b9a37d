import { AppError } from '@aika/errors'

const comeAgainMs = 1_000

/** Does a piece of work, unless another one of the same person is being done. @throws AppError retryable: it is. */
export type OneAtATime = <Result>(userId: number, work: () => Promise<Result>) => Promise<Result>

/**
 * Two jobs of a person would have the same stretch written, and throw one away: safe, but paid for twice. In this process
 * alone; with more of them that may still be.
 */
export function oneAtATime(): OneAtATime {
  const busy = new Set<number>()
  return async (userId, work) => {
    if (busy.has(userId)) throw anotherRuns()
    busy.add(userId)
    try {
      return await work()
    } finally {
      busy.delete(userId)
    }
  }
}

const anotherRuns = () =>
  new AppError('summary_busy', 'something else of theirs is being summed up', {
    retryable: true,
    retryAfterMs: comeAgainMs,
  })
