import { AppError } from '@aika/errors'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { ProviderCall } from '../domain/call.ts'
import { forwardCall, type Forwarded, type ForwardLimits, type ForwardPorts } from '../domain/forward-call.ts'
import type { KeyPool } from '../domain/key-pool.ts'
import type { CallRecord, Meter, Outcome } from '../domain/meter.ts'
import { UsageTail } from '../domain/usage-tail.ts'
import { errorBody, type Refusal } from './error-body.ts'

export interface RelayPorts {
  pools: Record<ProviderCall['provider'], KeyPool>
  forward: Omit<ForwardPorts, 'pool'>
  limits: ForwardLimits
  meter: Meter
  /** Takes keys out of what a vendor says. */
  scrub(text: string): string
  /** A failure that nobody understood. */
  unexpected(error: unknown, call: ProviderCall): void
}

/**
 * Answers one call on the raw response: the vendor's bytes as they come, at the pace the caller reads them.
 * A caller who goes away ends the vendor's side too. Never throws; every call is metered once.
 */
export async function relay(ports: RelayPorts, call: ProviderCall, response: ServerResponse): Promise<void> {
  const startedMs = ports.forward.clock.now()
  const gone = new AbortController()
  response.once('close', () => {
    if (!response.writableFinished) gone.abort()
  })
  const tail = new UsageTail()
  const result = await answer(ports, call, response, { tail, signal: gone.signal })
  const record: CallRecord = {
    call,
    ...result,
    tokens: tail.read(call.provider),
    startedMs,
    latencyMs: ports.forward.clock.now() - startedMs,
  }
  ports.meter.record(record)
}

type Result = { outcome: Outcome; status: number }
type Reading = { tail: UsageTail; signal: AbortSignal }

async function answer(
  ports: RelayPorts,
  call: ProviderCall,
  response: ServerResponse,
  reading: Reading,
): Promise<Result> {
  try {
    const forwardPorts = { ...ports.forward, pool: ports.pools[call.provider] }
    const forwarded = await forwardCall(forwardPorts, ports.limits, call, reading.signal)
    return await send(ports, call, forwarded, response, reading)
  } catch (error) {
    return failed(ports, call, response, error, reading.signal)
  }
}

async function send(
  ports: RelayPorts,
  call: ProviderCall,
  forwarded: Forwarded,
  response: ServerResponse,
  reading: Reading,
): Promise<Result> {
  switch (forwarded.kind) {
    case 'stream':
      response.writeHead(forwarded.status, forwarded.headers)
      await pump(forwarded, response, reading)
      return { outcome: 'ok', status: forwarded.status }
    case 'refusal': {
      // Its length changes when a key is taken out.
      const { 'content-length': _length, ...headers } = forwarded.headers
      response.writeHead(forwarded.status, headers).end(ports.scrub(forwarded.body))
      return { outcome: 'refused', status: forwarded.status }
    }
    case 'all_resting': {
      const { retryAfterSeconds } = forwarded
      return refuse(call, response, 'ALL_KEYS_RESTING', 'all_keys_resting', { retryAfterSeconds })
    }
    case 'no_usable_key':
      return refuse(call, response, 'NO_USABLE_KEY', 'no_usable_key')
    default:
      throw forwarded satisfies never
  }
}

async function pump(
  { first, rest }: Extract<Forwarded, { kind: 'stream' }>,
  response: ServerResponse,
  { tail, signal }: Reading,
): Promise<void> {
  for (let chunk = first; chunk; chunk = (await rest.next()).value as Uint8Array | undefined) {
    tail.push(chunk)
    if (!response.write(chunk)) await once(response, 'drain', { signal })
  }
  response.end()
}

function failed(
  ports: RelayPorts,
  call: ProviderCall,
  response: ServerResponse,
  error: unknown,
  signal: AbortSignal,
): Result {
  if (signal.aborted) return { outcome: 'aborted', status: 499 }
  if (response.headersSent) {
    // Bytes have flowed: only a broken line tells the caller that the answer is not whole.
    response.destroy()
    return { outcome: 'cut', status: 200 }
  }
  if (error instanceof AppError && error.code === 'upstream_timeout') {
    return refuse(call, response, 'UPSTREAM_TIMEOUT', 'timeout')
  }
  if (error instanceof AppError && error.code === 'upstream_unreachable') {
    return refuse(call, response, 'UPSTREAM_UNREACHABLE', 'unreachable')
  }
  ports.unexpected(error, call)
  return refuse(call, response, 'INTERNAL', 'internal')
}

function refuse(
  call: ProviderCall,
  response: ServerResponse,
  reason: Refusal,
  outcome: Outcome,
  details: { retryAfterSeconds?: number } = {},
): Result {
  const { code, body } = errorBody(call.provider, reason, details)
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (details.retryAfterSeconds) headers['retry-after'] = String(details.retryAfterSeconds)
  response.writeHead(code, headers).end(JSON.stringify(body))
  return { outcome, status: code }
}
