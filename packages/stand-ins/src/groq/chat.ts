import { isRecord, textOfValue } from '../http/body.ts'
import { json, type Answer, type WholeAnswer } from '../http/answer.ts'
import { pause } from '../wait.ts'
import { badRequest } from './errors.ts'
import type { GroqReply, GroqState } from './state.ts'
import { summarise } from './summarise.ts'
import { triage, triageJson } from './triage.ts'

interface ChatMessage {
  role: string
  content: unknown
  [more: string]: unknown
}

interface ChatRequest extends Record<string, unknown> {
  model: string
  messages: ChatMessage[]
}

const roles = new Set(['system', 'developer', 'user', 'assistant', 'tool'])

/** What is wrong with a chat request, in Groq's words; undefined when nothing is. */
export function checkChat(body: unknown): WholeAnswer | undefined {
  if (!isRecord(body) || typeof body['model'] !== 'string') return badRequest("'model' : property is missing")
  const { model, messages } = body
  if (!Array.isArray(messages) || messages.length === 0)
    return badRequest("'messages' : minimum number of items is 1")
  for (const [index, message] of messages.entries()) {
    if (!isRecord(message) || !roles.has(textOfValue(message['role']))) {
      return badRequest(`'messages.${index}' : discriminator property 'role' has invalid value`)
    }
    const leaked = ['reasoning', 'reasoning_content'].find((name) => name in message)
    if (leaked) return badRequest(`'messages.${index}' : property '${leaked}' is unsupported`)
  }
  return checkReasoning(model, body) ?? checkFormat(body)
}

function checkReasoning(model: string, body: Record<string, unknown>): WholeAnswer | undefined {
  const { reasoning_format: format, reasoning_effort: effort } = body
  if (format !== undefined && body['include_reasoning'] !== undefined) {
    return badRequest('cannot specify both `reasoning_format` and `include_reasoning`')
  }
  if (model.startsWith('openai/gpt-oss')) {
    if (format !== undefined) return badRequest('reasoning_format is not supported with this model')
    return checkEffort(effort, ['low', 'medium', 'high'])
  }
  if (format !== undefined && !['hidden', 'raw', 'parsed'].includes(textOfValue(format))) {
    return badRequest('`reasoning_format` must be one of `hidden`, `raw`, or `parsed`')
  }
  const newer = model.startsWith('qwen/qwen3.8')
  return checkEffort(effort, newer ? ['none', 'default', 'low', 'medium', 'high'] : ['none', 'default'])
}

function checkEffort(effort: unknown, allowed: string[]): WholeAnswer | undefined {
  if (effort === undefined || effort === null || allowed.includes(textOfValue(effort))) return undefined
  const list = allowed.map((name) => `\`${name}\``).join(', ')
  return badRequest(`\`reasoning_effort\` must be one of ${list}`)
}

function checkFormat(body: Record<string, unknown>): WholeAnswer | undefined {
  const structured = wantsJson(body) || Array.isArray(body['tools'])
  if (structured && body['reasoning_format'] === 'raw') {
    return badRequest('`reasoning_format` must be `parsed` or `hidden` when using JSON mode or tools')
  }
  return undefined
}

const wantsJson = (body: Record<string, unknown>) =>
  isRecord(body['response_format']) && textOfValue(body['response_format']['type']).startsWith('json')

/** The newest user text of a chat request. */
export function userText(body: unknown): string {
  const messages =
    isRecord(body) && Array.isArray(body['messages']) ? (body['messages'] as ChatMessage[]) : []
  return contentText(messages.findLast(({ role }) => role === 'user')?.content)
}

function contentText(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: unknown) => (isRecord(part) ? textOfValue(part['text']) : '')).join('\n')
}

let completions = 0

/** Answers a checked chat request. */
export function answerChat(state: GroqState, request: ChatRequest, reply: GroqReply): Answer {
  const { model } = request
  const message = messageOf(state, request, reply)
  const usage = usageOf(request, message)
  const base = { id: `chatcmpl-standin-${++completions}`, created: Math.floor(Date.now() / 1_000), model }
  const finish_reason = reply.finishReason ?? 'stop'
  if (request['stream']) return streamed(base, message, usage, finish_reason, reply.delayMs ?? 0)
  return json(
    200,
    {
      ...base,
      object: 'chat.completion',
      choices: [{ index: 0, message, logprobs: null, finish_reason }],
      usage,
      system_fingerprint: 'fp_standin',
      x_groq: { id: `req_standin_${completions}` },
    },
    rateHeaders,
  )
}

const rateHeaders = {
  'x-ratelimit-limit-requests': '1000',
  'x-ratelimit-limit-tokens': '6000',
  'x-ratelimit-remaining-requests': '999',
  'x-ratelimit-remaining-tokens': '5800',
  'x-ratelimit-reset-requests': '1m26.4s',
  'x-ratelimit-reset-tokens': '2s',
}

interface AnswerMessage {
  role: 'assistant'
  content: string
  reasoning?: string
}

function messageOf(state: GroqState, request: ChatRequest, reply: GroqReply): AnswerMessage {
  const content = reply.text ?? state.settings.text ?? defaultText(request)
  const thought = reply.reasoning ?? 'Okay, let me see what this is about.'
  switch (reasoningShown(request)) {
    case 'raw':
      return { role: 'assistant', content: `<think>\n${thought}\n</think>\n\n${content}` }
    case 'parsed':
      return { role: 'assistant', content, reasoning: thought }
    default:
      return { role: 'assistant', content }
  }
}

/** Where the reasoning goes: qwen leaks it into the content unless told otherwise. */
function reasoningShown(request: ChatRequest): unknown {
  const { reasoning_format: format, reasoning_effort: effort, include_reasoning: include } = request
  if (request.model.startsWith('openai/gpt-oss')) return include === false ? 'hidden' : 'parsed'
  if (effort === 'none' || include === false) return 'hidden'
  return format ?? (wantsJson(request) || include === true || request['tools'] ? 'parsed' : 'raw')
}

function defaultText(request: ChatRequest): string {
  if (request.model === triageModel) return triageText(request)
  const summary = summarise(instructionsOf(request), userText(request))
  return wantsJson(request) ? JSON.stringify(jsonAnswer(request, summary)) : summary
}

const instructionsOf = ({ messages }: ChatRequest) =>
  messages
    .filter(({ role }) => role === 'system' || role === 'developer')
    .map(({ content }) => contentText(content))
    .join('\n')

/** The model for failure reports; every other one summarises. */
const triageModel = 'openai/gpt-oss-120b'

function triageText(request: ChatRequest): string {
  const report = userText(request)
  if (wantsJson(request)) return JSON.stringify(triageJson(report, schemaOf(request)))
  return triage(report, instructionsOf(request))
}

function schemaOf(request: ChatRequest): { properties?: object } | undefined {
  const format = request['response_format'] as { json_schema?: { schema?: { properties?: object } } }
  return format.json_schema?.schema
}

/** An object with the schema's properties, all saying the summary. */
function jsonAnswer(request: ChatRequest, summary: string): Record<string, unknown> {
  const properties = Object.entries(schemaOf(request)?.properties ?? { summary: { type: 'string' } })
  return Object.fromEntries(properties.map(([name, schema]) => [name, emptyValue(schema, summary)]))
}

function emptyValue(schema: unknown, text: string): unknown {
  switch (isRecord(schema) ? schema['type'] : undefined) {
    case 'array':
      return []
    case 'boolean':
      return false
    case 'number':
    case 'integer':
      return 0
    case 'object':
      return {}
    default:
      return isRecord(schema) && Array.isArray(schema['enum']) ? schema['enum'][0] : text
  }
}

function usageOf(request: ChatRequest, message: AnswerMessage) {
  const asked = request.messages.reduce((sum, { content }) => sum + contentText(content).length, 0)
  const prompt_tokens = Math.ceil(asked / 4)
  const completion_tokens = Math.ceil((message.content.length + (message.reasoning?.length ?? 0)) / 4)
  return {
    queue_time: 0.01,
    prompt_tokens,
    prompt_time: 0.01,
    completion_tokens,
    completion_time: 0.02,
    total_tokens: prompt_tokens + completion_tokens,
    total_time: 0.03,
  }
}

function streamed(
  base: object,
  message: AnswerMessage,
  usage: object,
  finish: string,
  delayMs: number,
): Answer {
  const chunk = (delta: object, finish_reason: string | null, more: object = {}) => {
    const choices = [{ index: 0, delta, logprobs: null, finish_reason }]
    return `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices, ...more })}\n\n`
  }
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', ...rateHeaders },
    stream: async (write, gone) => {
      write(chunk({ role: 'assistant', content: '' }, null))
      if (message.reasoning) write(chunk({ reasoning: message.reasoning }, null))
      for (const content of message.content.match(/[\s\S]{1,24}/g) ?? []) {
        if (gone.aborted) return false
        await pause(delayMs, gone)
        write(chunk({ content }, null))
      }
      write(chunk({}, finish, { x_groq: { id: 'req_standin', usage } }))
      write('data: [DONE]\n\n')
      return true
    },
  }
}
