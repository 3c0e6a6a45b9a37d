import type { Run, RunResult } from '@aika/contracts'
import { runCommand, type RunCommandPorts } from '../domain/run-command.ts'
import { Panic } from '../domain/sandbox.ts'

/** Knows whether this process stood still, so that its jobs may have gone to others. */
export interface Pauses {
  pausedSince(since: number): boolean
}

/** The queue that runs come from. */
export interface Lane {
  isPaused(): Promise<boolean>
}

/** As much of a delivery as a run needs. */
export interface RunDelivery {
  signal: AbortSignal
}

export interface RunDoor {
  handle(run: Run, delivery: RunDelivery): Promise<RunResult>
  /** Ends a run that is here, or keeps one from starting that comes within the next minutes. */
  cancel(runId: string): void
  /**
   * Ends every run, here and in sandboxes that nobody watches. From then on none begins until the queue is no longer
   * paused: one that was already on its way here is `killed` as well. @returns how many sandboxes there were.
   */
  panic(): Promise<number>
}

const rememberedCancels = 1_000

/** The door between the run queue and the sandbox; a broadcast may overtake the job it speaks of. */
export function answerRuns(ports: RunCommandPorts, pauses: Pauses, lane: Lane): RunDoor {
  const running = new Map<string, Set<AbortController>>()
  const cancelled = new Set<string>()
  const brake = brakeOf(lane)
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
        if (await brake.holds()) cancel.abort(new Panic())
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
    panic() {
      brake.pull()
      const all = [...running.values()].flatMap((here) => [...here])
      for (const controller of all) controller.abort(new Panic())
      return ports.sandbox.killAll()
    },
  }
}

/** Pulled by a panic, and released by the first look that finds the queue running again. Costs nothing before. */
function brakeOf(lane: Lane) {
  let isPulled = false
  let pulls = 0
  return {
    pull() {
      isPulled = true
      pulls++
    },
    async holds(): Promise<boolean> {
      if (!isPulled) return false
      const seen = pulls
      const holds = await lane.isPaused()
      if (!holds && pulls === seen) isPulled = false
      return holds
    },
  }
}
