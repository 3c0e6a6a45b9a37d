import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { TraceId, UserId } from './ids.ts'

/**
 * A command of this person will probably come soon: have a sandbox ready. A hint; nothing depends on it, and a command that
 * finds none ready runs in one made for it. Producer: agent. Consumer: executor.
 */
export const prepareQueue = defineQueue({
  name: 'prepare',
  payload: z.strictObject({ userId: UserId, traceId: TraceId }),
  result: z.object({ ready: z.boolean() }),
  attempts: 1,
  backoffMs: 1_000,
  oneAtATime: ({ userId }) => `prepare-${userId}`,
  keepForSeconds: 0,
})
export type Prepare = z.output<typeof prepareQueue.payload>

/** What one person's sandboxes do now. Producer: bot (`/status`). Consumer: executor. */
export const sandboxListQueue = defineQueue({
  name: 'sandbox-list',
  payload: z.strictObject({ userId: UserId }),
  result: z.object({
    sandboxes: z.array(
      z.object({
        state: z.enum(['ready', 'running', 'ended']),
        /** Since it was made. */
        ageMs: z.int().nonnegative(),
      }),
    ),
  }),
  attempts: 1,
  backoffMs: 1_000,
  keepForSeconds: 60,
})
export type SandboxList = z.output<typeof sandboxListQueue.payload>
export type SandboxListed = z.output<typeof sandboxListQueue.result>
