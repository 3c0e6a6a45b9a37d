import type { StandIns } from '../../packages/stand-ins/src/index.ts'

export interface Update extends Record<string, unknown> {
  update_id: number
  message?: Record<string, unknown> & { message_id: number; text?: string }
  callback_query?: { id: string; data: string; from: { id: number }; message: { message_id: number } }
  stopped_message_generation?: { draft_id: number; chat: { id: number } }
}

/** A bot whose every move the test makes: it says what it is told to, and tells what it got. */
export class ScriptedBot {
  readonly #root: string
  #offset = 0

  constructor({ url, token }: StandIns) {
    this.#root = `${url}/bot${token}`
  }

  /** @throws with Telegram's words when it refuses. */
  async call<Result = { message_id: number }>(method: string, params: object): Promise<Result> {
    const isForm = params instanceof FormData
    const response = await fetch(`${this.#root}/${method}`, {
      method: 'POST',
      body: isForm ? params : JSON.stringify(params),
      ...(!isForm && { headers: { 'content-type': 'application/json' } }),
    })
    const { ok, result, description } = (await response.json()) as {
      ok: boolean
      result: Result
      description?: string
    }
    if (!ok) throw new Error(`${method}: ${description}`)
    return result
  }

  says(chatId: number, text: string, more: object = {}): Promise<{ message_id: number }> {
    return this.call('sendMessage', { chat_id: chatId, text, parse_mode: 'HTML', ...more })
  }

  sendsFile(chatId: number, kind: 'photo' | 'document', name: string, bytes: Buffer): Promise<unknown> {
    const form = new FormData()
    form.set('chat_id', String(chatId))
    form.set(kind, new Blob([new Uint8Array(bytes)]), name)
    return this.call(kind === 'photo' ? 'sendPhoto' : 'sendDocument', form)
  }

  /** The next so many updates, confirmed. */
  async gets(count = 1): Promise<Update[]> {
    const got: Update[] = []
    while (got.length < count) {
      const limit = count - got.length
      const updates = await this.call<Update[]>('getUpdates', { offset: this.#offset, limit, timeout: 20 })
      got.push(...updates)
      this.#offset = (got.at(-1)?.update_id ?? this.#offset - 1) + 1
    }
    return got
  }

  async getsOne(): Promise<Update> {
    const [update] = await this.gets()
    return update!
  }
}
