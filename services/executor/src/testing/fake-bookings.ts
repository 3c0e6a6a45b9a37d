import type { Booking, Bookings } from '../domain/bookings.ts'

/** Bookings of one process, in memory. */
export class FakeBookings implements Bookings {
  readonly given = new Map<string, Booking & { since: Date }>()

  of(runId: string): Booking | undefined {
    const found = this.given.get(runId)
    return found && { containerId: found.containerId, number: found.number }
  }

  book(runId: string, containerId: string, last?: Booking): boolean {
    if (this.given.get(runId)?.number !== last?.number) return false
    this.given.set(runId, { containerId, number: last ? last.number + 1 : 0, since: new Date() })
    return true
  }

  forget(runId: string): void {
    this.given.delete(runId)
  }

  all() {
    return [...this.given].map(([runId, booking]) => ({ runId, ...booking }))
  }
}
