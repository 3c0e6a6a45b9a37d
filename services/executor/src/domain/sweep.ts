/** A container that carries this installation's label. */
export interface Leftover {
  containerId: string
  runId: string
  createdAt: Date
}

export interface SweepPorts {
  containers: {
    /** All of ours, running or not. */
    list(): Promise<Leftover[]>
    remove(containerId: string): Promise<void>
  }
  runs: {
    /** Whether the run's job will still be worked on, here or in another executor. */
    isAwaited(runId: string): Promise<boolean>
  }
  clock: { now(): Date }
}

/** A container this young may belong to something that has not reached the queue, such as a self-test. */
const graceMs = 15_000

/** Removes containers that nobody will come back for, ending what runs in them. Returns how many. */
export async function sweep({ containers, runs, clock }: SweepPorts): Promise<number> {
  let removed = 0
  for (const { containerId, runId, createdAt } of await containers.list()) {
    if (clock.now().getTime() - createdAt.getTime() < graceMs) continue
    if (await runs.isAwaited(runId)) continue
    await containers.remove(containerId)
    removed++
  }
  return removed
}
