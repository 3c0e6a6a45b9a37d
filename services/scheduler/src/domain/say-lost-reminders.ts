import type { Reply } from '@aika/contracts'
import type { Firing } from '@aika/store'
import type { Clock } from './clock.ts'
import { reminderReply, type Alias } from './reminder-reply.ts'
import { replyKeptMs, unsaidAfterMs } from './unsaid.ts'

export interface SayLostRemindersPorts {
  reminders: {
    /** Message reminders fired between these moments of which no part was ever begun to be sent. */
    unsaid(firedSince: Date, firedBefore: Date): Promise<Firing[]>
  }
  replies: { enqueue(reply: Reply): Promise<void> }
  aliasOf: Alias
  clock: Clock
}

/**
 * Queues reminders once more that were fired and that nobody has begun to say: the scheduler died in between, or Redis
 * lost them. @returns how many, those included that still were queued.
 */
export async function sayLostReminders(ports: SayLostRemindersPorts): Promise<number> {
  const now = ports.clock.now().getTime()
  const lost = await ports.reminders.unsaid(new Date(now - replyKeptMs), new Date(now - unsaidAfterMs))
  const replies = lost.map(({ reminder, dueAt }) => reminderReply(reminder, dueAt, ports.aliasOf))
  await Promise.all(replies.map((reply) => ports.replies.enqueue(reply)))
  return replies.length
}
