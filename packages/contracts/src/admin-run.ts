import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId, UserId } from './ids.ts'

/**
 * A shell command of an admin (`/run`), run in the agent's own container with an empty environment. Producer: bot.
 * Consumer: agent, which checks again that it is an admin's and answers by a notice of its own.
 *
 * Never tried twice: a command whose agent died is answered with a word that says so.
 */
export const adminRunQueue = defineQueue({
  name: 'admin-run',
  payload: z.object({
    requestId: z.string().regex(/^[\w-]{1,100}$/),
    traceId: TraceId,
    userId: UserId,
    chatId: ChatId,
    command: z.string().min(1).max(4_096),
  }),
  result: z.object({ exitCode: z.int().nullable() }),
  attempts: 1,
  backoffMs: 1_000,
  jobId: ({ requestId }) => `run-${requestId}`,
  keepForSeconds: 3_600,
})

export type AdminRun = z.output<typeof adminRunQueue.payload>
