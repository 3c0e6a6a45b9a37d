import { AppError, messageOf } from '@aika/errors'
import Groq, { APIError } from 'groq-sdk'
import type { Caller, Completion, LanguageModel } from '../domain/language-model.ts'
import type { Prompt } from '../domain/prompt.ts'
import { reasoningParameters } from './reasoning.ts'

const timeoutMs = 60_000
/** A daily quota says hours; asking once an hour costs nothing and notices a new key. */
const longestRestMs = 3_600_000
const shortestRestMs = 1_000

export interface GroqModelOptions {
  /** The gateway's scheme, host and port. */
  url: string
  /** Our service token; the keys are the gateway's. */
  token: string
  /** Room for an answer, in tokens. */
  answerTokens: number
}

/** Groq through the gateway, by Groq's own SDK. It never retries by itself: the queue does, and knows for how long. */
export class GroqModel implements LanguageModel {
  readonly #groq: Groq
  readonly #answerTokens: number

  constructor({ url, token, answerTokens }: GroqModelOptions) {
    this.#answerTokens = answerTokens
    this.#groq = new Groq({ apiKey: token, baseURL: url, maxRetries: 0, timeout: timeoutMs, logLevel: 'off' })
  }

  async complete(model: string, prompt: Prompt, caller: Caller, signal: AbortSignal): Promise<Completion> {
    const request = {
      model,
      messages: [
        { role: 'system' as const, content: prompt.system },
        { role: 'user' as const, content: prompt.user },
      ],
      temperature: 0.2,
      ...reasoningParameters(model, this.#answerTokens),
    }
    try {
      const answer = await this.#groq.chat.completions.create(request, {
        signal,
        headers: headersFor(caller),
      })
      const choice = answer.choices[0]
      if (choice?.finish_reason === 'length') return { kind: 'cut_off' }
      return { kind: 'text', text: choice?.message.content ?? '' }
    } catch (error) {
      signal.throwIfAborted()
      return understood(error, model)
    }
  }
}

function headersFor({ userId, traceId, purpose }: Caller): Record<string, string> {
  return {
    'x-aika-purpose': purpose,
    ...(userId && { 'x-aika-user': String(userId) }),
    ...(traceId && { 'x-aika-trace': traceId }),
  }
}

const goneCodes = new Set(['model_decommissioned', 'model_not_found'])
/** The request itself is at fault; these never pass by waiting. */
const refusedStatuses = new Set([400, 413, 422])

/** A refusal that asking another model or giving up answers is a value; what waiting answers is thrown. */
function understood(error: unknown, model: string): Completion {
  if (!(error instanceof APIError) || error.status === undefined) throw unavailable(error, messageOf(error))
  const code = codeOf(error)
  if (code !== undefined && goneCodes.has(code)) return { kind: 'gone', reason: code }
  if (error.status === 429) throw resting(error, model)
  if (refusedStatuses.has(error.status)) return { kind: 'refused', reason: code ?? `status ${error.status}` }
  throw unavailable(error, `status ${error.status}${code ? `, ${code}` : ''}`)
}

function resting(error: APIError, model: string): AppError {
  const seconds = Number((error.headers as Headers | undefined)?.get('retry-after'))
  const retryAfterMs =
    seconds > 0 ? Math.min(Math.max(seconds * 1000, shortestRestMs), longestRestMs) : undefined
  return new AppError('summary_model_resting', `no quota left for ${model}; the work waits in the queue`, {
    retryable: true,
    retryAfterMs,
    cause: error,
  })
}

function unavailable(cause: unknown, why: string): AppError {
  return new AppError('summary_model_unavailable', `no answer from Groq through the gateway: ${why}`, {
    retryable: true,
    cause,
  })
}

/** The SDK hands out the whole body, so the vendor's own error is one level down. */
function codeOf(error: APIError): string | undefined {
  const body = error.error as { error?: { code?: unknown } } | undefined
  const code = body?.error?.code
  return typeof code === 'string' ? code : undefined
}
