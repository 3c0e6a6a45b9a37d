import type { Reply, Wake } from '@aika/contracts'
import type { Reminder } from '@aika/store'
import type { Clock } from './clock.ts'
import { reminderReply, type Alias } from './reminder-reply.ts'

export interface FireRemindersPorts {
  reminders: {
    /** Those that are due, the oldest first, at most 100. */
    due(now: Date): Promise<Reminder[]>
    /** @returns false when another scheduler was faster, or it was cancelled or changed meanwhile. */
    fire(reminder: Reminder, next: Date | undefined, at: Date, due?: Date): Promise<boolean>
  }
  /** The first moment of a stored rule after that one. Undefined when it has none, or cannot be read. */
  nextAfter: (rule: string, timeZone: string, after: Date) => Date | undefined
  replies: { enqueue(reply: Reply): Promise<void> }
  wakes: { enqueue(wake: Wake): Promise<void> }
  aliasOf: Alias
  clock: Clock
}

/** A rule has a moment every five minutes at most: so many are a month of them. */
const mostMissed = 10_000

/**
 * Puts every reminder that is due on its way, each once however many schedulers do this at the same time. A recurring one
 * that was missed several times is said once, for the latest of them, and goes on with what lies ahead.
 *
 * Should this process die, or Redis not take it, after one is noted as fired: it is found again as lost.
 *
 * @returns how late each was that this call fired, in milliseconds.
 */
export async function fireReminders(ports: FireRemindersPorts): Promise<number[]> {
  const now = ports.clock.now()
  const due = await ports.reminders.due(now)
  const fired = await Promise.all(due.map((reminder) => fireOne(ports, reminder, now)))
  return fired.filter((lateMs) => lateMs !== undefined)
}

async function fireOne(
  ports: FireRemindersPorts,
  reminder: Reminder,
  now: Date,
): Promise<number | undefined> {
  const { due, next } = occasions(ports, reminder, now)
  if (!(await ports.reminders.fire(reminder, next, now, due))) return undefined
  await sayOrWake(ports, reminder, due)
  return now.getTime() - due.getTime()
}

async function sayOrWake({ replies, wakes, aliasOf }: FireRemindersPorts, reminder: Reminder, due: Date) {
  const { chatId, traceId } = reminder
  if (reminder.kind === 'task') return wakes.enqueue({ chatId, traceId })
  return replies.enqueue(reminderReply(reminder, due, aliasOf))
}

/** What it is fired for now, and when it comes next. */
function occasions({ nextAfter }: FireRemindersPorts, { rule, timeZone, dueAt }: Reminder, now: Date) {
  let due = dueAt
  if (rule === undefined) return { due, next: undefined }
  let next = nextAfter(rule, timeZone, due)
  for (let missed = 0; next && next <= now; missed++) {
    due = next
    next = nextAfter(rule, timeZone, missed < mostMissed ? due : now)
  }
  return { due, next }
}
