import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId } from './ids.ts'

/**
 * A chat has something to answer: rows in its inbox, or a turn that was left half done.
 * Producers: bot, scheduler (stuck chats). Consumer: agent.
 *
 * The job is only a nudge. What is to be answered stands in the inbox, so a lost or doubled nudge harms nothing,
 * and one chat never has two turns running, however many agents there are.
 */
export const wakeQueue = defineQueue({
  name: 'wake',
  payload: z.object({ chatId: ChatId, traceId: TraceId }),
  result: z.object({ turns: z.int().nonnegative() }),
  attempts: 5,
  backoffMs: 500,
  oneAtATime: ({ chatId }) => `chat${chatId}`,
  keepForSeconds: 0,
})

export type Wake = z.output<typeof wakeQueue.payload>
