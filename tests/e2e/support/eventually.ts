import { setTimeout as pause } from 'node:timers/promises'

/** Between two looks at something that cannot tell by itself when it changes. */
const lookAgainMs = 100

/**
 * Looks until `look` gives something other than undefined or false, and returns it.
 * @throws naming `what` when that has not happened after `timeoutMs`; an error thrown by the last look is its cause.
 */
export async function eventually<Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  timeoutMs = 60_000,
): Promise<Found> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    let cause: unknown
    try {
      const found = await look()
      if (found !== undefined && found !== false) return found
    } catch (error) {
      cause = error
    }
    if (Date.now() > deadline)
      throw new Error(`within ${timeoutMs} ms it did not happen that ${what}`, { cause })
    await pause(lookAgainMs)
  }
}
