import { AppError } from '@aika/errors'
import type { TelegramFailure } from './telegram.ts'

export interface LineClock {
  now(): number
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

interface Line {
  jobs: (() => Promise<void>)[]
  frame?: (() => Promise<void>) | undefined
  running: boolean
  quietUntil: number
}

/** Two chats flooded within this time: Telegram means the whole bot, not one chat. */
const sameFloodMs = 2_000

/**
 * One outbound line per chat: what is to be said goes out one after the other, in order, and before any stream frame.
 * Of frames only the newest waits. A chat that Telegram told to wait is left alone until then; others go on.
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

  /** Runs `say` when everything before it in this chat was said. */
  say<Result>(chatId: number, say: () => Promise<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const line = this.#line(chatId)
    line.jobs.push(() => say().then(resolve, reject))
    this.#start(chatId, line)
    return promise
  }

  /** Shows a frame when nothing else waits; a newer frame takes its place, and a flooded chat gets none. */
  show(chatId: number, frame: () => Promise<void>): void {
    const line = this.#line(chatId)
    if (this.#waitMs(line) > 0) return
    line.frame = frame
    this.#start(chatId, line)
  }

  /** Forgets the frame that waits. */
  dropFrame(chatId: number): void {
    const line = this.#lines.get(chatId)
    if (line) line.frame = undefined
  }

  /** Waits until Telegram takes messages for this chat again. @throws AppError `stopping` (retryable). */
  async untilQuietEnds(chatId: number): Promise<void> {
    for (let ms = this.#waitMs(this.#line(chatId)); ms > 0; ms = this.#waitMs(this.#line(chatId))) {
      await this.pause(ms)
    }
  }

  /** Sleeps. @throws AppError `stopping` (retryable) when the service stops. */
  async pause(ms: number): Promise<void> {
    await this.#clock.sleep(ms, this.#stopping)
    if (this.#stopping.aborted) throw new AppError('stopping', 'the service stops', { retryable: true })
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

  #waitMs(line: Line): number {
    return Math.max(line.quietUntil, this.#allQuietUntil) - this.#clock.now()
  }

  #line(chatId: number): Line {
    let line = this.#lines.get(chatId)
    if (!line) {
      line = { jobs: [], running: false, quietUntil: 0 }
      this.#lines.set(chatId, line)
    }
    return line
  }

  #start(chatId: number, line: Line): void {
    if (line.running) return
    line.running = true
    void this.#work(chatId, line)
  }

  async #work(chatId: number, line: Line): Promise<void> {
    for (let next = this.#next(line); next; next = this.#next(line)) await next().catch(() => undefined)
    line.running = false
    if (this.#waitMs(line) <= 0) this.#lines.delete(chatId)
  }

  #next(line: Line): (() => Promise<void>) | undefined {
    const job = line.jobs.shift()
    if (job) return job
    const { frame } = line
    line.frame = undefined
    return frame
  }
}
