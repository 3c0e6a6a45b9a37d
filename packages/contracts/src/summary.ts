import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId, TurnId } from './ids.ts'

/**
 * An exchange has left the verbatim window: put it into one sentence. Producer: agent. Consumer: summarizer.
 *
 * Idempotent per exchange. Off the reply path: when Groq is down the work waits here.
 */
export const summaryQueue = defineQueue({
  name: 'summary',
  payload: z.object({ turnId: TurnId, chatId: ChatId, traceId: TraceId }),
  result: z.object({ stored: z.boolean() }),
  attempts: 20,
  backoffMs: 5_000,
  jobId: ({ turnId }) => `summary-${turnId}`,
  keepForSeconds: 3_600,
})

export type Summary = z.output<typeof summaryQueue.payload>
