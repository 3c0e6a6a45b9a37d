import { TelegramFailure } from './telegram.ts'

/** What only a person can mend: another poller, a webhook in the way, a token that is refused. */
export type Blockage = 'second_poller' | 'webhook' | 'bad_token'

export interface HearingOptions {
  now(): number
  /** A longer silence is told afterwards. */
  worthTellingMs: number
  /** A poll that is not answered for so long is no pause but a fault. */
  silenceMs: number
}

/** One blockage is told at most so often. */
const againMs = 10 * 60_000

/** Keeps in mind whether Telegram can be heard, and what was told about it. */
export class Hearing {
  readonly #options: HearingOptions
  readonly #toldAt = new Map<Blockage, number>()
  #heardAt: number
  #isTroubled = false
  #blockage: Blockage | undefined

  constructor(options: HearingOptions) {
    this.#options = options
    this.#heardAt = options.now()
  }

  /** Polling begins: the silence before was nobody's fault. */
  begin(): void {
    this.#heardAt = this.#options.now()
    this.#isTroubled = false
    this.#blockage = undefined
  }

  /** Telegram answered. @returns for how long it could not be heard, where that is worth telling. */
  heard(): number | undefined {
    const deafMs = this.#isTroubled ? this.silentMs : 0
    this.begin()
    return deafMs > this.#options.worthTellingMs ? deafMs : undefined
  }

  /** A poll failed. @returns what stands in the way, where it is known, and whether admins are to be told of it now. */
  trouble(error: unknown): { blockage: Blockage | undefined; isToBeTold: boolean } {
    this.#isTroubled = true
    const blockage = (this.#blockage = blockageOf(error))
    const now = this.#options.now()
    if (!blockage || now - (this.#toldAt.get(blockage) ?? -Infinity) < againMs) {
      return { blockage, isToBeTold: false }
    }
    this.#toldAt.set(blockage, now)
    return { blockage, isToBeTold: true }
  }

  /** Since Telegram answered last, or polling began. */
  get silentMs(): number {
    return this.#options.now() - this.#heardAt
  }

  /** Why Telegram is not heard now, for the health check; undefined: all is well. */
  get problem(): string | undefined {
    if (this.#blockage) return `intake is blocked: ${this.#blockage}`
    if (this.silentMs > this.#options.silenceMs) return 'Telegram has not answered a poll for too long'
    return undefined
  }
}

/** A wrong token is also answered by 404, as no such bot exists. */
function blockageOf(error: unknown): Blockage | undefined {
  if (!(error instanceof TelegramFailure)) return undefined
  if (error.status === 409) return /webhook/i.test(error.message) ? 'webhook' : 'second_poller'
  return error.status === 401 || error.status === 404 ? 'bad_token' : undefined
}
