import type { Provider } from './call.ts'

/** What an answer means for the key that got it, and for the call. */
export type Verdict =
  /** The caller's to read, whatever its status. */
  | { kind: 'pass' }
  /** This key has no quota left for this model: the next key, at once. */
  | { kind: 'rest'; restMs: number; quota: 'minute' | 'day' }
  /** The vendor refuses the key itself: the next key, and a word to the admins. */
  | { kind: 'set_aside'; reason: string }
  /** Passing trouble at the vendor's: the same call again, a little later. */
  | { kind: 'retry' }

/** How long a key rests when the vendor does not say. */
export interface Cooldowns {
  minuteMs: number
  dayMs: number
}

export interface Refusal {
  status: number
  retryAfter?: string | undefined
  body: string
}

const TRANSIENT = new Set([500, 502, 503, 504])
const SHORTEST_REST_MS = 100

/** Judges an answer that is not a success. Bodies are the vendors' own JSON; what cannot be read counts by status. */
export function judgeRefusal(provider: Provider, refusal: Refusal, cooldowns: Cooldowns): Verdict {
  if (TRANSIENT.has(refusal.status)) return { kind: 'retry' }
  const error = readError(refusal.body)
  if (refusal.status === 429) return restFor(refusal, error, cooldowns)
  const reason =
    provider === 'gemini' ? geminiKeyTrouble(refusal.status, error) : groqKeyTrouble(refusal.status, error)
  return reason === undefined ? { kind: 'pass' } : { kind: 'set_aside', reason }
}

function restFor(refusal: Refusal, error: VendorError, { minuteMs, dayMs }: Cooldowns): Verdict {
  const quota = error.quotaIds.some((id) => /PerDay|Daily/i.test(id)) ? 'day' : 'minute'
  const told = error.retryDelayMs ?? delayInWords(error.message) ?? secondsHeader(refusal.retryAfter)
  const restMs = Math.max(SHORTEST_REST_MS, told ?? (quota === 'day' ? dayMs : minuteMs))
  return { kind: 'rest', restMs, quota }
}

function geminiKeyTrouble(status: number, error: VendorError): string | undefined {
  if (status === 401) return error.reasons[0] ?? 'UNAUTHENTICATED'
  if (status === 400) {
    if (error.reasons.includes('API_KEY_INVALID')) return 'API_KEY_INVALID'
    return /API key (not valid|expired|not found)/i.test(error.message) ? 'API_KEY_INVALID' : undefined
  }
  if (status !== 403) return undefined
  // A 403 on a file, cache or tuned model is about what the request names: the key is sound, and setting it aside
  // would let one bad request take the key from everybody.
  if (/\b(file|cached ?content|tuned ?model|corpus)\b/i.test(error.message)) return undefined
  return error.reasons[0] ?? 'PERMISSION_DENIED'
}

function groqKeyTrouble(status: number, error: VendorError): string | undefined {
  if (status === 401) return error.code ?? 'invalid_api_key'
  // `model_permission_blocked_…` names one model; the key serves the others.
  if (status === 403 && !error.code?.startsWith('model_')) return error.code ?? 'forbidden'
  return undefined
}

interface VendorError {
  message: string
  code?: string
  reasons: string[]
  quotaIds: string[]
  retryDelayMs?: number
}

/** Reads what both vendors' error bodies have in common; every field may be missing or of another type. */
function readError(body: string): VendorError {
  const error = asRecord(asRecord(parseJson(body)).error)
  const details = asArray(error.details).map(asRecord)
  const violations = details.flatMap((detail) => asArray(detail.violations)).map(asRecord)
  const retryDelayMs = details.map((detail) => durationMs(detail.retryDelay)).find((ms) => ms !== undefined)
  return {
    message: typeof error.message === 'string' ? error.message : body,
    ...(typeof error.code === 'string' && { code: error.code }),
    reasons: details.map((detail) => detail.reason).filter((reason) => typeof reason === 'string'),
    quotaIds: violations.map((violation) => violation.quotaId).filter((id) => typeof id === 'string'),
    ...(retryDelayMs !== undefined && { retryDelayMs }),
  }
}

/** `34.07s`, `900ms`. */
function durationMs(value: unknown): number | undefined {
  const match = typeof value === 'string' ? /^([0-9.]+)(ms|s)$/.exec(value) : null
  if (!match) return undefined
  const ms = Number(match[1]) * (match[2] === 's' ? 1000 : 1)
  return Number.isFinite(ms) ? ms : undefined
}

/** Both vendors also say it in the sentence: “Please retry in 20.04s”, “Please try again in 5.289s”. */
function delayInWords(message: string): number | undefined {
  return durationMs(/(?:retry|try again) in ([0-9.]+(?:ms|s))/i.exec(message)?.[1]?.replace(/\.$/, ''))
}

function secondsHeader(value: string | undefined): number | undefined {
  const seconds = Number(value)
  return value !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    // Gemini wraps the error of a streaming call without `alt=sse` in an array.
    return Array.isArray(value) ? value[0] : value
  } catch {
    return undefined
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function asArray(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
