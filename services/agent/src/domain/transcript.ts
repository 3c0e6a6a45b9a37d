import { ReplyBody } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Step } from '@aika/store'
import { checkOf, type CallMade, type Claim } from './claims.ts'
import { callsIn, textOf, type Content, type FunctionCall } from './model.ts'
import type { ToolResult } from './tools/tool.ts'

/** What is stored of a model's answer. `content` is verbatim; absent when the answer was of no use. */
export interface ModelStep {
  content?: Content
  model?: string
  truncated?: boolean
  malformed?: string
  /** Estimated tokens of the prompt's parts, on a turn's first step. */
  promptParts?: Record<string, number>
  /** Exchanges that this prompt told of, by number: who forgets one of them is shown what was made of it. */
  promptExchanges?: number[]
}

/** What is stored of a tool's result: the answer to the next call that has none. */
export type ToolStep = ToolResult & { name: string }

/** What is stored when an answer claimed what the turn did not do. */
export interface CheckStep {
  claims: Claim[]
}

/** A turn's record, read back: everything that decides what comes next. */
export interface Transcript {
  nextSeq: number
  /** What follows the prompt: model and tool messages in the API's order. */
  contents: Content[]
  /** Which model wrote each model content, by index in `contents`. */
  writtenBy: Map<number, string>
  modelCalls: number
  /** Useless answers in a row. */
  malformedInARow: number
  /** Calls of the last model message that have no result yet. */
  pending: FunctionCall[]
  /** Calls that have a result, and whether it was an error. */
  calls: FunctionCall[]
  failed: boolean[]
  /** Plain lines on what was done. */
  done: string[]
  /** The last model message's text, when it called no tools. */
  answer: { text: string; truncated: boolean } | undefined
  /** How often an answer was checked and sent back. */
  checks: number
  reply: ReplyBody | undefined
}

export function callsMade({ calls, failed }: Transcript): CallMade[] {
  return calls.map((call, index) => ({ call, failed: failed[index] ?? true }))
}

/**
 * Reads a turn's steps back. The same steps give the same transcript, in whichever process.
 * @throws AppError `bad_record`
 */
export function readTranscript(steps: Step[]): Transcript {
  const transcript = emptyTranscript()
  for (const step of steps) {
    if (!isRead(transcript, step)) {
      throw new AppError('bad_record', `step ${step.seq} of the record cannot be read`, { retryable: false })
    }
  }
  return transcript
}

/** As far as the record can be read, for ending a turn. Its `nextSeq` follows the whole record. */
export function readWhatCanBe(steps: Step[]): Transcript {
  const transcript = emptyTranscript()
  steps.every((step) => isRead(transcript, step))
  transcript.nextSeq = (steps.at(-1)?.seq ?? -1) + 1
  return transcript
}

/** The cause is not passed on: a parser's words quote what they could not parse, and that is people's text. */
function isRead(transcript: Transcript, step: Step): boolean {
  try {
    withStep(transcript, step)
    return true
  } catch {
    return false
  }
}

function emptyTranscript(): Transcript {
  return {
    nextSeq: 0,
    contents: [],
    writtenBy: new Map(),
    modelCalls: 0,
    malformedInARow: 0,
    pending: [],
    calls: [],
    failed: [],
    done: [],
    answer: undefined,
    checks: 0,
    reply: undefined,
  }
}

/** The transcript with one more step, as it was just recorded. Changes it in place. */
export function withStep(transcript: Transcript, { seq, kind, content }: Step): Transcript {
  transcript.nextSeq = seq + 1
  switch (kind) {
    case 'model':
      addModelStep(transcript, JSON.parse(content) as ModelStep)
      return transcript
    case 'tool':
      addToolStep(transcript, JSON.parse(content) as ToolStep)
      return transcript
    case 'check':
      addCheckStep(transcript, JSON.parse(content) as CheckStep)
      return transcript
    case 'reply':
      transcript.reply = ReplyBody.parse(JSON.parse(content))
      return transcript
    default:
      kind satisfies never
      return transcript
  }
}

function addModelStep(transcript: Transcript, { content, model, truncated = false }: ModelStep): void {
  transcript.modelCalls++
  if (!content) {
    transcript.malformedInARow++
    return
  }
  transcript.malformedInARow = 0
  if (model) transcript.writtenBy.set(transcript.contents.length, model)
  transcript.contents.push(content)
  transcript.pending = callsIn(content)
  if (transcript.pending.length === 0) transcript.answer = { text: textOf(content), truncated }
}

function addCheckStep(transcript: Transcript, { claims }: CheckStep): void {
  transcript.checks++
  transcript.answer = undefined
  transcript.contents.push({ role: 'user', parts: [{ text: checkOf(claims) }] })
}

function addToolStep(transcript: Transcript, { response, failed, done }: ToolStep): void {
  // It is said to the person: whatever else stands there would keep the turn from ever being ended.
  if (typeof done !== 'string') throw new Error('the record holds a tool result without words')
  const call = transcript.pending.shift()
  if (!call) throw new Error('the record holds a tool result without a call')
  transcript.calls.push(call)
  transcript.failed.push(failed)
  transcript.done.push(done)
  // All results of one model message go back in one message, in the order of its calls.
  const last = transcript.contents.at(-1)
  const part = { functionResponse: { ...(call.id && { id: call.id }), name: call.name, response } }
  if (last?.role === 'user') last.parts.push(part)
  else transcript.contents.push({ role: 'user', parts: [part] })
}
