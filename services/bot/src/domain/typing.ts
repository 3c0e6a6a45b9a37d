/** Telegram shows “typing…” for 5 s. */
const renewMs = 3_500
/** An answer that is there sooner needs no “typing…”, and nobody notices that it began so late. */
const firstMs = 200

export interface TypingPorts {
  /** Nothing waits for it and nothing fails with it. */
  show(chatId: number): void
  now(): number
  /** Calls `wake` once after `ms`; the returned function takes that back. */
  after(ms: number, wake: () => void): () => void
}

interface Shown {
  /** Not before it was shown for the first time. */
  at: number | undefined
  cancelNext: (() => void) | undefined
}

/** Keeps “typing…” alive as long as somebody is heard to work for a chat. */
export class Typing implements Disposable {
  readonly #shown = new Map<number, Shown>()
  readonly #ports: TypingPorts

  constructor(ports: TypingPorts) {
    this.#ports = ports
  }

  /** Somebody works for this chat: typing shows in a moment, for at least 5 s. */
  touch(chatId: number): void {
    const shown = this.#shown.get(chatId)
    if (!shown) return this.#showLater(chatId, { at: undefined, cancelNext: undefined }, firstMs)
    if (shown.cancelNext || shown.at === undefined) return
    const wait = shown.at + renewMs - this.#ports.now()
    if (wait <= 0) this.#show(chatId)
    else this.#showLater(chatId, shown, wait)
  }

  /** A message ended it: Telegram shows nothing now. */
  ended(chatId: number): void {
    this.#shown.get(chatId)?.cancelNext?.()
    this.#shown.delete(chatId)
  }

  [Symbol.dispose](): void {
    for (const chatId of this.#shown.keys()) this.ended(chatId)
  }

  #showLater(chatId: number, shown: Shown, ms: number): void {
    shown.cancelNext = this.#ports.after(ms, () => this.#show(chatId))
    this.#shown.set(chatId, shown)
  }

  #show(chatId: number): void {
    this.#shown.set(chatId, { at: this.#ports.now(), cancelNext: undefined })
    this.#ports.show(chatId)
  }
}
