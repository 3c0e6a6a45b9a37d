import type { IncomingUpdate, Intake } from './intake.ts'
import { TelegramFailure } from './telegram.ts'

export interface PollUpdatesPorts<Update extends IncomingUpdate> {
  /**
   * Waits for updates from `offset` on and confirms everything before it. An empty array: none came in time.
   * @param hold - false: answer at once, with one update at most; used to confirm before stopping, and to know at once
   *   that Telegram can be heard again.
   * @throws TelegramFailure, or the signal's reason.
   */
  getUpdates(offset: number, hold: boolean, signal: AbortSignal): Promise<Update[]>
  intake: Pick<Intake<Update>, 'take' | 'finish'>
  /** Resolves after `ms`, or at once when `signal` aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
  /** Telegram answered. */
  onHeard(): void
  onTrouble(error: unknown): void
  /** A poll that is neither answered nor refused for so long is ended, and another one begins. */
  stuckMs: number
}

const maxWaitMs = 5_000
const maxRetryMs = 3_000
const lastCallMs = 2_000

/**
 * Asks Telegram for updates until `signal` aborts. It never ends by itself: a conflict with another poller, an outage or
 * a wrong token are waited out. What is taken in is confirmed before it resolves, as far as Telegram can be reached.
 */
export async function pollUpdates<Update extends IncomingUpdate>(
  ports: PollUpdatesPorts<Update>,
  signal: AbortSignal,
): Promise<void> {
  let offset = 0
  let confirmed = 0
  let troubles = 0
  let retries = 0
  while (!signal.aborted) {
    try {
      confirmed = offset
      const updates = await askOnce(ports, { offset, hold: troubles === 0 }, signal)
      ports.onHeard()
      troubles = 0
      const taken = await ports.intake.take(updates)
      offset = taken.offset ?? offset
      retries = taken.failed > 0 ? retries + 1 : 0
      if (retries > 0) await ports.sleep(Math.min(maxRetryMs, 500 * 2 ** retries), signal)
    } catch (error) {
      if (signal.aborted) break
      ports.onTrouble(error)
      await ports.sleep(waitAfter(error, troubles++), signal)
    }
  }
  offset = (await ports.intake.finish()).offset ?? offset
  if (offset > confirmed)
    await ports.getUpdates(offset, false, AbortSignal.timeout(lastCallMs)).catch(() => undefined)
}

/** The call has a time limit of its own; this one holds whatever became of the call. */
async function askOnce<Update extends IncomingUpdate>(
  ports: PollUpdatesPorts<Update>,
  { offset, hold }: { offset: number; hold: boolean },
  signal: AbortSignal,
): Promise<Update[]> {
  const over = new AbortController()
  const stuck = ports.sleep(ports.stuckMs, over.signal).then((): never => {
    throw new TelegramFailure('unreachable', `a poll was stuck for ${ports.stuckMs} ms`)
  })
  try {
    const asked = ports.getUpdates(offset, hold, AbortSignal.any([signal, over.signal]))
    return await Promise.race([asked, stuck])
  } finally {
    stuck.catch(() => undefined)
    over.abort(new Error('this poll is over'))
  }
}

function waitAfter(error: unknown, troubles: number): number {
  if (error instanceof TelegramFailure && error.kind === 'flood') return error.retryAfterSeconds * 1_000
  return Math.min(maxWaitMs, 250 * 2 ** troubles)
}
