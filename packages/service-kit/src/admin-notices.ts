import type { replyQueue } from '@aika/contracts'
import { messageOf } from '@aika/errors'
import type { Producer } from '@aika/queue'
import { randomUUID } from 'node:crypto'
import type { Logger } from './logger.ts'

/** A word to the operators, each in their own chat with the bot. */
export interface AdminNotices {
  /**
   * Says it once: the reply's id is made of `matter` and the admin, and the bot says an id once. Returns at once and
   * never throws; what cannot be queued is logged.
   *
   * @param matter - what it is about, e.g. `key-GEMINI_API_KEY`; at most 80 characters count.
   */
  tell(matter: string, markdown: string, traceId?: string): void
}

export function adminNotices(
  replies: Producer<typeof replyQueue.payload, typeof replyQueue.result>,
  adminIds: readonly number[],
  log: Logger,
): AdminNotices {
  const tellOne = async (replyId: string, chatId: number, markdown: string, traceId: string) => {
    try {
      await replies.enqueue({ replyId, traceId, chatId, body: { kind: 'notice', markdown } })
    } catch (error) {
      log.warn({ replyId, reason: messageOf(error) }, 'an admin could not be told')
    }
  }
  return {
    tell(matter, markdown, traceId = randomUUID()) {
      const slug = matter.replaceAll(/[^\w-]+/g, '-').slice(0, 80)
      for (const adminId of adminIds) void tellOne(`notice-${slug}-${adminId}`, adminId, markdown, traceId)
    },
  }
}
