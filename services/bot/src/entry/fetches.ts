import type { Fetch } from '@aika/contracts'
import { AppError, messageOf } from '@aika/errors'
import type { Delivery } from '@aika/queue'
import { fetchAttachment, type FetchPorts } from '../domain/attachments/fetch-attachment.ts'

/** When not even the failure can be written down. */
const storeAwayMs = 30_000
/** For another bot, or this one's successor. */
const handBackMs = 500

/**
 * Handles the jobs of the queue `fetch`. No job ever fails for good, as its chat waits for the row: the last attempt
 * either ends it there or is tried again. One that is under way when the bot stops is handed back.
 */
export function fetchHandler(ports: FetchPorts, stopping: AbortSignal) {
  return async (fetch: Fetch, { signal, lastAttempt }: Delivery): Promise<{ state: 'ready' | 'failed' }> => {
    try {
      const ending = AbortSignal.any([signal, stopping])
      return await fetchAttachment(ports, fetch, { signal: ending, isLast: lastAttempt })
    } catch (error) {
      if (stopping.aborted) throw notYet(error, handBackMs)
      const known = error instanceof AppError ? error.retryAfterMs : undefined
      throw notYet(error, known ?? (lastAttempt ? storeAwayMs : undefined))
    }
  }
}

function notYet(error: unknown, retryAfterMs: number | undefined): AppError {
  return new AppError('attachment_not_yet', messageOf(error), { retryable: true, retryAfterMs, cause: error })
}
