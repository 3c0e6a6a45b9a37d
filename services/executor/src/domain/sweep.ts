import type { Bookings } from './bookings.ts'

/** A container that carries this installation's label. */
export interface Leftover {
  containerId: string
  name: string
  userId: number
  isRunning: boolean
  createdAt: Date
}

export interface SweepPorts {
  containers: {
    /** All of ours, running or not. */
    list(): Promise<Leftover[]>
    /** None of that id is fine. */
    remove(containerId: string): Promise<void>
  }
  runs: {
    /** Whether the run's job will still be worked on, here or in another executor. */
    isAwaited(runId: string): Promise<boolean>
  }
  bookings: Pick<Bookings, 'all' | 'forget'>
  clock: { now(): Date }
}

/** A container this young may belong to something that has not reached the queue, such as a self-test. */
const graceMs = 15_000
/** No executor keeps a prepared one for so long; it ends by itself when its executor does. */
const longestWaitMs = 600_000

/** The booking of a sandbox that is gone tells nothing. For so long an executor may yet be about to follow it with another. */
const bookingMs = 3_600_000

/** Removes containers that nobody will come back for, ending what runs in them. Returns how many. */
export async function sweep({ containers, runs, bookings, clock }: SweepPorts): Promise<number> {
  const found = await containers.list()
  // Asked for after the containers: one that was given to a run meanwhile is known to be.
  const booked = bookings.all()
  const runOf = new Map(booked.map(({ containerId, runId }) => [containerId, runId]))
  let removed = 0
  for (const { containerId, isRunning, createdAt } of found) {
    const ageMs = clock.now().getTime() - createdAt.getTime()
    if (ageMs < graceMs) continue
    const runId = runOf.get(containerId)
    const isWanted = runId ? await runs.isAwaited(runId) : isRunning && ageMs < longestWaitMs
    if (isWanted) continue
    await containers.remove(containerId)
    removed++
  }
  const here = new Set(found.map(({ containerId }) => containerId))
  for (const { runId, containerId, since } of booked) {
    const isOld = clock.now().getTime() - since.getTime() > bookingMs
    if (isOld && !here.has(containerId) && !(await runs.isAwaited(runId))) bookings.forget(runId)
  }
  return removed
}
