import { setTimeout as sleep } from 'node:timers/promises'

/** The machine's own time. */
export const systemClock = {
  now: () => Date.now(),
  /** Resolves after `ms`, or at once when `signal` aborts. */
  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    await sleep(ms, undefined, { signal }).catch(() => undefined)
  },
  /** Calls `wake` once after `ms`; the returned function takes that back. */
  after(ms: number, wake: () => void): () => void {
    const timer = setTimeout(wake, ms)
    return () => clearTimeout(timer)
  },
}
