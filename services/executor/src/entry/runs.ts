import type { Run, RunResult } from '@aika/contracts'
import { runCommand, type RunCommandPorts } from '../domain/run-command.ts'

/** Knows whether this process stood still, so that its jobs may have gone to others. */
export interface Pauses {
  pausedSince(since: number): boolean
}

/** As much of a delivery as a run needs. */
export interface RunDelivery {
  signal: AbortSignal
}

export interface RunDoor {
  handle(run: Run, delivery: RunDelivery): Promise<RunResult>
  /** Ends a run that is here, or keeps one from starting that comes within the next minutes. */
  cancel(runId: string): void
}

const rememberedCancels = 1_000

/** The door between the run queue and the sandbox; a broadcast may overtake the job it speaks of. */
export function answerRuns(ports: RunCommandPorts, pauses: Pauses): RunDoor {
  const running = new Map<string, Set<AbortController>>()
  const cancelled = new Set<string>()
  return {
    async handle(run, delivery) {
      const takenAt = Date.now()
      const { signal: leave } = delivery
      const isOurs = () => !leave.aborted && !pauses.pausedSince(takenAt)
      const cancel = new AbortController()
      const here = running.get(run.runId) ?? new Set()
      running.set(run.runId, here.add(cancel))
      if (cancelled.has(run.runId)) cancel.abort()
      try {
        return await runCommand(ports, run, { cancel: cancel.signal, leave, isOurs })
      } finally {
        here.delete(cancel)
        if (here.size === 0) running.delete(run.runId)
      }
    },
    cancel(runId) {
      cancelled.add(runId)
      if (cancelled.size > rememberedCancels) cancelled.delete(cancelled.values().next().value!)
      for (const controller of running.get(runId) ?? []) controller.abort()
    },
  }
}
