/** A party that the gateway forwards to. */
export type Provider = 'gemini' | 'groq'

/** One key of the operator's. `label` is what logs, metrics and notices say; `secret` goes to the vendor alone. */
export interface ProviderKey {
  /** `gemini-1`, `gemini-2`, … in the order of the settings. */
  label: string
  secret: string
}

/** Who is behind a call, as the calling service says. It decides nothing but the row in the usage table. */
export interface Caller {
  userId?: number
  purpose: string
  traceId?: string
}

/** A request that may go out: path and headers are from our allow-lists, the body is the caller's own bytes. */
export interface ProviderCall {
  provider: Provider
  model: string
  /** With the query; the vendor's own wire format. */
  path: string
  headers: Record<string, string>
  body: Buffer
  caller: Caller
}

/** Time, so that tests own it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** @throws the signal's reason as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}
