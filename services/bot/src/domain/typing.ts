/** Telegram shows “typing…” for 5 s. */
const renewMs = 3_500

export interface TypingPorts {
  /** Nothing waits for it and nothing fails with it. */
  show(chatId: number): void
  now(): number
  /** Calls `wake` once after `ms`; the returned function takes that back. */
  after(ms: number, wake: () => void): () => void
}

interface Shown {
  at: number
  cancelRenewal: (() => void) | undefined
}

/** Keeps “typing…” alive as long as somebody is heard to work for a chat. */
export class Typing implements Disposable {
  readonly #shown = new Map<number, Shown>()
  readonly #ports: TypingPorts

  constructor(ports: TypingPorts) {
    this.#ports = ports
  }

  /** Somebody works for this chat: typing shows for at least 5 s more. */
  touch(chatId: number): void {
    const shown = this.#shown.get(chatId)
    if (!shown) return this.#show(chatId)
    const wait = shown.at + renewMs - this.#ports.now()
    if (wait <= 0) this.#show(chatId)
    else shown.cancelRenewal ??= this.#ports.after(wait, () => this.#show(chatId))
  }

  /** A message ended it: Telegram shows nothing now. */
  ended(chatId: number): void {
    this.#shown.get(chatId)?.cancelRenewal?.()
    this.#shown.delete(chatId)
  }

  [Symbol.dispose](): void {
    for (const chatId of this.#shown.keys()) this.ended(chatId)
  }

  #show(chatId: number): void {
    this.#shown.get(chatId)?.cancelRenewal?.()
    this.#shown.set(chatId, { at: this.#ports.now(), cancelRenewal: undefined })
    this.#ports.show(chatId)
  }
}
