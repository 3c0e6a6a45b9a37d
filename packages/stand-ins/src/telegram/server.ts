import type { IncomingMessage, ServerResponse } from 'node:http'
import { json, type WholeAnswer } from '../http/answer.ts'
import { serve } from '../serve.ts'
import type { Faults } from '../faults.ts'
import { asking } from './methods/asking.ts'
import { editing } from './methods/editing.ts'
import { sending } from './methods/sending.ts'
import { uploading } from './methods/uploading.ts'
import { Params, readParams } from './params.ts'
import { TelegramRefusal } from './refusal.ts'
import type { Method, TelegramState } from './state.ts'

const methods = new Map<string, [name: string, run: Method]>(
  Object.entries({ ...asking, ...sending, ...editing, ...uploading }).map(([name, run]) => [
    name.toLowerCase(),
    [name, run],
  ]),
)

const unauthorized = new TelegramRefusal(401, 'Unauthorized')

/** Serves `/bot<token>/<method>`; `path` has no query. */
export async function serveTelegram(
  state: TelegramState,
  faults: Faults,
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: string,
): Promise<void> {
  const arrivedMs = state.journal.now()
  const { token, method } = splitPath(path)
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const [params, unreadable] = await readParams(request, query).then(
    (read): [Params, unknown] => [read, undefined],
    (error: unknown): [Params, unknown] => [new Params({}), error],
  )
  const [name, run] = methods.get(method.toLowerCase()) ?? [method, undefined]
  const attempt = (): unknown => {
    if (token !== state.token) throw tokenRefusal(token)
    if (!run || isUnknown(name, state)) throw new TelegramRefusal(404, 'Not Found: method not found')
    if (unreadable) throw unreadable
    return run({ params, arrivedMs, gone: gone.signal }, state)
  }
  const chatId = params.integer('chat_id')
  const facts = {
    party: 'telegram' as const,
    method: name,
    ...(chatId !== undefined && { chatId }),
    request: params.summary(),
  }
  const call = { facts, bytes: params.bytes + 200, arrivedMs, run: () => settle(attempt), refuse }
  await serve({ journal: state.journal, faults }, call, response)
}

/** What a server of an older Bot API lacks. */
function isUnknown(name: string, { settings }: TelegramState): boolean {
  if (name.endsWith('Draft') && settings.drafts === 'off') return true
  return name.startsWith('sendRich') && settings.rich === 'off'
}

function splitPath(path: string): { token: string; method: string } {
  const match = /^\/bot([^/]*)\/?(?:test\/)?(.*)$/.exec(path)
  return { token: decodeURIComponent(match?.[1] ?? ''), method: match?.[2] ?? '' }
}

async function settle(attempt: () => unknown): Promise<WholeAnswer> {
  try {
    return json(200, { ok: true, result: await attempt() })
  } catch (error) {
    if (error instanceof TelegramRefusal) return refusalAnswer(error)
    return refusalAnswer(new TelegramRefusal(500, `Internal Server Error: ${String(error)}`))
  }
}

function tokenRefusal(token: string): TelegramRefusal {
  const wellFormed = /^\d+:[\w-]+$/.test(token)
  return wellFormed ? unauthorized : new TelegramRefusal(401, 'Unauthorized: invalid token specified')
}

function refusalAnswer({ code, description, parameters }: TelegramRefusal): WholeAnswer {
  const retryAfter = parameters?.retry_after
  const headers = retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) }
  return json(code, { ok: false, error_code: code, description, ...(parameters && { parameters }) }, headers)
}

const words: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden: bot was blocked by the user',
  404: 'Not Found',
  409: 'Conflict',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}

function refuse(status: number, retryAfterS?: number): WholeAnswer {
  if (status !== 429) return refusalAnswer(new TelegramRefusal(status, words[status] ?? 'Error'))
  const retry_after = retryAfterS ?? 5
  return refusalAnswer(
    new TelegramRefusal(429, `Too Many Requests: retry after ${retry_after}`, { retry_after }),
  )
}

/** Serves `/file/bot<token>/<file_path>`. */
export async function serveDownload(
  state: TelegramState,
  faults: Faults,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const match = /^\/file\/bot([^/]*)\/(.+)$/.exec(path)
  const filePath = match?.[2] ?? ''
  const run = (): WholeAnswer => {
    if (match?.[1] !== state.token) return refusalAnswer(unauthorized)
    const stored = state.files.atPath(filePath)
    if (!stored) return refusalAnswer(new TelegramRefusal(404, 'Not Found'))
    return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: stored.bytes }
  }
  const facts = { party: 'telegram' as const, method: 'download', request: { path: filePath } }
  const call = { facts, bytes: 200, arrivedMs: state.journal.now(), run, refuse }
  await serve({ journal: state.journal, faults }, call, response)
}
