import { AppError, isRetryable, messageOf } from '@aika/errors'
import type { QueueContract } from '@aika/contracts'
import { DelayedError, UnrecoverableError, Worker, type Job } from 'bullmq'
import type { z } from 'zod'
import { cappedBackoffMs } from './backoff.ts'
import { patient, type Connection } from './connection.ts'
import { InOrderWorker } from './in-order-worker.ts'
import type { QueueLog } from './log.ts'

/** What a handler may know of its delivery. */
export interface Delivery {
  /** The contract's job id, or one of BullMQ's own. */
  id: string
  /** Aborts when the lock was lost: somebody else may be running the same job now. */
  signal: AbortSignal
  /** 1 for the first try. A worker's death does not count. */
  attempt: number
  lastAttempt: boolean
  /** When it was added; the same in each repetition. */
  addedAt: Date
}

export interface ConsumeOptions {
  connection: Connection
  /** How many jobs this process runs at the same time. */
  concurrency: number
  /**
   * Jobs begin in the very order in which they were added, as long as this is the queue's only consumer: those that a
   * killed one left behind come first. Costs a busy queue one more call to Redis for each job.
   */
  inOrder?: boolean
  log: QueueLog
}

export interface Consumer<Result> extends AsyncDisposable {
  /** Called after a job's result is recorded in Redis, in this process. */
  onCompleted(listener: (jobId: string, result: Result) => void): void
  /** Called when a job has failed for good, in this process. */
  onFailed(listener: (payload: unknown, error: Error) => void): void
}

/**
 * A worker that died holds its job for at most lock + interval: 8 s. Shorter locks would make a busy Raspberry Pi lose
 * jobs that are running well.
 */
const lockMs = 6_000
const lookForStalledMs = 2_000

/**
 * Opens the receiving end of a queue. Delivery is at least once: handlers must be safe to run twice.
 *
 * Payload and result are parsed; a payload that does not fit fails at once and stays visible among the failed jobs.
 * An error that is not retryable ends the job; one that knows its `retryAfterMs` is tried again then, without using up
 * an attempt; others follow the contract's attempts. Disposal waits for running jobs.
 */
export function consume<Payload extends z.ZodType, Result extends z.ZodType>(
  contract: QueueContract<Payload, Result>,
  handler: (payload: z.output<Payload>, delivery: Delivery) => Promise<z.input<Result>>,
  { connection, concurrency, inOrder = false, log }: ConsumeOptions,
): Consumer<z.output<Result>> {
  const Kind: typeof Worker = inOrder ? InOrderWorker : Worker
  const worker = new Kind(
    contract.name,
    (job, token, signal) => handle(contract, handler, job, { token, signal: signal ?? neverAborted }),
    {
      connection: patient(connection),
      concurrency,
      lockDuration: lockMs,
      stalledInterval: lookForStalledMs,
      // A killed worker is no fault of the job's.
      maxStalledCount: 1_000,
      settings: { backoffStrategy: (attemptsMade) => cappedBackoffMs(contract, attemptsMade, Math.random()) },
      skipVersionCheck: true,
    },
  )
  worker.on('error', foldedWarning(log, contract.name))
  // Whoever finds the job stalled will run it: this one must not go on beside it.
  worker.on('lockRenewalFailed', (jobIds) => {
    for (const jobId of jobIds) worker.cancelJob(jobId, 'its lock was lost')
  })
  worker.on('failed', (job, error) => {
    log.error({ queue: contract.name, jobId: job?.id, attempt: job?.attemptsMade, err: error }, 'job failed')
  })

  return {
    onCompleted(listener) {
      worker.on('completed', (job, result) => listener(job.id ?? '', result as z.output<Result>))
    },
    onFailed(listener) {
      worker.on('failed', (job, error) => {
        if (job && isFinal(job, error)) listener(job.data, error)
      })
    },
    async [Symbol.asyncDispose]() {
      await worker.close()
    },
  }
}

/** Redis away means an error a moment from every worker: one line in ten seconds says as much. */
function foldedWarning(log: QueueLog, queue: string): (error: Error) => void {
  let quietUntil = 0
  return (error) => {
    if (Date.now() < quietUntil) return
    quietUntil = Date.now() + 10_000
    log.warn({ queue, reason: error.message }, 'queue error')
  }
}

const neverAborted = new AbortController().signal

async function handle<Payload extends z.ZodType, Result extends z.ZodType>(
  contract: QueueContract<Payload, Result>,
  handler: (payload: z.output<Payload>, delivery: Delivery) => Promise<z.input<Result>>,
  job: Job,
  { token, signal }: { token: string | undefined; signal: AbortSignal },
): Promise<z.output<Result>> {
  const payload = contract.payload.safeParse(job.data)
  if (!payload.success) {
    throw new UnrecoverableError(
      `payload of ${contract.name} does not fit its contract: ${payload.error.message}`,
    )
  }
  const attempt = job.attemptsMade + 1
  const lastAttempt = attempt >= contract.attempts
  const delivery = { id: job.id ?? '', signal, attempt, lastAttempt, addedAt: new Date(job.timestamp) }
  try {
    return contract.result.parse(await handler(payload.data, delivery))
  } catch (error) {
    throw await inBullWords(error, job, token)
  }
}

/** What to throw so that BullMQ does what the error asks for. */
async function inBullWords(error: unknown, job: Job, token: string | undefined): Promise<unknown> {
  if (!isRetryable(error)) return Object.assign(new UnrecoverableError(messageOf(error)), { cause: error })
  if (!(error instanceof AppError) || !error.retryAfterMs) return error
  await job.moveToDelayed(Date.now() + error.retryAfterMs, token)
  return new DelayedError()
}

function isFinal(job: Job, error: Error): boolean {
  return error instanceof UnrecoverableError || job.attemptsMade >= (job.opts.attempts ?? 1)
}
