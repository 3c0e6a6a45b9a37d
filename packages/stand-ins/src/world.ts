import { Faults } from './faults.ts'
import { GeminiState } from './gemini/state.ts'
import { GroqState } from './groq/state.ts'
import { Journal } from './journal.ts'
import { People } from './telegram/people.ts'
import { TelegramState } from './telegram/state.ts'

export interface WorldOptions {
  chunkDelayMs: number
  acquainted: number[]
  now: () => Date
}

/** Everything behind the doors of the stand-ins. */
export class World {
  readonly journal = new Journal()
  readonly faults = new Faults()
  readonly telegram: TelegramState
  readonly people: People
  readonly gemini: GeminiState
  readonly groq = new GroqState()

  readonly #acquainted: number[]

  constructor(token: string, { chunkDelayMs, acquainted, now }: WorldOptions) {
    this.#acquainted = acquainted
    this.telegram = new TelegramState(token, this.journal, now)
    this.people = new People(this.telegram)
    this.gemini = new GeminiState(chunkDelayMs)
    this.#acquaint()
  }

  /** Everything back to the start; a poll that waits goes on waiting. */
  reset(): void {
    this.faults.clear()
    this.journal.clear()
    this.telegram.clear()
    this.gemini.clear()
    this.groq.clear()
    this.#acquaint()
  }

  #acquaint(): void {
    for (const userId of this.#acquainted) this.telegram.chats.openPrivate(userId)
  }
}
