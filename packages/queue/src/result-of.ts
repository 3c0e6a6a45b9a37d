import { AppError } from '@aika/errors'
import type { Job, Queue, QueueEvents } from 'bullmq'
import type { RequestOptions } from './produce.ts'

/** The job somebody waits for. */
interface Awaited {
  queue: Queue
  events: QueueEvents
  job: Job
  addAgain(): Promise<unknown>
}

/** How often a waiting request looks by itself, in case the event of the end was lost with a Redis restart. */
const lookAgainMs = 4_000

type Outcome =
  | { state: 'completed'; value: unknown }
  | { state: 'failed'; reason: string }
  /** Neither ended nor anywhere in the queue. */
  | { state: 'lost' }
  | { state: 'pending' }

/** Waits for a job's result. @throws as `Producer.request`. */
export async function resultOf(awaited: Awaited, { timeoutMs, signal }: RequestOptions): Promise<unknown> {
  const { job } = awaited
  // Not the wall clock: one that is set while a command runs would end the waiting.
  const deadline = performance.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const waitMs = Math.min(lookAgainMs, deadline - performance.now())
    if (waitMs <= 0) {
      throw new AppError('job_timed_out', `no result of ${job.name} ${job.id} within ${timeoutMs} ms`, {
        retryable: true,
      })
    }
    const outcome = await settled(awaited, waitMs, signal)
    if (outcome.state === 'completed') return outcome.value
    if (outcome.state === 'failed') {
      throw new AppError('job_failed', outcome.reason, { retryable: false })
    }
    // Redis came back without its last moments. Should it be away again, the next look finds out.
    if (outcome.state === 'lost') await awaited.addAgain().catch(() => undefined)
  }
}

/** What became of the job: as it stands now, or as its end is told within `ms`. */
async function settled({ queue, events, job }: Awaited, ms: number, signal?: AbortSignal): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>()
  const completed = ({ returnvalue }: { returnvalue: unknown }) =>
    resolve({ state: 'completed', value: returnvalue })
  const failed = ({ failedReason }: { failedReason: string }) =>
    resolve({ state: 'failed', reason: failedReason })
  const givenUp = () => resolve({ state: 'pending' })
  const timer = setTimeout(givenUp, ms)
  events.on(`completed:${job.id}` as 'completed', completed)
  events.on(`failed:${job.id}` as 'failed', failed)
  signal?.addEventListener('abort', givenUp)
  try {
    // It may have ended before anybody listened.
    void look(queue, job).then(
      (now) => now.state !== 'pending' && resolve(now),
      () => undefined, // Redis is away: the end is told later, or looked for again.
    )
    return await promise
  } finally {
    clearTimeout(timer)
    events.off(`completed:${job.id}` as 'completed', completed)
    events.off(`failed:${job.id}` as 'failed', failed)
    signal?.removeEventListener('abort', givenUp)
  }
}

async function look(queue: Queue, { id = '' }: Job): Promise<Outcome> {
  const state = await queue.getJobState(id)
  if (state === 'unknown') return { state: 'lost' }
  if (state !== 'completed' && state !== 'failed') return { state: 'pending' }
  const job = await queue.getJob(id)
  if (!job) return { state: 'lost' }
  return state === 'completed'
    ? { state, value: job.returnvalue as unknown }
    : { state, reason: job.failedReason }
}
