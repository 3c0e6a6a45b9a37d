/** Telegram shows “typing…” for 5 s; it is renewed when a turn is heard of after this long. */
const renewMs = 3_500

/** Keeps “typing…” alive while progress comes. It is a courtesy: nothing waits for it and nothing fails with it. */
export class Typing {
  readonly #shownAt = new Map<number, number>()
  readonly #show: (chatId: number) => void
  readonly #now: () => number

  constructor(show: (chatId: number) => void, now: () => number) {
    this.#show = show
    this.#now = now
  }

  /** Somebody works for this chat. */
  touch(chatId: number): void {
    const now = this.#now()
    if (now - (this.#shownAt.get(chatId) ?? Number.NEGATIVE_INFINITY) < renewMs) return
    this.#shownAt.set(chatId, now)
    this.#show(chatId)
  }

  /** A message ended it: Telegram shows nothing now. */
  ended(chatId: number): void {
    this.#shownAt.delete(chatId)
  }
}
