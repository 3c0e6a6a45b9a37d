import { cancelRunChannel, type runQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Broadcaster, Producer } from '@aika/queue'
import { TurnCancelled, type AgentPorts } from '../domain/ports.ts'

/** A command may wait for the ones before it; then nobody is there to run it. */
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
      try {
        return await producer.request(
          { runId, traceId, userId, command, timeoutSeconds, workdirRel },
          { timeoutMs, signal },
        )
      } catch (error) {
        if (isOver(error, signal)) {
          // Nobody waits for it any more: it must not start later, nor go on.
          const neverStarted = await producer.withdraw(runId).catch(() => false)
          if (!neverStarted) await channels.publish(cancelRunChannel, { runId })
        }
        throw error
      }
    },
  }
}

/** Whatever else breaks the waiting off hands the turn to another agent, which waits for the same run. */
function isOver(error: unknown, signal: AbortSignal): boolean {
  if (signal.aborted) return signal.reason instanceof TurnCancelled
  return error instanceof AppError && error.code === 'job_timed_out'
}
