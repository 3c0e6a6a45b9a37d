import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { TelegramFailure } from '../domain/telegram.ts'
import type { BotApi, HttpTelegramOptions } from './http-telegram.ts'

export interface FileTimes {
  /** For Telegram to say where a file is. */
  locateMs: number
  /** Between two pieces of a file, and before the first. */
  silenceMs: number
  /** For all of it, however slowly it comes. */
  wholeMs: number
}

const usualTimes: FileTimes = { locateMs: 20_000, silenceMs: 20_000, wholeMs: 10 * 60_000 }

/** Files that people sent, streamed from Telegram. Nothing retries by itself. */
export interface TelegramFiles extends Disposable {
  locate(fileId: string, signal: AbortSignal): Promise<{ place: string; bytes: number | undefined }>
  read(place: string, signal: AbortSignal): AsyncIterable<Uint8Array>
}

/** A download's address holds the token: it is made here, used here, and in no error. */
export function createTelegramFiles(
  api: BotApi,
  { apiRoot, token }: HttpTelegramOptions,
  times: FileTimes = usualTimes,
): TelegramFiles {
  const root = new URL(apiRoot)
  const isHttps = root.protocol === 'https:'
  const agent = isHttps ? new HttpsAgent({ maxSockets: 8 }) : new HttpAgent({ maxSockets: 8 })
  const send = isHttps ? httpsRequest : httpRequest
  const prefix = `${root.pathname.replace(/\/$/, '')}/file/bot${token}/`

  const open = (place: string, signal: AbortSignal) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const path = prefix + place.split('/').map(encodeURIComponent).join('/')
      const request = send({ host: root.hostname, port: root.port, path, agent, signal }, resolve)
      request.setTimeout(times.silenceMs, () => request.destroy(new Error('nothing came in time')))
      request.on('error', reject)
      request.end()
    })

  return {
    async locate(fileId, signal) {
      const timeout = { timeoutMs: times.locateMs, signal }
      const file = await api.call<{ file_path?: string; file_size?: number }>(
        ...(['getFile', { file_id: fileId }, timeout] as const),
      )
      if (!file.file_path) throw new TelegramFailure('refused', 'getFile: no file path')
      return { place: file.file_path, bytes: file.file_size }
    },
    async *read(place, signal) {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(times.wholeMs)])
      try {
        const response = await open(place, limited)
        assertFound(response)
        yield* response as AsyncIterable<Uint8Array>
      } catch (error) {
        signal.throwIfAborted()
        throw asFailure(error as Error & { code?: string })
      }
    },
    [Symbol.dispose]: () => agent.destroy(),
  }
}

/** A link that expired is a 404: the next attempt asks for a new one. */
function assertFound(response: IncomingMessage): void {
  const { statusCode = 500, headers } = response
  if (statusCode === 200) return
  response.destroy()
  const retryAfterSeconds = Number(headers['retry-after'] ?? 1) || 1
  if (statusCode === 429) throw new TelegramFailure('flood', 'download: 429', { retryAfterSeconds })
  throw new TelegramFailure('unreachable', `download: ${statusCode}`, { mayHaveArrived: true })
}

/** Only a code or our own words: whatever else an error of the network says may hold the address. */
function asFailure(error: Error & { code?: string }): TelegramFailure {
  if (error instanceof TelegramFailure) return error
  const isOffline = /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|ENETDOWN)$/.test(
    error.code ?? '',
  )
  return new TelegramFailure('unreachable', `download: ${error.code ?? 'broke off'}`, {
    mayHaveArrived: !isOffline,
  })
}
