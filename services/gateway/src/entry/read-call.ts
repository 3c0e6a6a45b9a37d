import type { IncomingHttpHeaders } from 'node:http'
import type { Caller, Provider, ProviderCall } from '../domain/call.ts'

/** What of a request's own headers goes to a vendor. Whatever a caller uses as a key is not among them. */
const FORWARDED_HEADERS = ['content-type', 'accept', 'x-server-timeout', 'x-goog-api-client']

const MODEL_TARGET = /^([A-Za-z0-9][\w.-]{0,127}):(generateContent|streamGenerateContent|countTokens)$/

export interface IncomingCall {
  headers: IncomingHttpHeaders
  body: Buffer
}

/** `flash:generateContent` of Gemini's path; undefined for what is not forwarded. */
export function readGeminiCall(
  target: string,
  alt: unknown,
  incoming: IncomingCall,
): ProviderCall | undefined {
  const match = MODEL_TARGET.exec(target)
  if (!match) return undefined
  const [, model = '', verb] = match
  const query = verb === 'streamGenerateContent' && alt === 'sse' ? '?alt=sse' : ''
  return aCall('gemini', model, `/v1beta/models/${model}:${verb}${query}`, incoming)
}

/** A chat completion; undefined when the body names no model. */
export function readGroqCall(incoming: IncomingCall): ProviderCall | undefined {
  const model = modelOf(incoming.body)
  return model === undefined ? undefined : aCall('groq', model, '/openai/v1/chat/completions', incoming)
}

function aCall(
  provider: Provider,
  model: string,
  path: string,
  { headers, body }: IncomingCall,
): ProviderCall {
  const forwarded: Record<string, string> = {}
  for (const name of FORWARDED_HEADERS) {
    const value = headers[name]
    if (typeof value === 'string') forwarded[name] = value
  }
  return { provider, model, path, headers: forwarded, body, caller: readCaller(headers) }
}

/** Rows and metrics must not be at the mercy of what a header holds. */
function readCaller(headers: IncomingHttpHeaders): Caller {
  const userId = Number(headers['x-aika-user'])
  const purpose = String(headers['x-aika-purpose'] ?? '')
  const traceId = String(headers['x-aika-trace'] ?? '')
  return {
    ...(Number.isSafeInteger(userId) && userId > 0 && { userId }),
    purpose: /^[a-z][a-z0-9_-]{0,31}$/.test(purpose) ? purpose : 'unknown',
    ...(/^[\w-]{8,64}$/.test(traceId) && { traceId }),
  }
}

function modelOf(body: Buffer): string | undefined {
  try {
    const { model } = JSON.parse(body.toString('utf8')) as { model?: unknown }
    return typeof model === 'string' && /^[\w./:-]{1,128}$/.test(model) ? model : undefined
  } catch {
    return undefined
  }
}
