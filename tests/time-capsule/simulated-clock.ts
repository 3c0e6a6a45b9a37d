const dayMs = 86_400_000

/** Time as the people of the capsule live it. It stands still unless it is set, and never goes back. */
export class SimulatedClock {
  #now: number

  constructor(start: Date) {
    this.#now = start.getTime()
  }

  readonly now = (): Date => new Date(this.#now)

  /** A little later, so that no two messages are of the same second. */
  tick(seconds: number): void {
    this.#now += seconds * 1_000
  }

  /** @throws when that is past. */
  setTo(moment: Date): void {
    if (moment.getTime() < this.#now) throw new Error('the clock would go back')
    this.#now = moment.getTime()
  }
}

/** That day of the capsule, counted from its first, at so many hours in UTC. */
export const onDay = (first: Date, day: number, hour = 0): Date =>
  new Date(first.getTime() + day * dayMs + hour * 3_600_000)
