import { cancelRunChannel, type runQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Broadcaster, Producer } from '@aika/queue'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'

/** A broadcast may be lost: a wish that a command ends is said again until it has, or for so long. */
const insistMs = 10_000
const againMs = 300

export interface RunLimits {
  maxTimeoutSeconds: number
  /** A command may wait so long for the ones before it; if it has not begun by then, nobody is there to run it. */
  queueingMs: number
}

/** Runs commands through the executor's queue. */
export function queueRuns(
  producer: Producer<typeof runQueue.payload, typeof runQueue.result>,
  channels: Broadcaster,
  { maxTimeoutSeconds, queueingMs }: RunLimits,
): AgentPorts['runs'] {
  return {
    async run(runId, { userId, traceId }, { script, timeoutSeconds, workdirRel }, signal) {
      const timeoutMs = (timeoutSeconds ?? maxTimeoutSeconds) * 1_000 + queueingMs
      const command = { kind: 'shell' as const, script }
      // Whoever has lost interest still wants to know when it ended, to say so until then.
      const waiting = new AbortController()
      const withdraw = () => producer.withdraw(runId).catch(() => false)
      const giveUpUnlessStarted = async () => {
        if (await withdraw()) waiting.abort(notStarted(runId, queueingMs))
      }
      const timer = setTimeout(() => void giveUpUnlessStarted(), queueingMs)
      const payload = { runId, traceId, userId, command, timeoutSeconds, workdirRel }
      const ended = signal.aborted
        ? Promise.reject(signal.reason as Error)
        : producer.request(payload, { timeoutMs, signal: waiting.signal })
      try {
        return await unlessAborted(ended, signal)
      } catch (error) {
        // Nobody waits for it any more: it must not start later, nor go on.
        if (isOver(error, signal) && !waiting.signal.aborted && !(await withdraw())) {
          void insist(() => channels.publish(cancelRunChannel, { runId }), ended).finally(() =>
            waiting.abort(),
          )
        } else waiting.abort(error)
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function unlessAborted<Result>(ended: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason as Error)
  ended.catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([ended, aborted.promise])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

/** Says it again and again until the command has ended, as far as that can be known. Never rejects. */
async function insist(say: () => Promise<void>, ended: Promise<unknown>): Promise<void> {
  let isDone = false
  const over = Promise.withResolvers<void>()
  const end = () => {
    isDone = true
    over.resolve()
  }
  ended.then(end, (error: unknown) => hasEnded(error) && end())
  for (let ms = 0; ms < insistMs && !isDone; ms += againMs) {
    await say()
    const again = new Promise((resolve) => setTimeout(resolve, againMs).unref())
    await Promise.race([again, over.promise])
  }
}

function notStarted(runId: string, queueingMs: number): AppError {
  const message = `no executor has begun ${runId} within ${queueingMs} ms`
  return new AppError('job_timed_out', message, { retryable: true })
}

/** Whatever else breaks the waiting off hands the turn to another agent, which waits for the same run. */
function isOver(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return signal.reason instanceof TurnCancelled
  return error instanceof AppError && error.code === 'job_timed_out'
}

function hasEnded(error: unknown): boolean {
  return error instanceof AppError && error.code === 'job_failed'
}
