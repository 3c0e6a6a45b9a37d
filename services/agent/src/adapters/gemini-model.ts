import { messageOf } from '@aika/errors'
import { GoogleGenAI, type GenerateContentResponse } from '@google/genai'
import type { Content, Listener, ModelAnswer, ModelRequest, Part } from '../domain/model.ts'
import { ModelTrouble, type SingleModel } from '../domain/patient-model.ts'
import { explainGeminiError } from './gemini-error.ts'

/** The API's documented stand-in where a signature of another model would be refused. */
const foreignSignature = 'skip_thought_signature_validator'

const refusals = new Set([
  'SAFETY',
  'RECITATION',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
  'LANGUAGE',
  'IMAGE_SAFETY',
])

export interface GeminiOptions {
  /** The gateway; it holds the key, `token` only opens its door. */
  baseUrl: string
  token: string
  /** An answer that is not complete by then is broken off; a stream that drips would never end. */
  maxAnswerMs: number
}

/** Gemini through the official SDK and our gateway. */
export function geminiModel({ baseUrl, token, maxAnswerMs }: GeminiOptions): SingleModel {
  const client = new GoogleGenAI({ apiKey: token, httpOptions: { baseUrl, apiVersion: 'v1beta', fetch } })
  return {
    async ask(model, request, listener, signal) {
      using call = following(signal, maxAnswerMs)
      try {
        const stream = await client.models.generateContentStream(toCall(model, request, call.signal))
        return await collect(stream, model, listener)
      } catch (error) {
        signal.throwIfAborted()
        if (call.signal.aborted)
          throw new ModelTrouble('cut', messageOf(call.signal.reason), { cause: error })
        throw explainGeminiError(error)
      }
    },
  }
}

/**
 * A signal for one call, which ends it after `ms` too. The SDK never takes its listener back, and Node keeps a composed signal, with all that hangs
 * on it, for as long as it is listened to.
 */
function following(signal: AbortSignal, ms: number): { signal: AbortSignal } & Disposable {
  const own = new AbortController()
  const timer = setTimeout(() => own.abort(new Error(`the answer took more than ${ms} ms`)), ms)
  const abort = () => own.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return {
    signal: own.signal,
    [Symbol.dispose]() {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    },
  }
}

function toCall(model: string, request: ModelRequest, abortSignal: AbortSignal) {
  const { system, tools, mayCallTools, userId, traceId } = request
  return {
    model,
    contents: request.contents.map((content, index) =>
      signedFor(model, content, request.writtenBy.get(index)),
    ),
    config: {
      systemInstruction: system,
      tools: [{ functionDeclarations: tools }],
      toolConfig: { functionCallingConfig: { mode: mayCallTools ? 'AUTO' : 'NONE' } },
      abortSignal,
      httpOptions: {
        headers: { 'x-aika-user': String(userId), 'x-aika-purpose': 'turn', 'x-aika-trace': traceId },
      },
    },
  } as Parameters<GoogleGenAI['models']['generateContentStream']>[0]
}

/** Signatures are returned verbatim to the model that made them, and replaced for any other. */
function signedFor(model: string, content: Content, writtenBy: string | undefined): Content {
  if (!writtenBy || writtenBy === model) return content
  const parts = content.parts.map((part) =>
    part.thoughtSignature ? { ...part, thoughtSignature: foreignSignature } : part,
  )
  return { ...content, parts }
}

async function collect(
  stream: AsyncIterable<GenerateContentResponse>,
  model: string,
  listener: Listener,
): Promise<ModelAnswer> {
  const parts: Part[] = []
  let finishReason: string | undefined
  let text = ''
  for await (const chunk of stream) {
    if (chunk.promptFeedback?.blockReason)
      return { kind: 'blocked', reason: chunk.promptFeedback.blockReason }
    const candidate = chunk.candidates?.[0]
    finishReason = candidate?.finishReason ?? finishReason
    for (const part of (candidate?.content?.parts ?? []) as Part[]) {
      addPart(parts, part)
      if (part.text && !part.thought) listener.text((text += part.text))
      if (part.functionCall?.name) listener.call(part.functionCall.name)
    }
  }
  // A stream that ends cleanly without a reason was cut on the way.
  if (!finishReason) throw new ModelTrouble('cut', 'the stream ended without a finish reason')
  return toAnswer(model, parts, finishReason)
}

/** Streamed text comes in crumbs: plain neighbours are joined, anything signed stays as it came. */
function addPart(parts: Part[], part: Part): void {
  const last = parts.at(-1)
  if (last && isPlainText(last) && isPlainText(part)) last.text += part.text ?? ''
  else parts.push({ ...part })
}

function isPlainText(part: Part): boolean {
  return Object.keys(part).length === 1 && typeof part.text === 'string'
}

function toAnswer(model: string, parts: Part[], finishReason: string): ModelAnswer {
  if (refusals.has(finishReason)) return { kind: 'blocked', reason: finishReason }
  const useful = parts.some((part) => part.functionCall || (part.text && !part.thought))
  if (!useful || (finishReason !== 'STOP' && finishReason !== 'MAX_TOKENS')) {
    return { kind: 'malformed', reason: finishReason }
  }
  return {
    kind: 'content',
    content: { role: 'model', parts },
    model,
    truncated: finishReason === 'MAX_TOKENS',
  }
}
