import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from '../faults.ts'
import { json, type Answer } from '../http/answer.ts'
import { isRecord, textOfValue, parseJson, readBody } from '../http/body.ts'
import { parseMultipart, type MultipartForm } from '../http/multipart.ts'
import type { Journal } from '../journal.ts'
import { serve } from '../serve.ts'
import { pause } from '../wait.ts'
import { answerChat, checkChat, userText } from './chat.ts'
import * as errors from './errors.ts'
import type { GroqState } from './state.ts'
import { transcribe } from './transcribe.ts'

const endpoints: Record<string, string> = {
  '/openai/v1/chat/completions': 'chat.completions',
  '/openai/v1/audio/transcriptions': 'audio.transcriptions',
  '/openai/v1/models': 'models',
}

interface GroqCall {
  method: string
  key: string
  body: unknown
  form: MultipartForm | undefined
}

export async function serveGroq(
  state: GroqState,
  { journal, faults }: { journal: Journal; faults: Faults },
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const arrivedMs = journal.now()
  const method = endpoints[path] ?? path
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const raw = await readBody(request)
  const type = request.headers['content-type'] ?? ''
  const form = type.startsWith('multipart/') ? await parseMultipart(type, raw) : undefined
  const body = form ? form.fields : parseJson(raw.toString('utf8'))
  const call = { method, key, body, form }
  const model = modelOf(body)
  const facts = { party: 'groq' as const, method, key, model, request: form ? summary(form) : body }
  const run = () => answer(state, call)
  await serve(
    { journal, faults },
    { facts, bytes: raw.length, arrivedMs, run, refuse: errors.plainError },
    response,
  )
}

const modelOf = (body: unknown) => (isRecord(body) ? textOfValue(body['model']) : '')

function summary({ fields, files }: MultipartForm): Record<string, unknown> {
  return { ...fields, files: files.map(({ name, bytes }) => `${name}, ${bytes.length} bytes`) }
}

async function answer(state: GroqState, call: GroqCall): Promise<Answer> {
  const refusal = refuse(state, call)
  if (refusal) return refusal
  switch (call.method) {
    case 'chat.completions':
      return chat(state, call.body)
    case 'audio.transcriptions':
      return transcribe(call.form ?? { fields: {}, files: [] }, state.settings.text)
    case 'models':
      return json(200, { object: 'list', data: [] })
    default:
      return errors.groqError(
        404,
        `Unknown request URL: ${call.method}`,
        'invalid_request_error',
        'unknown_url',
      )
  }
}

function refuse(state: GroqState, { key, body, method }: GroqCall): Answer | undefined {
  if (!key) return errors.invalidKey()
  const model = modelOf(body)
  const { kind, retryDelaySeconds = 5 } = state.keys.take(key)
  switch (kind) {
    case 'minute':
    case 'day':
      return errors.rateLimited(model, kind, retryDelaySeconds)
    case 'overloaded':
      return errors.groqError(503, 'Service Unavailable', 'service_unavailable')
    case 'invalid':
      return errors.invalidKey()
    case 'forbidden':
      return errors.groqError(403, 'Forbidden', 'permissions_error')
    case 'ok':
      return method === 'models' || !method.includes('.') ? undefined : refuseModel(state, model, method)
  }
}

function refuseModel(state: GroqState, model: string, method: string): Answer | undefined {
  if (state.settings.decommissioned.includes(model)) return errors.decommissioned(model)
  const kind = method === 'audio.transcriptions' ? 'audio' : 'chat'
  return state.knows(model, kind) ? undefined : errors.unknownModel(model)
}

async function chat(state: GroqState, body: unknown): Promise<Answer> {
  const refusal = checkChat(body)
  if (refusal) return refusal
  const reply = state.scripts.take(userText(body)) ?? {}
  if (!(body as { stream?: boolean }).stream) await pause(reply.delayMs ?? 0)
  if (reply.status !== undefined) {
    if (typeof reply.body === 'string') return { status: reply.status, body: reply.body }
    return json(reply.status, reply.body ?? {})
  }
  return answerChat(state, body as Parameters<typeof answerChat>[1], reply)
}
