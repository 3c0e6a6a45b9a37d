import { z } from 'zod'
import { defineQueue } from './define-queue.ts'

const Count = z.object({ handled: z.int().nonnegative() })

/** The scheduler's own timed work. Consumer: scheduler. Producers: scheduler; agent, when it has removed a note. */
export const housekeepingQueue = defineQueue({
  name: 'housekeeping',
  payload: z.object({
    task: z.enum([
      'wake-stuck-chats',
      'say-lost-replies',
      'say-lost-reminders',
      'ask-lost-cards',
      'expire-approvals',
      'fetch-again',
      'clean-caches',
      'ask-for-summaries',
      'settle-deletions',
      'rewrite-database',
    ]),
  }),
  result: Count,
  attempts: 1,
  backoffMs: 1_000,
  oneAtATime: ({ task }) => task,
  keepForSeconds: 600,
})
export type Housekeeping = z.output<typeof housekeepingQueue.payload>

/** Remove sandboxes that nobody waits for. Producer: scheduler. Consumer: executor. */
export const sandboxSweepQueue = defineQueue({
  name: 'sandbox-sweep',
  payload: z.object({}),
  result: Count,
  attempts: 1,
  backoffMs: 1_000,
  keepForSeconds: 600,
})
