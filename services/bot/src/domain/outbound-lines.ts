import { AppError } from '@aika/errors'
import type { TelegramFailure } from './telegram.ts'

export interface LineClock {
  now(): number
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** What goes out first. `now`: what somebody just asked for or is asked: Stop, commands, questions. */
export type Rank = 'now' | 'reminder' | 'answer'
const ranks: readonly Rank[] = ['now', 'reminder', 'answer']

/** Somebody's place in a chat's line, from `say` on until what they had to say is said. */
export interface Place {
  /**
   * Makes one call to Telegram when it is this place's turn: nothing of a higher rank and nothing earlier of the same
   * one is in the line, no other call of the chat is on its way, and Telegram takes messages.
   * @throws AppError `stopping` (retryable) when the service stops meanwhile; the call was not made then.
   */
  call<Result>(call: () => Promise<Result>): Promise<Result>
  /** Sleeps; a higher rank may go first meanwhile. @throws AppError `stopping` (retryable). */
  pause(ms: number): Promise<void>
  /** Notes that Telegram asked for silence. */
  flooded(failure: TelegramFailure): void
}

interface Waiting {
  rank: number
  wake: () => void
}

interface Line {
  /** In the order in which they are served. */
  places: Waiting[]
  frame?: (() => Promise<void>) | undefined
  isBusy: boolean
  quietUntil: number
}

/** Two chats flooded within this time: Telegram means the whole bot, not one chat. */
const sameFloodMs = 2_000

/**
 * One outbound line per chat, and in it one call at a time: by rank, in order within a rank, stream frames last. A higher
 * rank passes even what has begun, between two of its calls. Of frames only the newest waits. A chat that Telegram told
 * to wait is left alone until then; others go on.
 */
export class OutboundLines {
  readonly #lines = new Map<number, Line>()
  readonly #clock: LineClock
  readonly #stopping: AbortSignal
  #allQuietUntil = 0
  #lastFlood = { chatId: 0, at: Number.NEGATIVE_INFINITY }

  /** @param stopping - aborting ends all waiting; what was not said fails with a retryable error. */
  constructor(clock: LineClock, stopping: AbortSignal) {
    this.#clock = clock
    this.#stopping = stopping
  }

  /** Runs `say` when it is its turn; its calls go through its place. */
  async say<Result>(chatId: number, rank: Rank, say: (place: Place) => Promise<Result>): Promise<Result> {
    const line = this.#line(chatId)
    const own: Waiting = { rank: ranks.indexOf(rank), wake: () => undefined }
    const behind = line.places.findIndex((place) => place.rank > own.rank)
    line.places.splice(behind === -1 ? line.places.length : behind, 0, own)
    try {
      await this.#enter(line, own)
      line.isBusy = false
      this.#advance(chatId, line)
      return await say(this.#place(chatId, line, own))
    } finally {
      line.places.splice(line.places.indexOf(own), 1)
      this.#advance(chatId, line)
    }
  }

  /** Shows a frame when nothing else waits; a newer frame takes its place, and a flooded chat gets none. */
  show(chatId: number, frame: () => Promise<void>): void {
    if (this.isQuiet(chatId)) return
    const line = this.#line(chatId)
    line.frame = frame
    if (line.places.length === 0) this.#advance(chatId, line)
  }

  /** Forgets the frame that waits. */
  dropFrame(chatId: number): void {
    const line = this.#lines.get(chatId)
    if (line) line.frame = undefined
  }

  /** Whether Telegram takes no messages for this chat at the moment. */
  isQuiet(chatId: number): boolean {
    return this.#waitMs(this.#lines.get(chatId)) > 0
  }

  /** Notes that Telegram asked for silence. */
  flooded(chatId: number, { retryAfterSeconds }: TelegramFailure): void {
    const now = this.#clock.now()
    const until = now + retryAfterSeconds * 1_000
    const line = this.#line(chatId)
    line.quietUntil = Math.max(line.quietUntil, until)
    const another = this.#lastFlood.chatId !== chatId && now - this.#lastFlood.at < sameFloodMs
    if (another)
      this.#allQuietUntil = Math.max(this.#allQuietUntil, now + Math.min(retryAfterSeconds, 5) * 1_000)
    this.#lastFlood = { chatId, at: now }
  }

  #place(chatId: number, line: Line, own: Waiting): Place {
    return {
      call: async (call) => {
        await this.#enter(line, own)
        try {
          return await call()
        } finally {
          line.isBusy = false
          this.#advance(chatId, line)
        }
      },
      pause: (ms) => this.#pause(ms),
      flooded: (failure) => this.flooded(chatId, failure),
    }
  }

  /** Waits for the place's turn; the line is busy from that moment. */
  async #enter(line: Line, own: Waiting): Promise<void> {
    for (;;) {
      if (line.isBusy || line.places[0] !== own) await new Promise<void>((wake) => (own.wake = wake))
      else {
        const ms = this.#waitMs(line)
        if (ms <= 0) break
        await this.#pause(ms)
      }
    }
    line.isBusy = true
  }

  async #pause(ms: number): Promise<void> {
    await this.#clock.sleep(ms, this.#stopping)
    if (this.#stopping.aborted) throw new AppError('stopping', 'the service stops', { retryable: true })
  }

  #waitMs(line: Line | undefined): number {
    return Math.max(line?.quietUntil ?? 0, this.#allQuietUntil) - this.#clock.now()
  }

  #line(chatId: number): Line {
    let line = this.#lines.get(chatId)
    if (!line) {
      line = { places: [], isBusy: false, quietUntil: 0 }
      this.#lines.set(chatId, line)
    }
    return line
  }

  /** Lets the next one go: whoever is first in the line, else a frame. */
  #advance(chatId: number, line: Line): void {
    if (line.isBusy) return
    if (line.places[0]) return line.places[0].wake()
    const { frame } = line
    line.frame = undefined
    if (this.#waitMs(line) > 0) return
    if (!frame) return void this.#lines.delete(chatId)
    line.isBusy = true
    void frame()
      .catch(() => undefined)
      .then(() => {
        line.isBusy = false
        this.#advance(chatId, line)
      })
  }
}
