import type { QueueContract } from '@aika/contracts'
import { Job, Queue, QueueEvents, type JobsOptions } from 'bullmq'
import type { z } from 'zod'
import { backoffOptions } from './backoff.ts'
import { impatient, patient, type Connection } from './connection.ts'
import { resultOf } from './result-of.ts'

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
   * Adds a job, or finds the one with the same id, and waits for its result. Should Redis lose the job meanwhile, it is
   * added again under its id.
   * @throws AppError `job_timed_out` (retryable), `job_failed` (not), or the signal's reason.
   */
  request(payload: z.input<Payload>, options: RequestOptions): Promise<z.output<Result>>
  /** Takes a job out of the queue that does not run and has not ended. @returns whether there was one. */
  withdraw(jobId: string): Promise<boolean>
}

const withdrawable = new Set<string>(['waiting', 'delayed', 'prioritized'])

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
      const addAgain = () => add(payload)
      return contract.result.parse(await resultOf({ queue, events: listening, job, addAgain }, options))
    },
    async withdraw(jobId) {
      const job = await Job.fromId(queue, jobId)
      if (!job || !withdrawable.has(await job.getState())) return false
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
    ...backoffOptions(contract),
    removeOnComplete: contract.keepForSeconds > 0 ? { age: contract.keepForSeconds, count: 1_000 } : true,
    removeOnFail: { age: 7 * 24 * 3_600, count: 5_000 },
    ...(contract.jobId && { jobId: contract.jobId(payload) }),
    ...(contract.oneAtATime && {
      deduplication: { id: contract.oneAtATime(payload), keepLastIfActive: true },
    }),
    ...(delayMs && { delay: delayMs }),
  }
}
