import { cancelRunChannel, type runQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Broadcaster, Producer } from '@aika/queue'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'

/** A command may wait so long for the ones before it; if it has not begun by then, nobody is there to run it. */
const queueingMs = 60_000

/** Runs commands through the executor's queue. */
export function queueRuns(
  producer: Producer<typeof runQueue.payload, typeof runQueue.result>,
  channels: Broadcaster,
  maxTimeoutSeconds: number,
): AgentPorts['runs'] {
  return {
    async run(runId, { userId, traceId }, { script, timeoutSeconds, workdirRel }, signal) {
      const timeoutMs = (timeoutSeconds ?? maxTimeoutSeconds) * 1_000 + queueingMs
      const command = { kind: 'shell' as const, script }
      const unstarted = new AbortController()
      const giveUpUnlessStarted = async () => {
        if (await producer.withdraw(runId).catch(() => false)) unstarted.abort(notStarted(runId))
      }
      const timer = setTimeout(() => void giveUpUnlessStarted(), queueingMs)
      try {
        return await producer.request(
          { runId, traceId, userId, command, timeoutSeconds, workdirRel },
          { timeoutMs, signal: AbortSignal.any([signal, unstarted.signal]) },
        )
      } catch (error) {
        if (isOver(error, signal)) {
          // Nobody waits for it any more: it must not start later, nor go on.
          const neverStarted = await producer.withdraw(runId).catch(() => false)
          if (!neverStarted) await channels.publish(cancelRunChannel, { runId })
        }
        throw error
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

function notStarted(runId: string): AppError {
  const message = `no executor has begun ${runId} within ${queueingMs} ms`
  return new AppError('job_timed_out', message, { retryable: true })
}

/** Whatever else breaks the waiting off hands the turn to another agent, which waits for the same run. */
function isOver(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return signal.reason instanceof TurnCancelled
  return error instanceof AppError && error.code === 'job_timed_out'
}
