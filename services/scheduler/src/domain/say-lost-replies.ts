import { ReplyBody, type Reply } from '@aika/contracts'
import type { UnsaidReply } from '@aika/store'
import type { Clock } from './clock.ts'
import { replyKeptMs, unsaidAfterMs } from './unsaid.ts'

export interface SayLostRepliesPorts {
  deliveries: {
    /** Replies of finished turns of which no part was ever begun to be sent. */
    unsaid(finishedSince: Date, finishedBefore: Date): Promise<UnsaidReply[]>
  }
  replies: {
    /** A reply that is queued, or has failed for good, is found by its id and not added. */
    enqueue(reply: Reply): Promise<void>
  }
  /** What stands in the record does not fit the contract. */
  onUnreadable: (turnId: string) => void
  clock: Clock
}

/**
 * Queues the reply of a finished turn once more where nobody has begun to say it. A turn ends when its reply is queued;
 * a Redis that loses its last moments after that would lose an answer nobody asks for again.
 *
 * @returns how many were queued, those included that still were.
 */
export async function sayLostReplies(ports: SayLostRepliesPorts): Promise<number> {
  const now = ports.clock.now().getTime()
  const unsaid = await ports.deliveries.unsaid(new Date(now - replyKeptMs), new Date(now - unsaidAfterMs))
  const replies = unsaid.map((reply) => toReply(ports, reply)).filter((reply) => reply !== undefined)
  await Promise.all(replies.map((reply) => ports.replies.enqueue(reply)))
  return replies.length
}

function toReply({ onUnreadable }: SayLostRepliesPorts, unsaid: UnsaidReply): Reply | undefined {
  const { turnId, attempt, chatId, traceId, replyToMessageId } = unsaid
  const body = ReplyBody.safeParse(parseJson(unsaid.body))
  if (!body.success) {
    onUnreadable(turnId)
    return undefined
  }
  // In a group it must be seen who is answered, as the agent has it.
  const quoted = chatId < 0 && replyToMessageId > 0 && { replyToMessageId }
  const replyId = attempt > 0 ? `reply-${turnId}-r${attempt}` : `reply-${turnId}`
  return { replyId, turnId, chatId, traceId, ...quoted, body: body.data }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
