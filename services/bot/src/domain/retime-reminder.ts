import type { Reply } from '@aika/contracts'
import type { Reminder } from '@aika/store'

export interface RetimePorts {
  reminders: {
    changing(userId: number, since: Date): Promise<Reminder | undefined>
    find(id: string): Promise<Reminder | undefined>
    change(id: string, userId: number, to: NewTime): Promise<Reminder | undefined>
  }
  times: {
    /** Reads a time as people write it; undefined for what is none, or none that a reminder can have. */
    read(text: string, timeZone: string, now: Date): ReadTime | undefined
  }
  marks: {
    keep(name: string, value: string, seconds: number): Promise<string>
    read(name: string): Promise<string | undefined>
  }
  people: { nameOf(userId: number): string }
  answers: { send(reply: Pick<Reply, 'replyId' | 'chatId' | 'body'>): Promise<void> }
}

interface NewTime {
  dueAt: Date
  /** JSON. */
  rule: string | undefined
}

export interface ReadTime extends NewTime {
  /** The rule as people read it. */
  ruleInWords: string | undefined
}

export interface TimeText {
  updateKey: string
  chatId: number
  userId: number
  text: string
  sentAt: Date
}

/** A [Change] that was pressed longer ago is forgotten. */
const openForMs = 10 * 60_000
/** Telegram delivers an update for a day. */
const markSeconds = 25 * 3_600

/**
 * A text that is a time, and nothing else, while a reminder's new time was asked for: the reminder has it from now on.
 * An update that comes again changes the same reminder to the same time and is answered once.
 *
 * @returns whether that was it; false leaves an ordinary message.
 */
export async function retimeReminder(ports: RetimePorts, said: TimeText): Promise<boolean> {
  const { userId, updateKey, sentAt } = said
  const mark = `retimed:${updateKey}`
  const reminder = await reminderFor(ports, said, await ports.marks.read(mark))
  const time = reminder && ports.times.read(said.text, reminder.timeZone, sentAt)
  if (!time) return false
  await ports.marks.keep(mark, reminder.id, markSeconds)
  const changed = await ports.reminders.change(reminder.id, userId, { dueAt: time.dueAt, rule: time.rule })
  // Fired or called off in this very moment: then it is an ordinary message.
  if (!changed) return false
  await ports.answers.send(confirmation(ports, said, changed, time))
  return true
}

/** Once changed, the reminder is no longer waiting for a new time: its mark leads back to it. */
async function reminderFor({ reminders }: RetimePorts, said: TimeText, marked: string | undefined) {
  if (marked !== undefined) return reminders.find(marked)
  return reminders.changing(said.userId, new Date(said.sentAt.getTime() - openForMs))
}

function confirmation(ports: RetimePorts, said: TimeText, reminder: Reminder, { ruleInWords }: ReadTime) {
  const { id, text, dueAt, timeZone, kind, userId } = reminder
  const forPerson = userId === said.userId ? undefined : ports.people.nameOf(userId)
  return {
    replyId: `reminder-set-${id}-${said.updateKey}`,
    chatId: said.chatId,
    body: {
      kind: 'reminder-set' as const,
      reminderId: id,
      text,
      timeZone,
      isTask: kind === 'task',
      dueAt: dueAt.getTime(),
      ...(ruleInWords !== undefined && { rule: ruleInWords }),
      ...(forPerson !== undefined && { forPerson }),
    },
  }
}
