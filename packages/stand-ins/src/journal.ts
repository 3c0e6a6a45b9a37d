/** Who a call was made to. */
export type Party = 'telegram' | 'gemini' | 'groq'

/** One call as it was received, in the order of arrival. */
export interface JournalEntry {
  /** 1, 2, 3 … over the life of the process. */
  seq: number
  /** Milliseconds since the stand-ins started, monotonic. */
  ms: number
  /** Epoch milliseconds. */
  at: number
  party: Party
  /** The vendor's own name: `sendMessage`, `streamGenerateContent`, `chat.completions`. */
  method: string
  chatId?: number
  key?: string
  model?: string
  promptTokens?: number
  /** Parsed parameters or body; files appear as name and size. */
  request: unknown
  /** HTTP status answered; 0 while open, -1 when the connection was dropped. */
  status: number
  durationMs: number
  /** Id of the fault that was applied. */
  fault?: string
}

export interface JournalFilter {
  /** Entries with a larger seq. */
  since?: number
  party?: Party
  method?: string
  chatId?: number
  /** At most this many, the oldest first. Default 1,000. */
  limit?: number
}

export type CallFacts = Pick<JournalEntry, 'party' | 'method' | 'chatId' | 'key' | 'model' | 'request'>

const maxEntries = 10_000
const maxBytes = 8 * 1024 * 1024

/** The last calls in order, bounded by count and by the size of their requests; counts are kept for all. */
export class Journal {
  /** Forgotten ones leave a gap before `#head`, so that their requests can be freed. */
  #entries: ({ entry: JournalEntry; bytes: number } | undefined)[] = []
  #head = 0
  #bytes = 0
  #seq = 0
  #counts = new Map<string, number>()
  readonly #startedAt = performance.now()

  /** Milliseconds since the stand-ins started. */
  now(): number {
    return performance.now() - this.#startedAt
  }

  /** Notes a call at its arrival; the caller fills status and duration in when it is answered. */
  open(facts: CallFacts, bytes: number, ms = this.now()): JournalEntry {
    const entry: JournalEntry = { seq: ++this.#seq, ms, at: Date.now(), ...facts, status: 0, durationMs: 0 }
    const name = `${facts.party}.${facts.method}`
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    this.#entries.push({ entry, bytes })
    this.#bytes += bytes
    this.#trim()
    return entry
  }

  close(entry: JournalEntry, status: number): void {
    entry.status = status
    entry.durationMs = this.now() - entry.ms
  }

  entries(filter: JournalFilter = {}): JournalEntry[] {
    const found: JournalEntry[] = []
    const limit = filter.limit ?? 1_000
    for (let index = this.#head; index < this.#entries.length && found.length < limit; index++) {
      const { entry } = this.#entries[index]!
      if (matches(entry, filter)) found.push(entry)
    }
    return found
  }

  /** Calls by `party.method`, since the start or the last `clear`, forgotten entries included. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts)
  }

  clear(): void {
    this.#entries = []
    this.#head = 0
    this.#bytes = 0
    this.#counts.clear()
  }

  #trim(): void {
    while (this.#entries.length - this.#head > maxEntries || this.#bytes > maxBytes) {
      this.#bytes -= this.#entries[this.#head]!.bytes
      this.#entries[this.#head] = undefined
      this.#head += 1
      if (this.#head >= this.#entries.length) break
    }
    // Dropping from the front one by one would copy the array each time.
    if (this.#head > maxEntries) {
      this.#entries = this.#entries.slice(this.#head)
      this.#head = 0
    }
  }
}

function matches(entry: JournalEntry, { since, party, method, chatId }: JournalFilter): boolean {
  if (since !== undefined && entry.seq <= since) return false
  if (party !== undefined && entry.party !== party) return false
  if (method !== undefined && entry.method.toLowerCase() !== method.toLowerCase()) return false
  return chatId === undefined || entry.chatId === chatId
}
