import { Agent, request } from 'node:http'

/** From update available to its answer received, in milliseconds, by the stand-ins' own clock. */
export interface Latency {
  updates: number
  answered: number
  unanswered: number
  repeated: number
  outOfOrder: number
  p50: number
  p95: number
  p99: number
  firstMs: number
  lastMs: number
}

export interface ModelCall {
  promptTokens?: number
  ms: number
}

/** Speaks with the stand-ins' control API over kept connections: the measuring should cost little of two cores. */
export class StandIns implements Disposable {
  readonly #agent = new Agent({ keepAlive: true })
  readonly #port: number

  constructor(port: number) {
    this.#port = port
  }

  call<Result>(method: string, path: string, body?: unknown): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>()
    const options = {
      host: '127.0.0.1',
      port: this.#port,
      agent: this.#agent,
      method,
      path: `/control${path}`,
    }
    const sent = request(options, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => (text += chunk))
      response.on('error', reject)
      response.on('end', () => {
        if (response.statusCode === 200) resolve(JSON.parse(text) as Result)
        else reject(new Error(`${method} ${path}: ${response.statusCode} ${text.slice(0, 300)}`))
      })
    })
    sent.on('error', reject)
    sent.end(body === undefined ? undefined : JSON.stringify(body))
    return promise
  }

  /** The model answers at once and repeats the person's text, which says which answer belongs to what. */
  async answerAtOnce(text = 'pong {text}'): Promise<void> {
    await this.call('POST', '/gemini', { mode: 'instant', text, chunkDelayMs: 0, firstDelayMs: 0 })
  }

  async reset(): Promise<void> {
    await this.call('POST', '/reset')
    await this.answerAtOnce()
  }

  /** What the model says to the next request about a text that fits, call by call. */
  async script(match: string, replies: object[]): Promise<void> {
    await this.call('POST', '/gemini/scripts', { match, replies })
  }

  send(messages: { userId: number; text: string }[]): Promise<unknown> {
    return this.call('POST', '/telegram/messages', { messages })
  }

  /** @returns the message's id; what is said afterwards has a larger one. */
  async sendOne(userId: number, text: string): Promise<number> {
    const sent = await this.call<{ message: { message_id: number } }>('POST', '/telegram/messages', {
      userId,
      text,
    })
    return sent.message.message_id
  }

  /** Waits for the bot's message that holds `text`, and came after that one. */
  async waitFor(userId: number, text: string, timeoutMs = 60_000, after = 0): Promise<void> {
    const query = new URLSearchParams({
      chat: String(userId),
      match: text,
      timeoutMs: String(timeoutMs),
      after: String(after),
    })
    await this.call('GET', `/telegram/wait?${query.toString()}`)
  }

  /** One message and its answer. */
  async turn(userId: number, text: string, answer = `${text}\\b`): Promise<void> {
    await this.send([{ userId, text }])
    await this.waitFor(userId, answer)
  }

  /** `contains`: an answer that holds its message's text; `fifo`: the first with the first. */
  latency(pair: 'contains' | 'fifo' = 'contains'): Promise<Latency> {
    return this.call('GET', `/latency?pair=${pair}`)
  }

  /** Forgets calls and latencies, not chats. */
  async forget(): Promise<void> {
    await this.call('DELETE', '/journal')
  }

  async modelCalls(): Promise<ModelCall[]> {
    const { entries } = await this.call<{ entries: ModelCall[] }>(
      'GET',
      '/journal?party=gemini&method=streamGenerateContent&limit=20000',
    )
    return entries
  }

  [Symbol.dispose](): void {
    this.#agent.destroy()
  }
}
