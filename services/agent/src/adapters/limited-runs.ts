import { AppError } from '@aika/errors'
import type { AgentPorts } from '../domain/ports.ts'

/** Runs as many commands for a person as they may have in an hour; beyond that the model is told when to go on. */
export function limitedRuns(runs: AgentPorts['runs'], limits: AgentPorts['limits']): AgentPorts['runs'] {
  return {
    async run(runId, turn, command, signal) {
      // A turn that goes on asks for the same run again, which may have ended long ago.
      const allowance = await limits.take(turn.userId, 'runs', 1, runId)
      if (allowance.ok) return runs.run(runId, turn, command, signal)
      const minutes = Math.ceil(allowance.retryAfterSeconds / 60)
      throw new AppError(
        'rate_limited',
        `too many commands in a short time; the next can run in ${minutes} min. Tell the person and do not try again now`,
        { retryable: false },
      )
    },
  }
}
