import { cancelRunChannel, type runQueue } from '@aika/contracts'
import type { Broadcaster, Producer } from '@aika/queue'
import type { AgentPorts } from '../domain/ports.ts'

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
        // Nobody waits for it any more: it must not start later, nor go on.
        await producer.withdraw(runId).catch(() => false)
        if (signal.aborted) await channels.publish(cancelRunChannel, { runId })
        throw error
      }
    },
  }
}
