import { AppError, messageOf } from '@aika/errors'
import type { QueueContract } from '@aika/contracts'
import { Job, Queue, QueueEvents, type JobsOptions } from 'bullmq'
import type { z } from 'zod'
import { impatient, patient, type Connection } from './connection.ts'

export interface RequestOptions {
  /** How long to wait for the result, queueing included. The job itself is not ended by it. */
  timeoutMs: number
  /** Aborting ends the waiting, not the job. */
  signal?: AbortSignal
}

/** The sending end of one queue. */
export interface Producer<Payload extends z.ZodType, Result extends z.ZodType> extends AsyncDisposable {
  /**
   * Adds a job; an id that is still kept finds the first job and adds nothing.
   * @throws ZodError when the payload does not fit the contract; the client's error when Redis is away for 5 s.
   */
  enqueue(payload: z.input<Payload>, options?: { delayMs?: number }): Promise<void>
  /**
   * Adds a job, or finds the one with the same id, and waits for its result.
   * @throws AppError `job_timed_out` (retryable), `job_failed` (not), or the signal's reason.
   */
  request(payload: z.input<Payload>, options: RequestOptions): Promise<z.output<Result>>
  /** Takes a job that has not started out of the queue. Resolves to whether it was there and waiting. */
  withdraw(jobId: string): Promise<boolean>
}

/** How often a waiting request looks by itself, in case the event of the end was lost with a Redis restart. */
const lookAgainMs = 4_000

/** Opens the sending end of a queue. Payloads are parsed before they enter Redis. */
export function produce<Payload extends z.ZodType, Result extends z.ZodType>(
  contract: QueueContract<Payload, Result>,
  connection: Connection,
): Producer<Payload, Result> {
  const queue = new Queue(contract.name, { connection: impatient(connection), skipVersionCheck: true })
  queue.on('error', ignoreConnectionError)
  let events: QueueEvents | undefined

  const add = (input: z.input<Payload>, delayMs?: number) => {
    const payload = contract.payload.parse(input)
    return queue.add(contract.name, payload, jobOptions(contract, payload, delayMs))
  }
  const openEvents = async () => {
    if (!events) {
      events = new QueueEvents(contract.name, { connection: patient(connection) })
      events.on('error', ignoreConnectionError)
    }
    await events.waitUntilReady()
    return events
  }

  return {
    async enqueue(payload, options) {
      await add(payload, options?.delayMs)
    },
    async request(payload, options) {
      const listening = await openEvents()
      const job = await add(payload)
      return contract.result.parse(await resultOf(job, listening, options))
    },
    async withdraw(jobId) {
      const job = await Job.fromId(queue, jobId)
      if (!job || !(await job.isWaiting())) return false
      return job.remove().then(
        () => true,
        () => false, // A worker took it in between.
      )
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([queue.close(), events?.close()])
    },
  }
}

function ignoreConnectionError() {
  // The client reconnects by itself; a call that gives up rejects where it was made.
}

function jobOptions<Payload extends z.ZodType>(
  contract: QueueContract<Payload>,
  payload: z.output<Payload>,
  delayMs?: number,
): JobsOptions {
  return {
    attempts: contract.attempts,
    backoff: { type: 'exponential', delay: contract.backoffMs, jitter: 0.2 },
    removeOnComplete: contract.keepForSeconds > 0 ? { age: contract.keepForSeconds, count: 1_000 } : true,
    removeOnFail: { age: 7 * 24 * 3_600, count: 5_000 },
    ...(contract.jobId && { jobId: contract.jobId(payload) }),
    ...(contract.oneAtATime && {
      deduplication: { id: contract.oneAtATime(payload), keepLastIfActive: true },
    }),
    ...(delayMs && { delay: delayMs }),
  }
}

async function resultOf(
  job: Job,
  events: QueueEvents,
  { timeoutMs, signal }: RequestOptions,
): Promise<unknown> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    signal?.throwIfAborted()
    const waitMs = Math.min(lookAgainMs, deadline - Date.now())
    if (waitMs <= 0) {
      throw new AppError('job_timed_out', `no result of ${job.name} ${job.id} within ${timeoutMs} ms`, {
        retryable: true,
      })
    }
    using abort = abortOf(signal)
    const outcome = await Promise.race([settled(job, events, waitMs), abort.rejected])
    if (outcome.state === 'completed') return outcome.value
    if (outcome.state === 'failed') {
      throw new AppError('job_failed', outcome.reason, { retryable: false })
    }
  }
}

type Outcome =
  { state: 'completed'; value: unknown } | { state: 'failed'; reason: string } | { state: 'unknown' }

async function settled(job: Job, events: QueueEvents, waitMs: number): Promise<Outcome> {
  try {
    return { state: 'completed', value: await job.waitUntilFinished(events, waitMs) }
  } catch (error) {
    // BullMQ tells a time-out and a failure apart by text alone, so the job's own state decides.
    const failed = await job.isFailed().catch(() => false)
    return failed ? { state: 'failed', reason: messageOf(error) } : { state: 'unknown' }
  }
}

/** Rejects with the signal's reason. Disposed, as whoever is listened to is kept in memory. */
function abortOf(signal?: AbortSignal): { rejected: Promise<never> } & Disposable {
  const { promise: rejected, reject } = Promise.withResolvers<never>()
  const abort = () => reject(signal?.reason as Error)
  signal?.addEventListener('abort', abort, { once: true })
  return { rejected, [Symbol.dispose]: () => signal?.removeEventListener('abort', abort) }
}
