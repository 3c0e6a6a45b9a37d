import { setImmediate } from 'node:timers/promises'

/** Everybody else of the process waits no longer: Stop and /panic are among them. */
const workMs = 5

/**
 * For long work in pieces that each take less than a moment: between two of them everybody else gets their turn, when it
 * has gone on for some ms.
 */
export function pacer(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since < workMs) return
    await setImmediate()
    since = performance.now()
  }
}
