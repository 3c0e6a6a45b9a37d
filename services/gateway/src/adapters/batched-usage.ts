import { messageOf } from '@aika/errors'
import type { ModelCall } from '@aika/store/usage-log'
import type { CallRecord } from '../domain/meter.ts'

export interface BatchedUsageOptions {
  /** Writes all rows or none. */
  write(rows: ModelCall[]): Promise<void>
  /** Called with how many rows have not been written, and why; they are tried again while there is room. */
  onTrouble(message: string, rows: number): void
  onDropped(rows: number): void
  flushMs?: number
  /** Rows kept while the database is away; the oldest go first. About 300 bytes each. */
  mostRows?: number
}

const BATCH_ROWS = 100

/**
 * Writes usage rows in order, away from the calls they are about. A database that fails costs rows at worst, never a
 * call; disposal writes what is left.
 */
export class BatchedUsage implements AsyncDisposable {
  readonly #options: Required<BatchedUsageOptions>
  readonly #timer: NodeJS.Timeout
  #rows: ModelCall[] = []
  #flushing: Promise<void> = Promise.resolve()
  #isFlushing = false

  constructor(options: BatchedUsageOptions) {
    this.#options = { flushMs: 250, mostRows: 10_000, ...options }
    this.#timer = setInterval(() => void this.flush(), this.#options.flushMs).unref()
  }

  add(record: CallRecord): void {
    if (this.#rows.length >= this.#options.mostRows) {
      this.#rows.shift()
      this.#options.onDropped(1)
    }
    this.#rows.push(rowOf(record))
  }

  /** Writes all rows there are; never rejects. */
  async flush(): Promise<void> {
    if (!this.#isFlushing) this.#flushing = this.#writeAll()
    await this.#flushing
  }

  async #writeAll(): Promise<void> {
    this.#isFlushing = true
    try {
      while (this.#rows.length > 0) {
        const batch = this.#rows.slice(0, BATCH_ROWS)
        await this.#options.write(batch)
        // Some of them may have been dropped meanwhile, for want of room.
        const last = this.#rows.indexOf(batch.at(-1)!)
        this.#rows.splice(0, last + 1)
      }
    } catch (error) {
      this.#options.onTrouble(messageOf(error), this.#rows.length)
    } finally {
      this.#isFlushing = false
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.flush()
    await this.flush()
  }
}

function rowOf({ call, outcome, status, tokens, startedMs, latencyMs }: CallRecord): ModelCall {
  return {
    at: new Date(startedMs),
    userId: call.caller.userId ?? 0,
    purpose: call.caller.purpose,
    provider: call.provider,
    model: call.model,
    ...tokens,
    latencyMs,
    outcome: outcome === 'refused' ? String(status) : outcome,
    traceId: call.caller.traceId ?? '',
  }
}
