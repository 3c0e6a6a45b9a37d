import { AppError, messageOf } from '@aika/errors'
import { Pool } from 'undici'
import type { Provider, ProviderCall, ProviderKey } from '../domain/call.ts'
import type { Upstream, UpstreamAnswer } from '../domain/forward-call.ts'

export interface UndiciUpstreamOptions {
  origins: Record<Provider, string>
  /** Until the head of an answer, and between two chunks. */
  timeoutMs: number
}

/** What of a vendor's answer the caller may see. */
const RETURNED_HEADERS = /^(content-type|content-length|retry-after|x-ratelimit-[\w-]+)$/

/** Kept-alive connections to the vendors; one call a connection at a time, as answers stream for long. */
export class UndiciUpstream implements Upstream, AsyncDisposable {
  readonly #pools: Record<Provider, Pool>

  constructor({ origins, timeoutMs }: UndiciUpstreamOptions) {
    const open = (origin: string) =>
      new Pool(origin, {
        connections: 256,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
        connect: { timeout: Math.min(timeoutMs, 10_000) },
        keepAliveTimeout: 30_000,
      })
    this.#pools = { gemini: open(origins.gemini), groq: open(origins.groq) }
  }

  async send(call: ProviderCall, key: ProviderKey, signal: AbortSignal): Promise<UpstreamAnswer> {
    try {
      const { statusCode, headers, body } = await this.#pools[call.provider].request({
        method: 'POST',
        path: call.path,
        headers: { ...call.headers, ...keyHeader(call.provider, key), 'accept-encoding': 'identity' },
        body: call.body,
        signal,
      })
      return { status: statusCode, headers: returned(headers), chunks: understood(body, signal) }
    } catch (error) {
      throw understand(error, signal)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.destroy()))
  }
}

function keyHeader(provider: Provider, { secret }: ProviderKey): Record<string, string> {
  return provider === 'gemini' ? { 'x-goog-api-key': secret } : { authorization: `Bearer ${secret}` }
}

function returned(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const allowed: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && RETURNED_HEADERS.test(name)) allowed[name] = value
  }
  return allowed
}

async function* understood(
  body: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  try {
    yield* body
  } catch (error) {
    throw understand(error, signal)
  }
}

function understand(error: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  const code = (error as { code?: string }).code ?? ''
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new AppError('upstream_timeout', 'the provider was silent for too long', {
      retryable: false,
      cause: error,
    })
  }
  const message = `the provider cannot be reached: ${code || messageOf(error)}`
  return new AppError('upstream_unreachable', message, { retryable: true, cause: error })
}
