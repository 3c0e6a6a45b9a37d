/** A container that carries this installation's label. */
export interface Leftover {
  containerId: string
  /** Tells the run it was given to, if any. */
  name: string
  userId: number
  isRunning: boolean
  createdAt: Date
}

export interface SweepPorts {
  containers: {
    /** All of ours, running or not. */
    list(): Promise<Leftover[]>
    /** None of that id or name is fine. */
    remove(idOrName: string): Promise<void>
  }
  runs: {
    /** Whether the run's job will still be worked on, here or in another executor. */
    isAwaited(runId: string): Promise<boolean>
  }
  /** The run of a container's name; none for one that waits for its command. */
  runIdOf(name: string): string | undefined
  clock: { now(): Date }
}

/** A container this young may belong to something that has not reached the queue, such as a self-test. */
const graceMs = 15_000
/** No executor keeps a prepared one for so long; it ends by itself when its executor does. */
const longestWaitMs = 600_000

/** Removes containers that nobody will come back for, ending what runs in them. Returns how many. */
export async function sweep({ containers, runs, runIdOf, clock }: SweepPorts): Promise<number> {
  let removed = 0
  for (const { containerId, name, isRunning, createdAt } of await containers.list()) {
    const ageMs = clock.now().getTime() - createdAt.getTime()
    if (ageMs < graceMs) continue
    const runId = runIdOf(name)
    const isWanted = runId ? await runs.isAwaited(runId) : isRunning && ageMs < longestWaitMs
    if (isWanted) continue
    // By the name it was judged by: since it was listed, a prepared one may have become somebody's run.
    await containers.remove(name || containerId)
    removed++
  }
  return removed
}
