/** Lets single statements pass freely, and one transaction at a time alone. */
export class Gate {
  #closed: Promise<void> | undefined

  /**
   * Runs `pass` as soon as no transaction is open. Synchronously with that check: were there a pause between, a
   * transaction could begin in it.
   */
  async through<Result>(pass: () => Result): Promise<Result> {
    while (this.#closed) await this.#closed
    return pass()
  }

  /** Closes the gate for everybody else. @returns the function that opens it again. */
  async close(): Promise<() => void> {
    while (this.#closed) await this.#closed
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = promise
    return () => {
      this.#closed = undefined
      resolve()
    }
  }
}
