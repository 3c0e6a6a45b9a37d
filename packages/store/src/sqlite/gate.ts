import { setTimeout as sleep } from 'node:timers/promises'
import { isBusy } from './errors.ts'

/** How long a statement waits for another process's write before it gives up. On a slow card a large file is written anew in tens of seconds. */
export const busyTimeoutMs = 60_000
const tryAgainMs = 1

/** Lets single statements pass freely, and one transaction at a time alone. */
export class Gate {
  #closed: Promise<void> | undefined

  /**
   * Runs `pass` as soon as no transaction is open. Synchronously with that check: were there a pause between, a
   * transaction could begin in it.
   *
   * Where another process holds the lock on the file, it is tried again; so `pass` is one statement, or a transaction that
   * begins with taking the lock. Nobody overtakes it meanwhile.
   */
  async through<Result>(pass: () => Result): Promise<Result> {
    while (this.#closed) await this.#closed
    try {
      return pass()
    } catch (error) {
      if (!isBusy(error)) throw error
    }
    const reopen = this.#shut()
    try {
      await sleep(tryAgainMs)
      return await patiently(pass)
    } finally {
      reopen()
    }
  }

  /** Closes the gate for everybody else. @returns the function that opens it again. */
  async close(): Promise<() => void> {
    while (this.#closed) await this.#closed
    return this.#shut()
  }

  #shut(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#closed = promise
    return () => {
      this.#closed = undefined
      resolve()
    }
  }
}

/**
 * Again and again until the file is free. SQLite's own waiting would be sleep: the whole process would stand still for one
 * to ten milliseconds, where a write takes less than one.
 */
export async function patiently<Result>(pass: () => Result): Promise<Result> {
  const deadline = performance.now() + busyTimeoutMs
  for (;;) {
    try {
      return pass()
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error
    }
    await sleep(tryAgainMs)
  }
}
