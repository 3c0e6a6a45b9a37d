import type { Party } from './journal.ts'

/**
 * What goes wrong with a call.
 *
 * - `status`: answered with `status` and `body` (the party's own error shape when left out)
 * - `flood`: the party's own 429 with `retryAfterSeconds`
 * - `hang`: never answered
 * - `drop`: the connection is reset
 * - `slow`: answered properly, `delayMs` later
 * - `cut`: half of the answer's body, then the connection is reset
 * - `stall`: half of the answer's body, then nothing more
 */
type FaultKind = 'status' | 'flood' | 'hang' | 'drop' | 'slow' | 'cut' | 'stall'

export interface FaultSpec {
  party: Party
  kind: FaultKind
  /** Vendor's method name; all methods when left out. */
  method?: string
  chatId?: number
  key?: string
  /** Of Gemini and Groq. */
  model?: string
  /** `after`: the call takes effect, only its answer is lost. Default `before`. */
  when?: 'before' | 'after'
  status?: number
  body?: unknown
  delayMs?: number
  retryAfterSeconds?: number
  /** How many calls it hits; without end when left out. */
  times?: number
  /** How long it stays, from now. */
  forMs?: number
}

export interface Fault extends FaultSpec {
  id: string
  when: 'before' | 'after'
  /** Calls hit so far. */
  hits: number
  until: number
}

export interface FaultTarget {
  party: Party
  method: string
  chatId?: number
  key?: string
  model?: string
}

/** Faults waiting for their calls; the oldest that fits is applied. */
export class Faults {
  #faults: Fault[] = []
  #nextId = 1
  #released = new AbortController()

  add(spec: FaultSpec): Fault {
    const until = spec.forMs === undefined ? Infinity : performance.now() + spec.forMs
    const fault: Fault = {
      ...spec,
      id: `fault-${this.#nextId++}`,
      when: spec.when ?? 'before',
      hits: 0,
      until,
    }
    this.#faults.push(fault)
    return fault
  }

  /** The fault that hits this call, counted; undefined when it goes through. */
  take(target: FaultTarget): Fault | undefined {
    if (this.#faults.length === 0) return undefined
    const now = performance.now()
    this.#faults = this.#faults.filter((fault) => fault.until > now)
    const fault = this.#faults.find((candidate) => hits(candidate, target))
    if (!fault) return undefined
    fault.hits += 1
    if (fault.times !== undefined && fault.hits >= fault.times) this.remove(fault.id)
    return fault
  }

  list(): Fault[] {
    return [...this.#faults]
  }

  remove(id: string): boolean {
    const before = this.#faults.length
    this.#faults = this.#faults.filter((fault) => fault.id !== id)
    return this.#faults.length < before
  }

  /** Removes all; calls that hang are dropped. */
  clear(): void {
    this.#faults = []
    this.#released.abort()
    this.#released = new AbortController()
  }

  /** Aborted when hanging calls are to be let go. */
  get released(): AbortSignal {
    return this.#released.signal
  }
}

function hits(fault: Fault, target: FaultTarget): boolean {
  if (fault.party !== target.party) return false
  if (fault.method !== undefined && fault.method.toLowerCase() !== target.method.toLowerCase()) return false
  if (fault.chatId !== undefined && fault.chatId !== target.chatId) return false
  if (fault.model !== undefined && fault.model !== target.model) return false
  return fault.key === undefined || fault.key === target.key
}
