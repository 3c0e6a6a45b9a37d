/** Lets single statements pass freely, and one transaction at a time alone. First come, first served. */
export class Gate {
  #closed: Promise<void> | undefined

  /** Resolves when no transaction is open. */
  async open(): Promise<void> {
    while (this.#closed) await this.#closed
  }

  /** Resolves to the function that opens the gate again. */
  async close(): Promise<() => void> {
    await this.open()
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = promise
    return () => {
      this.#closed = undefined
      resolve()
    }
  }
}
