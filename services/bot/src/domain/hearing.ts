/** Silence of the poll that admins are told of afterwards. */
const worthTellingMs = 3 * 60_000

/** Notices when Telegram cannot be heard. */
export class Hearing {
  #heardAt: number
  #deafSince: number | undefined
  readonly #now: () => number

  constructor(now: () => number) {
    this.#now = now
    this.#heardAt = now()
  }

  /** Telegram answered a poll. @returns for how long it could not be heard, where that is worth telling. */
  heard(): number | undefined {
    const now = this.#now()
    const deafMs = this.#deafSince === undefined ? 0 : now - this.#deafSince
    this.#heardAt = now
    this.#deafSince = undefined
    return deafMs >= worthTellingMs ? deafMs : undefined
  }

  trouble(): void {
    this.#deafSince ??= this.#now()
  }

  get silentMs(): number {
    return this.#now() - this.#heardAt
  }
}
