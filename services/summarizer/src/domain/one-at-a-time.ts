import { AppError } from '@aika/errors'

const comeAgainMs = 1_000

/** The right to sum up what one person said: one holder at a time among all processes. */
export interface Leases {
  /**
   * Given back by disposal; one whose holder died ends by itself within seconds.
   * @returns undefined while somebody else holds it.
   */
  take(userId: number): Promise<AsyncDisposable | undefined>
}

/**
 * Does a piece of work, unless another one of the same person is being done. Two of them would have the same stretch
 * written, and throw one away: safe, but paid for twice.
 * @throws AppError retryable: another one is.
 */
export async function oneAtATime<Result>(
  leases: Leases,
  userId: number,
  work: () => Promise<Result>,
): Promise<Result> {
  await using lease = await leases.take(userId)
  if (!lease) throw anotherRuns()
  return await work()
}

const anotherRuns = () =>
  new AppError('summary_busy', 'something else of theirs is being summed up', {
    retryable: true,
    retryAfterMs: comeAgainMs,
  })
