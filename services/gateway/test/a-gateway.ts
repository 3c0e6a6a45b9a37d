import type { useRedis } from '@aika/queue/testing'
import { createLogger, readConfig } from '@aika/service-kit'
import type { ModelCall } from '@aika/store/usage-log'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { composeGateway } from '../src/compose.ts'
import { GatewayConfig } from '../src/config.ts'

export const SERVICE_TOKEN = 'service-token-0123456789'
export const KEYS = { one: 'gemini-secret-one', two: 'gemini-secret-two', groq: 'groq-secret-one' }

/** The rows that would go to the database, to be waited for one by one. */
export class RecordedUsage {
  readonly rows: ModelCall[] = []
  readonly #waiting: (() => void)[] = []

  readonly write = async (rows: ModelCall[]) => {
    this.rows.push(...rows)
    for (const wake of this.#waiting.splice(0)) wake()
  }

  /** The first row, as soon as there is one. */
  async first(): Promise<ModelCall> {
    if (this.rows.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    return this.rows[0]!
  }
}

export interface GatewayUnderTest extends AsyncDisposable {
  url: string
  usage: RecordedUsage
  /** All log lines so far. */
  logged(): string
}

/** A gateway in this process, in front of `upstream`, with two Gemini keys and one of Groq's. */
export async function aGateway(
  redis: ReturnType<typeof useRedis>,
  upstream: string,
  env: Record<string, string> = {},
): Promise<GatewayUnderTest> {
  const config = readConfig(GatewayConfig, {
    REDIS_HOST: redis.connection.host,
    REDIS_PORT: String(redis.connection.port),
    GATEWAY_PORT: '0',
    HEALTH_PORT: '0',
    GATEWAY_TOKEN: SERVICE_TOKEN,
    GEMINI_API_KEY: KEYS.one,
    GEMINI_API_KEY_FALLBACKS: KEYS.two,
    GROQ_API_KEY: KEYS.groq,
    GEMINI_BASE_URL: upstream,
    GROQ_BASE_URL: upstream,
    GEMINI_RETRY_BASE_DELAY_SECONDS: '0.01',
    ...env,
  })
  const lines: string[] = []
  const usage = new RecordedUsage()
  const log = createLogger('gateway', 'debug', (line) => lines.push(line))
  const gateway = await composeGateway(config, log, { writeUsage: usage.write, stopMs: 50 })
  return {
    url: gateway.url,
    usage,
    logged: () => lines.join(''),
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  }
}

/** A vendor that does exactly what a test wants, for what the stand-ins have no word for. */
export async function aVendor(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<AsyncDisposable & { url: string }> {
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A request as somebody without an SDK sends it. */
export function post(url: string, path: string, headers: Record<string, string> = {}, body = '{}') {
  const json = { 'content-type': 'application/json' }
  return fetch(url + path, {
    method: 'POST',
    headers: { ...json, 'x-goog-api-key': SERVICE_TOKEN, ...headers },
    body,
  })
}

export const GENERATE = '/v1beta/models/gemini-3-flash-preview:generateContent'
export const STREAM = '/v1beta/models/gemini-3-flash-preview:streamGenerateContent?alt=sse'

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
