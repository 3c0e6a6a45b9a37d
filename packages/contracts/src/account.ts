import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId, UserId } from './ids.ts'

/**
 * All of one person's data: packed into a zip in their own cache folder and sent, or deleted everywhere with a receipt.
 * Producer: bot, after the person's yes. Consumer: scheduler. Both are safe to run twice.
 */
export const accountQueue = defineQueue({
  name: 'account',
  payload: z.object({
    /** The update key of the wish. */
    requestId: z.string().regex(/^[\w-]{1,100}$/),
    traceId: TraceId,
    userId: UserId,
    chatId: ChatId,
    task: z.enum(['export', 'forget']),
  }),
  result: z.object({ done: z.boolean() }),
  attempts: 10,
  backoffMs: 2_000,
  jobId: ({ task, requestId }) => `${task}-${requestId}`,
  keepForSeconds: 0,
})

export type AccountTask = z.output<typeof accountQueue.payload>
