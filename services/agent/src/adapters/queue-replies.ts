import type { replyQueue } from '@aika/contracts'
import { AppError } from '@aika/errors'
import type { Producer } from '@aika/queue'
import { setTimeout as sleep } from 'node:timers/promises'
import { TurnCancelled } from '../domain/ports.ts'
import type { ToolPorts } from '../domain/tools/tool-ports.ts'

/** How long a turn waits for the bot to say what became of a reply. */
const waitMs = 60_000

const headStartMs = 3

/**
 * Replies through the bot's queue.
 * @param headStart - how long the bot is left alone with what was just queued: it notes in the same database that it sends
 *   it, and would wait there for the book-keeping that follows here.
 */
export function queueReplies(
  producer: Producer<typeof replyQueue.payload, typeof replyQueue.result>,
  headStart: () => Promise<void> = () => sleep(headStartMs),
): ToolPorts['replies'] {
  return {
    async send(reply) {
      await producer.enqueue(reply)
      await headStart()
    },
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
