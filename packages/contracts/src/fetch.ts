import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId, UserId } from './ids.ts'

/**
 * Bring an attachment from Telegram into its person's cache folder. Producers: bot, scheduler (those that Redis lost).
 * Consumer: bot, which alone may ask Telegram for it.
 *
 * Idempotent: the attachment's row names its path. Its chat is woken when it is there, or surely never will be.
 */
export const fetchQueue = defineQueue({
  name: 'fetch',
  payload: z.object({
    /** The update key of the message that brought it. */
    attachmentId: z.string().regex(/^tg-[\w-]{1,80}$/),
    traceId: TraceId,
    chatId: ChatId,
    userId: UserId,
  }),
  result: z.object({ state: z.enum(['ready', 'failed']) }),
  attempts: 8,
  backoffMs: 1_000,
  jobId: ({ attachmentId }) => `fetch-${attachmentId}`,
  // Once it ended, its row says so; looked for again, it may be tried again.
  keepForSeconds: 0,
})

export type Fetch = z.output<typeof fetchQueue.payload>
