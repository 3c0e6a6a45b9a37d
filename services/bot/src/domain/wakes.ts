/** Gathers the nudges of one batch: however many messages a chat got, its agent is woken once. */
export class Wakes {
  readonly #waiting = new Map<number, string>()
  readonly #wake: (chatId: number, traceId: string) => Promise<void>

  constructor(wake: (chatId: number, traceId: string) => Promise<void>) {
    this.#wake = wake
  }

  note(chatId: number, traceId: string): void {
    this.#waiting.set(chatId, traceId)
  }

  /** @returns whether there was somebody to wake. */
  async flush(chatId: number): Promise<boolean> {
    const traceId = this.#waiting.get(chatId)
    if (traceId === undefined) return false
    this.#waiting.delete(chatId)
    await this.#wake(chatId, traceId)
    return true
  }
}
