import type { Wake } from '@aika/contracts'
import type { Clock } from './clock.ts'

export interface WakeStuckChatsPorts {
  inbox: {
    /** Chats with a message that waits, or a turn that runs, since before that moment. */
    stuckChats(before: Date): Promise<number[]>
  }
  wakes: { enqueue(wake: Wake): Promise<void> }
  newTraceId: () => string
  clock: Clock
}

/** A healthy agent takes a message within milliseconds. Below this, looking would only double the wake on its way. */
const stuckAfterMs = 10_000

/**
 * Nudges every chat that may have been left behind: its wake was lost with Redis, failed for good, or its agent died.
 * Chats whose turn merely takes long are nudged too: at most one wake waits per chat, and it finds nothing to do.
 *
 * @returns how many chats were nudged.
 */
export async function wakeStuckChats({
  inbox,
  wakes,
  newTraceId,
  clock,
}: WakeStuckChatsPorts): Promise<number> {
  const chats = await inbox.stuckChats(new Date(clock.now().getTime() - stuckAfterMs))
  await Promise.all(chats.map((chatId) => wakes.enqueue({ chatId, traceId: newTraceId() })))
  return chats.length
}
