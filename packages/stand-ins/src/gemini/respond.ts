import { json, type Answer } from '../http/answer.ts'
import { pause } from '../wait.ts'
import { sign, textSignature, type Signer } from './signatures.ts'
import { textTokens } from './tokens.ts'
import type { GeminiSettings } from './state.ts'
import type { Part, Reply } from './wire.ts'

export interface ReplyContext {
  signer: Signer
  promptTokens: number
  settings: GeminiSettings
  stream: boolean
}

let responses = 0

/** A reply in Gemini's wire format, whole or as server-sent events. */
export function respond(reply: Reply, context: ReplyContext): Answer {
  if (reply.status !== undefined) {
    if (typeof reply.body === 'string') return { status: reply.status, body: reply.body }
    return json(reply.status, reply.body ?? {})
  }
  const events = eventsOf(reply, context)
  return context.stream ? streamed(events, reply, context.settings) : whole(events, reply, context.settings)
}

interface Event {
  parts: Part[]
  finishReason?: string
  blockReason?: string
}

type WireEvent = Record<string, unknown>

function eventsOf(reply: Reply, context: ReplyContext): WireEvent[] {
  const { model } = context.signer
  const responseId = `standin-${++responses}`
  const usage = usageOf(reply, context.promptTokens)
  return messages(reply, context.signer).map(({ parts, finishReason, blockReason }) => ({
    ...(blockReason
      ? { promptFeedback: { blockReason } }
      : {
          candidates: [
            { content: { parts, role: 'model' }, ...(finishReason && { finishReason }), index: 0 },
          ],
        }),
    usageMetadata: usage,
    modelVersion: model,
    responseId,
  }))
}

function messages(reply: Reply, signer: Signer): Event[] {
  if (reply.blockReason) return [{ parts: [], blockReason: reply.blockReason }]
  const events: Event[] = []
  if (reply.thought) events.push({ parts: [{ text: reply.thought, thought: true }] })
  const chunks = reply.chunks ?? pieces(reply.text ?? '')
  events.push(...chunks.map((text) => ({ parts: [{ text }] })))
  if (reply.calls?.length) events.push({ parts: callParts(reply.calls, signer) })
  else if (events.length > 0) events.at(-1)!.parts.at(-1)!.thoughtSignature = textSignature(signer.model)
  if (events.length === 0) events.push({ parts: [{ text: '' }] })
  if (reply.finishReason !== null) events.at(-1)!.finishReason = reply.finishReason ?? 'STOP'
  return events
}

/** Only the first of parallel calls is signed. */
function callParts(calls: NonNullable<Reply['calls']>, signer: Signer): Part[] {
  return calls.map((functionCall, index) =>
    index === 0 ? { functionCall, thoughtSignature: sign(functionCall, signer) } : { functionCall },
  )
}

const pieceLength = 28

function pieces(text: string): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${pieceLength}}(?![\\udc00-\\udfff])`, 'g')) ?? []
}

function usageOf(reply: Reply, promptTokenCount: number) {
  const said = (reply.chunks?.join('') ?? reply.text ?? '') + (reply.calls ? JSON.stringify(reply.calls) : '')
  const candidatesTokenCount = textTokens(said)
  const thoughtsTokenCount = reply.thought ? textTokens(reply.thought) : 0
  return {
    promptTokenCount,
    candidatesTokenCount,
    ...(thoughtsTokenCount && { thoughtsTokenCount }),
    totalTokenCount: promptTokenCount + candidatesTokenCount + thoughtsTokenCount,
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: promptTokenCount }],
  }
}

function streamed(events: WireEvent[], reply: Reply, settings: GeminiSettings): Answer {
  const delayMs = reply.delayMs ?? settings.chunkDelayMs
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    stream: async (write, gone) => {
      await pause(reply.firstDelayMs ?? settings.firstDelayMs, gone)
      for (const [index, event] of events.entries()) {
        if (gone.aborted || index === reply.cutAfterChunks) return false
        if (index > 0) await pause(delayMs, gone)
        write(`data: ${JSON.stringify(event)}\r\n\r\n`)
      }
      return reply.cutAfterChunks === undefined || reply.cutAfterChunks > events.length
    },
  }
}

/** One answer out of all events; the wait is the stream's. */
function whole(events: WireEvent[], reply: Reply, settings: GeminiSettings): Answer {
  const last = events.at(-1)!
  const candidates = events.flatMap(
    (event) => (event['candidates'] as { content: { parts: Part[] } }[]) ?? [],
  )
  const parts = joinTexts(candidates.flatMap(({ content }) => content.parts))
  const body = candidates.length
    ? { ...last, candidates: [{ ...candidates.at(-1), content: { parts, role: 'model' } }] }
    : last
  const text = JSON.stringify(body)
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    stream: async (write, gone) => {
      await pause(reply.firstDelayMs ?? settings.firstDelayMs, gone)
      if (reply.cutAfterChunks !== undefined) return false
      write(text)
      return true
    },
  }
}

function joinTexts(parts: Part[]): Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    const before = joined.at(-1)
    if (part.text !== undefined && before?.text !== undefined && part.thought === before.thought) {
      joined[joined.length - 1] = { ...before, ...part, text: before.text + part.text }
    } else joined.push(part)
  }
  return joined
}
