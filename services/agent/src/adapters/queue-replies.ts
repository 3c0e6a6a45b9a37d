import type { replyQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Producer } from '@aika/queue'
import { TurnCancelled } from '../domain/ports.ts'
import type { ToolPorts } from '../domain/tools/tool-ports.ts'

/** How long a turn waits for the bot to say what became of a reply. */
const waitMs = 60_000

/** Replies through the bot's queue. */
export function queueReplies(
  producer: Producer<typeof replyQueue.payload, typeof replyQueue.result>,
): ToolPorts['replies'] {
  return {
    send: (reply) => producer.enqueue(reply),
    async sendAndWait(reply, signal) {
      try {
        return await producer.request(reply, { timeoutMs: waitMs, signal })
      } catch (error) {
        // Stopped by the person: what is not being said yet stays unsaid. A turn that is handed back waits again.
        if (signal.reason instanceof TurnCancelled) await producer.withdraw(reply.replyId).catch(() => false)
        if (error instanceof AppError && error.code === 'job_timed_out') return undefined
        throw error
      }
    },
  }
}
