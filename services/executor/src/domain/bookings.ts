/** A sandbox that a run was given to. */
export interface Booking {
  containerId: string
  /** 0 for the first; each later one took the place of one in which nothing began. */
  number: number
}

/**
 * Which sandbox each run was given to: what makes a run unique. Kept from before its command is handed over until its
 * result is recorded and the sandbox is gone, whatever dies in between; all executors of an installation see the same.
 */
export interface Bookings {
  /** The last one. @throws AppError `sandbox_unavailable` when that cannot be told; nothing may run then. */
  of(runId: string): Booking | undefined
  /**
   * Gives the run to this sandbox, in one step. Where it had one before (`last`), nothing may have begun in that, and
   * nothing may be able to any more.
   *
   * @returns false when somebody else gave it away meanwhile.
   * @throws AppError `sandbox_unavailable`; it may be given to this one then.
   */
  book(runId: string, containerId: string, last?: Booking): boolean
  /** To be called once its sandboxes are gone. None there is fine. */
  forget(runId: string): void
  /** The last booking of each run. */
  all(): (Booking & { runId: string; since: Date })[]
}

/**
 * A container bears the name of its run soon after the command began. Bookings that were lost (the folder they are in was
 * deleted or put back from a copy) are found again by that.
 */
export function recallBookings(
  bookings: Bookings,
  containers: { name: string; containerId: string }[],
  runIdOf: (name: string) => string | undefined,
): void {
  for (const { name, containerId } of containers) {
    const runId = runIdOf(name)
    if (runId !== undefined && !bookings.of(runId)) bookings.book(runId, containerId)
  }
}
