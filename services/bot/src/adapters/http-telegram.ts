import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { randomUUID } from 'node:crypto'
import { failureOf, TelegramFailure } from '../domain/telegram.ts'
import { type Body, bodyOf, formOf, writeBody, type FilePart } from './http-body.ts'

export interface HttpTelegramOptions {
  /** Scheme, host and port. */
  apiRoot: string
  token: string
}

interface CallOptions {
  timeoutMs: number
  signal?: AbortSignal
}

/** A Bot API caller: keep-alive, one attempt, failures told apart by whether the call may have arrived. */
export interface BotApi extends Disposable {
  call<Result>(method: string, parameters: object, options: CallOptions): Promise<Result>
  /** Sends a file while it is read. @throws what its stream throws, as it is: the call did not arrive then. */
  upload<Result>(
    method: string,
    parameters: Record<string, string>,
    file: FilePart,
    timeoutMs: number,
  ): Promise<Result>
}

interface Envelope {
  ok: boolean
  result?: unknown
  error_code?: number
  description?: string
  parameters?: { retry_after?: number }
}

/**
 * Calls the Bot API over kept connections. Telegraf's own client opens a new one for every call to an `http:` root,
 * times out after 500 s only, and cannot tell a call that never left from one whose answer was lost.
 */
export function createBotApi({ apiRoot, token }: HttpTelegramOptions): BotApi {
  const root = new URL(apiRoot)
  const isHttps = root.protocol === 'https:'
  // Idle connections go before the other side closes them in the moment of the next call.
  const agentOptions = { keepAlive: true, maxSockets: 64, scheduling: 'lifo', timeout: 60_000 } as const
  const agent = isHttps ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)
  const base: RequestOptions = { method: 'POST', host: root.hostname, port: root.port, agent }
  const send = isHttps ? httpsRequest : httpRequest
  const prefix = `${root.pathname.replace(/\/$/, '')}/bot${token}/`

  const post = <Result>(method: string, type: string, body: Body, options: CallOptions) =>
    new Promise<Result>((resolve, reject) => {
      const { signal, timeoutMs } = options
      if (signal?.aborted) return reject(signal.reason as Error)
      let isConnected = false
      let isWritten = false
      const headers = { 'content-type': type, 'content-length': body.bytes }
      const request = send({ ...base, path: prefix + method, headers }, (response) => {
        readEnvelope(response, method).then((result) => settle(() => resolve(result as Result)), fail)
      })
      const settle = (end: () => void) => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        end()
      }
      const fail = (error: Error) =>
        settle(() =>
          reject(
            signal?.aborted ? (signal.reason as Error) : asFailure(method, error, isConnected && isWritten),
          ),
        )
      const onAbort = () => request.destroy(new Error('aborted'))
      const timer = setTimeout(() => request.destroy(new Error(`no answer in ${timeoutMs} ms`)), timeoutMs)
      signal?.addEventListener('abort', onAbort, { once: true })
      request.on('socket', (socket) => {
        if (socket.connecting) socket.once(isHttps ? 'secureConnect' : 'connect', () => (isConnected = true))
        else isConnected = true
      })
      request.on('error', fail)
      writeBody(request, body).then(
        (isWhole) => {
          isWritten = isWhole
          if (isWhole) request.end()
        },
        (error: Error) => {
          settle(() => reject(error))
          request.destroy()
        },
      )
    })

  return {
    call: (method, parameters, options) =>
      post(method, 'application/json', bodyOf(Buffer.from(JSON.stringify(parameters))), options),
    upload(method, parameters, file, timeoutMs) {
      const boundary = randomUUID()
      const type = `multipart/form-data; boundary=${boundary}`
      return post(method, type, formOf(boundary, parameters, file), { timeoutMs })
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

async function readEnvelope(response: IncomingMessage, method: string): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  const envelope = parse(Buffer.concat(chunks).toString())
  if (envelope?.ok) return envelope.result
  const code = envelope?.error_code ?? response.statusCode ?? 500
  const description = envelope?.description ?? 'no description'
  const retryAfter =
    envelope?.parameters?.retry_after ?? Number(response.headers['retry-after'] ?? Number.NaN)
  throw failureOf(code, `${method}: ${description}`, Number.isFinite(retryAfter) ? retryAfter : undefined)
}

function parse(text: string): Envelope | undefined {
  try {
    return JSON.parse(text) as Envelope
  } catch {
    return undefined
  }
}

/** The error's own text may hold the address and with it the token, so only its code or first words are kept. */
function asFailure(
  method: string,
  error: Error & { code?: string },
  mayHaveArrived: boolean,
): TelegramFailure {
  if (error instanceof TelegramFailure) return error
  return new TelegramFailure('unreachable', `${method}: ${error.code ?? error.message}`, { mayHaveArrived })
}
