import type { Reply } from '@aika/contracts'
import type { Reminder } from '@aika/store'

/** What the operator calls a person; undefined where they have no name here. */
export type Alias = (userId: number) => string | undefined

/** What is said when a reminder is due. Its id is made of the reminder and that moment, so it is said once. */
export function reminderReply(reminder: Reminder, due: Date, aliasOf: Alias): Reply {
  const { id, chatId, userId, createdBy, traceId, text, timeZone } = reminder
  const dueAt = due.getTime()
  const from = createdBy === userId ? {} : { fromPerson: aliasOf(createdBy) ?? `user ${createdBy}` }
  const body = { kind: 'reminder' as const, reminderId: id, text, dueAt, timeZone, ...from }
  return { replyId: `reminder-${id}-${dueAt}`, chatId, traceId, body }
}
