import { badRequest, TelegramRefusal } from './refusal.ts'
import type { Update } from './types.ts'

const optIn = new Set(['chat_member', 'message_reaction', 'message_reaction_count'])
const terminated =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running'
const keptMs = 24 * 3_600_000
const conflictEveryMs = 3_000

export interface PollParams {
  offset: number
  limit: number
  timeoutS: number
  /** Aborted when the poller hangs up. */
  gone: AbortSignal
}

interface Waiting {
  params: PollParams
  resolve: (updates: Update[]) => void
  reject: (why: TelegramRefusal) => void
  timer: NodeJS.Timeout
}

/** The bot's undelivered updates: confirmed by offset, kept for a day, given to one poller at a time. */
export class Updates {
  #queue: { update: Update; madeAt: number }[] = []
  #nextId = 100_000_001
  #allowed: Set<string> | undefined
  #waiting: Waiting | undefined
  #flushing = false
  #previous = { offset: Number.NaN, at: -Infinity }
  #nextConflictAt = -Infinity
  webhookUrl = ''

  /** Queues an update, or drops it when its kind is not allowed now. Returns its id. */
  add(kind: string, content: unknown): number | undefined {
    if (this.#allowed ? !this.#allowed.has(kind) : optIn.has(kind)) return undefined
    const update = { update_id: this.#nextId++, [kind]: content }
    this.#queue.push({ update, madeAt: Date.now() })
    this.#flushSoon()
    return update.update_id
  }

  /** `[]` means all but the opt-in kinds; undefined keeps what was set before. */
  allow(kinds: string[] | undefined): void {
    if (kinds) this.#allowed = kinds.length > 0 ? new Set(kinds) : undefined
  }

  poll(params: PollParams): Promise<Update[]> {
    this.#endWaiting()
    if (this.webhookUrl) throw webhookActive()
    const adjusted = this.#slowDown(params)
    this.#confirm(adjusted.offset)
    this.#expire()
    if (this.#queue.length > 0 || adjusted.timeoutS === 0) return Promise.resolve(this.#take(adjusted.limit))
    return this.#hold(adjusted)
  }

  state() {
    return {
      pending: this.#queue.length,
      confirmed: (this.#queue[0]?.update.update_id ?? this.#nextId) - 1,
      polling: this.#waiting !== undefined,
    }
  }

  /** Forgets pending updates and settings; a poll that waits goes on waiting. */
  clear(): void {
    this.#queue = []
    this.#allowed = undefined
    this.webhookUrl = ''
  }

  drop(): void {
    this.#queue = []
  }

  /** setWebhook ends a poll that is held. */
  endForWebhook(): void {
    this.#settle()?.reject(new TelegramRefusal(409, 'Conflict: terminated by setWebhook request'))
  }

  close(): void {
    this.#settle()?.resolve([])
  }

  /** The server's own brake on pollers that ask the same again and again. */
  #slowDown(params: PollParams): PollParams {
    const now = performance.now()
    const sameFor = params.offset === this.#previous.offset ? now - this.#previous.at : Infinity
    this.#previous = { offset: params.offset, at: now }
    return {
      ...params,
      timeoutS: sameFor < 3_000 ? Math.max(3, params.timeoutS) : params.timeoutS,
      limit: sameFor < 500 ? 1 : params.limit,
    }
  }

  #confirm(offset: number): void {
    if (offset < 0) this.#queue = this.#queue.slice(offset)
    else if (offset > 0) {
      let confirmed = 0
      while ((this.#queue[confirmed]?.update.update_id ?? Infinity) < offset) confirmed++
      if (confirmed > 0) this.#queue = this.#queue.slice(confirmed)
    }
  }

  #expire(): void {
    const oldest = Date.now() - keptMs
    if ((this.#queue[0]?.madeAt ?? Infinity) < oldest) {
      this.#queue = this.#queue.filter(({ madeAt }) => madeAt >= oldest)
    }
  }

  #take(limit: number): Update[] {
    return this.#queue.slice(0, limit).map(({ update }) => update)
  }

  #hold(params: PollParams): Promise<Update[]> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.#settle()?.resolve([]), params.timeoutS * 1_000)
      const waiting = { params, resolve, reject, timer }
      this.#waiting = waiting
      params.gone.addEventListener('abort', () => {
        if (this.#waiting === waiting) this.#settle()?.resolve([])
      })
    })
  }

  #settle(): Waiting | undefined {
    const waiting = this.#waiting
    this.#waiting = undefined
    if (waiting) clearTimeout(waiting.timer)
    return waiting
  }

  /** The older of two polls gets the conflict, at most every three seconds at once. */
  #endWaiting(): void {
    const older = this.#settle()
    if (!older) return
    const now = performance.now()
    const conflict = () => older.reject(new TelegramRefusal(409, terminated))
    if (now < this.#nextConflictAt) {
      setTimeout(conflict, conflictEveryMs).unref()
      return
    }
    this.#nextConflictAt = now + conflictEveryMs
    conflict()
  }

  /** Updates that come together are delivered together. */
  #flushSoon(): void {
    if (!this.#waiting || this.#flushing) return
    this.#flushing = true
    setImmediate(() => {
      this.#flushing = false
      if (this.#queue.length === 0) return
      const waiting = this.#settle()
      waiting?.resolve(this.#take(waiting.params.limit))
    })
  }
}

function webhookActive(): TelegramRefusal {
  return new TelegramRefusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
  )
}

/** The kinds of update of Bot API 10.3; unknown names in `allowed_updates` are ignored, as the server does. */
export function readAllowedUpdates(value: unknown): string[] | undefined {
  if (value === undefined) return undefined
  if (!Array.isArray(value)) throw badRequest("can't parse allowed_updates JSON object")
  return value.filter((kind): kind is string => typeof kind === 'string')
}
