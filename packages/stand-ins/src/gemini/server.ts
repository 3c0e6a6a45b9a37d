import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Faults } from '../faults.ts'
import { json, type Answer } from '../http/answer.ts'
import { parseJson, readBody } from '../http/body.ts'
import type { Journal } from '../journal.ts'
import { serve } from '../serve.ts'
import * as errors from './errors.ts'
import { checkRequestSize, forJournal } from './inline-data.ts'
import { respond } from './respond.ts'
import { checkSignatures } from './signatures.ts'
import type { GeminiState } from './state.ts'
import { promptTokens } from './tokens.ts'
import { validate } from './validate.ts'
import { viewOf, type GenerateRequest } from './wire.ts'

/** `/v1beta/models/<model>:<verb>`; `/v1beta/models[/<model>]` lists. */
export const geminiPath = /^\/(v1\w*)\/models(?:\/([^/:]+)(?::(\w+))?)?$/

interface GeminiCall {
  version: string
  model: string
  verb: string
  key: string
  body: unknown
  bytes: number
}

export async function serveGemini(
  state: GeminiState,
  { journal, faults }: { journal: Journal; faults: Faults },
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const arrivedMs = journal.now()
  const [, version = 'v1beta', model = '', verb = 'list'] = geminiPath.exec(path) ?? []
  const header = request.headers['x-goog-api-key']
  const key = (typeof header === 'string' && header) || (new URLSearchParams(query).get('key') ?? '')
  const raw = await readBody(request)
  const body = parseJson(raw.toString('utf8'))
  const call = { version, model, verb, key, body, bytes: raw.length }
  const run = () => answer(state, call)
  const { kept, bytes } = forJournal(body, raw)
  const facts = { party: 'gemini' as const, method: verb, model, key, request: kept, ...tokensOf(body) }
  await serve({ journal, faults }, { facts, bytes, arrivedMs, run, refuse: errors.plainError }, response)
}

function tokensOf(body: unknown): { promptTokens?: number } {
  const contents = (body as { contents?: unknown } | undefined)?.contents
  if (!Array.isArray(contents)) return {}
  return { promptTokens: promptTokens(body as GenerateRequest) }
}

function answer(state: GeminiState, call: GeminiCall): Answer {
  const refusal = refuse(state, call)
  if (refusal) return refusal
  try {
    checkRequestSize(call.bytes)
    return act(state, call)
  } catch (error) {
    if (error instanceof errors.InvalidArgument) {
      return errors.geminiError(400, 'INVALID_ARGUMENT', error.message)
    }
    return errors.geminiError(500, 'INTERNAL', String(error))
  }
}

function refuse(state: GeminiState, { key, model, verb, version }: GeminiCall): Answer | undefined {
  if (!key) {
    return errors.geminiError(
      403,
      'PERMISSION_DENIED',
      "Method doesn't allow unregistered callers (callers without established identity). Please use API Key or other form of API consumer identity to call this API.",
    )
  }
  if (verb !== 'list' && !state.knows(model)) return errors.unknownModel(model, version)
  const { kind, retryDelaySeconds = 20 } = state.keys.take(key)
  switch (kind) {
    case 'ok':
      return undefined
    case 'minute':
    case 'day':
      return errors.quotaError(kind, model, retryDelaySeconds)
    case 'overloaded':
      return errors.overloaded()
    case 'invalid':
      return errors.invalidKey()
    case 'forbidden':
      return errors.geminiError(403, 'PERMISSION_DENIED', 'Permission denied on resource project.')
  }
}

function act(state: GeminiState, { model, verb, key, body }: GeminiCall): Answer {
  switch (verb) {
    case 'list':
      return json(200, { models: [{ name: `models/${model || 'gemini-3-flash-preview'}` }] })
    case 'countTokens':
      return json(200, { totalTokens: promptTokens(validate(body, model)) })
    case 'generateContent':
    case 'streamGenerateContent':
      return generate(state, model, key, body, verb === 'streamGenerateContent')
    default:
      return errors.geminiError(404, 'NOT_FOUND', `Method ${verb} is not found.`)
  }
}

function generate(state: GeminiState, model: string, key: string, body: unknown, stream: boolean): Answer {
  const request = validate(body, model)
  const signer = { binding: state.settings.signatures, model, key }
  checkSignatures(request.contents, signer)
  const reply = state.reply(viewOf(model, request))
  return respond(reply, { signer, promptTokens: promptTokens(request), settings: state.settings, stream })
}
