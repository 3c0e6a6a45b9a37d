import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

export interface SessionOptions {
  /** Sliding: each use begins it anew. */
  lifeMs: number
  now(): number
}

/** Enough for everybody's browsers; the oldest go first. */
const MOST_SESSIONS = 200

/**
 * Who is signed in. Kept in memory: a restart of the console signs everybody out, and a sign-out is final at once.
 */
export class Sessions {
  readonly #options: SessionOptions
  readonly #expiry = new Map<string, number>()

  constructor(options: SessionOptions) {
    this.#options = options
  }

  /** @returns the secret that the browser keeps; here only its digest stays. */
  open(): string {
    const id = randomBytes(32).toString('base64url')
    this.#set(digest(id))
    if (this.#expiry.size > MOST_SESSIONS) this.#expiry.delete(this.#expiry.keys().next().value!)
    return id
  }

  isOpen(id: string | undefined): boolean {
    if (!id) return false
    const key = digest(id)
    const expiresMs = this.#expiry.get(key)
    if (expiresMs === undefined) return false
    this.#expiry.delete(key)
    if (expiresMs <= this.#options.now()) return false
    this.#set(key)
    return true
  }

  close(id: string | undefined): void {
    if (id) this.#expiry.delete(digest(id))
  }

  #set(key: string): void {
    this.#expiry.set(key, this.#options.now() + this.#options.lifeMs)
  }
}

/** Compares a secret with what somebody showed, in a time that tells neither its content nor its length. */
export function isSecret(expected: string, shown: unknown): boolean {
  return typeof shown === 'string' && timingSafeEqual(bytesOf(shown), bytesOf(expected))
}

const bytesOf = (text: string) => createHash('sha256').update(text).digest()
const digest = (text: string) => bytesOf(text).toString('base64url')
