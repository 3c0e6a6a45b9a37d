import { AppError } from '@aika/errors'
import type { Clock, ProviderCall, ProviderKey } from './call.ts'
import { judgeRefusal, type Cooldowns, type Verdict } from './judge-answer.ts'
import type { KeyPool } from './key-pool.ts'

/** An answer whose head has come. */
export interface UpstreamAnswer {
  status: number
  /** Allow-listed and lower-case. */
  headers: Record<string, string>
  /** The body as it comes; throws when the connection breaks. To be read to its end or returned early. */
  chunks: AsyncIterator<Uint8Array>
}

export interface Upstream {
  /**
   * Sends the call once, with this key. Any status is an answer.
   *
   * @throws {AppError} `upstream_timeout`: no head in time, or silence between two chunks; not retryable.
   * @throws {AppError} `upstream_unreachable`: refused, reset, no such name; retryable.
   * @throws the signal's reason when it aborts; the vendor's connection is closed then.
   */
  send(call: ProviderCall, key: ProviderKey, signal: AbortSignal): Promise<UpstreamAnswer>
}

/** Told as it happens, for logs, counters and the admins' notice. Never throws. */
export interface ForwardEvents {
  keyRests(key: ProviderKey, call: ProviderCall, rest: { restMs: number; quota: 'minute' | 'day' }): void
  keySetAside(key: ProviderKey, call: ProviderCall, reason: string): void
  retries(call: ProviderCall, because: string): void
}

export interface ForwardPorts {
  pool: KeyPool
  upstream: Upstream
  clock: Clock
  events: ForwardEvents
  /** 0 to 1, for jitter. */
  random(): number
}

export interface ForwardLimits extends Cooldowns {
  /** Second and later tries of what is transient, in all. */
  maxRetries: number
  /** The first wait; doubled each time, then varied by half. */
  retryBaseMs: number
}

export type Forwarded =
  /** The vendor's answer, its first bytes at hand and the rest on its way. From here on nothing is tried again. */
  | {
      kind: 'stream'
      status: number
      headers: Record<string, string>
      first?: Uint8Array
      rest: AsyncIterator<Uint8Array>
    }
  /** The vendor's error, read whole. */
  | { kind: 'refusal'; status: number; headers: Record<string, string>; body: string }
  | { kind: 'all_resting'; retryAfterSeconds: number }
  | { kind: 'no_usable_key' }

/** An error body is short; what comes after this is of no use to anybody. */
const REFUSAL_BYTES = 64 * 1024

/**
 * Gets one call answered: by the first key that may, the next one when that has no quota left or is refused, and
 * again after a pause when the trouble is passing. Models are never changed here: a 404 or a 503 that stays goes to
 * the caller, who knows which other model fits.
 *
 * @throws {AppError} as {@link Upstream.send}, once the retries are used up.
 */
export async function forwardCall(
  ports: ForwardPorts,
  limits: ForwardLimits,
  call: ProviderCall,
  signal: AbortSignal,
): Promise<Forwarded> {
  const mostAttempts = ports.pool.size + limits.maxRetries + 1
  let retries = 0
  for (let attempts = 0; attempts < mostAttempts; attempts++) {
    const pick = ports.pool.pick(call.model)
    if (!pick.ok) return refusedByPool(pick)
    const mayRetry = retries < limits.maxRetries
    const outcome = await attempt(ports, limits, { call, key: pick.key, signal, mayRetry })
    if (outcome.kind !== 'again') return outcome
    if (outcome.wait) await ports.clock.sleep(backoffMs(limits, retries++, ports.random()), signal)
  }
  const pick = ports.pool.pick(call.model)
  // A rest so short that it is over already: the caller may come back at once.
  return pick.ok ? { kind: 'all_resting', retryAfterSeconds: 1 } : refusedByPool(pick)
}

/** Exponential, half of it by chance, so that callers who failed together do not come back together. */
export function backoffMs({ retryBaseMs }: { retryBaseMs: number }, retry: number, random: number): number {
  return retryBaseMs * 2 ** retry * (0.5 + random / 2)
}

interface Attempt {
  call: ProviderCall
  key: ProviderKey
  signal: AbortSignal
  mayRetry: boolean
}

async function attempt(
  ports: ForwardPorts,
  limits: ForwardLimits,
  { call, key, signal, mayRetry }: Attempt,
): Promise<Forwarded | { kind: 'again'; wait: boolean }> {
  try {
    const answer = await ports.upstream.send(call, key, signal)
    if (answer.status >= 200 && answer.status < 300) return await opened(answer)
    const body = await readRefusal(answer.chunks)
    const refusal = { status: answer.status, retryAfter: answer.headers['retry-after'], body }
    const verdict = judgeRefusal(call.provider, refusal, limits)
    if (useNextKey(ports, call, key, verdict)) return { kind: 'again', wait: false }
    if (verdict.kind === 'retry' && mayRetry) return again(ports, call, `status ${answer.status}`)
    return { kind: 'refusal', status: answer.status, headers: answer.headers, body }
  } catch (error) {
    if (mayRetry && error instanceof AppError && error.retryable) return again(ports, call, error.message)
    throw error
  }
}

function again(ports: ForwardPorts, call: ProviderCall, because: string): { kind: 'again'; wait: true } {
  ports.events.retries(call, because)
  return { kind: 'again', wait: true }
}

/** Waits for the first bytes: until they are here nothing has reached the caller, and a broken line may be tried again. */
async function opened({ status, headers, chunks }: UpstreamAnswer): Promise<Forwarded> {
  const first = await chunks.next()
  return { kind: 'stream', status, headers, ...(!first.done && { first: first.value }), rest: chunks }
}

function useNextKey({ pool, events }: ForwardPorts, call: ProviderCall, key: ProviderKey, verdict: Verdict) {
  if (verdict.kind === 'rest') {
    pool.rest(key.label, call.model, verdict.restMs)
    events.keyRests(key, call, verdict)
    return true
  }
  if (verdict.kind === 'set_aside') {
    if (pool.setAside(key.label, verdict.reason)) events.keySetAside(key, call, verdict.reason)
    return true
  }
  return false
}

function refusedByPool(
  pick: { reason: 'all_resting'; retryAfterSeconds: number } | { reason: 'no_usable_key' },
): Forwarded {
  return pick.reason === 'all_resting'
    ? { kind: 'all_resting', retryAfterSeconds: pick.retryAfterSeconds }
    : { kind: 'no_usable_key' }
}

async function readRefusal(chunks: AsyncIterator<Uint8Array>): Promise<string> {
  const read: Uint8Array[] = []
  let bytes = 0
  for (let next = await chunks.next(); !next.done; next = await chunks.next()) {
    read.push(next.value)
    bytes += next.value.byteLength
    if (bytes >= REFUSAL_BYTES) {
      await chunks.return?.()
      break
    }
  }
  return Buffer.concat(read).subarray(0, REFUSAL_BYTES).toString('utf8')
}
