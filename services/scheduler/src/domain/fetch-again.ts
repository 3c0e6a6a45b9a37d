import type { Fetch } from '@aika/contracts'
import type { Attachment } from '@aika/store'
import type { Clock } from './clock.ts'

export interface FetchAgainPorts {
  attachments: {
    /** Still on their way since before that moment. */
    waitingSince(before: Date): Promise<Attachment[]>
  }
  fetches: { enqueue(fetch: Fetch): Promise<void> }
  clock: Clock
}

/** A job that is there is found by its id and not added; below this, looking would only cost. */
const lostAfterMs = 15_000

/** Asks again for attachments that did not come: Redis may have lost the job. @returns how many were asked for. */
export async function fetchAgain({ attachments, fetches, clock }: FetchAgainPorts): Promise<number> {
  const waiting = await attachments.waitingSince(new Date(clock.now().getTime() - lostAfterMs))
  await Promise.all(
    waiting.map(({ id, traceId, chatId, userId }) =>
      fetches.enqueue({ attachmentId: id, traceId, chatId, userId }),
    ),
  )
  return waiting.length
}
