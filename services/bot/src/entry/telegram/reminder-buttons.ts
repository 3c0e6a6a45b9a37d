import type { Reply } from '@aika/contracts'
import type { Reminder } from '@aika/store'
import type { ButtonWish } from '../../domain/callback-data.ts'
import { plainLine } from '../../domain/inline-code.ts'
import { words } from '../../domain/words.ts'
import type { ButtonPress, Courtesies, Pressed } from './pressed.ts'
import type { Answers } from './context.ts'

export interface ReminderButtonPorts {
  reminders: {
    cancel(id: string, userId: number): Promise<Reminder | undefined>
    askChange(id: string, userId: number, at: Date): Promise<boolean>
  }
  answers: Answers
  courtesies: Courtesies
  now(): Date
}

type ReminderWish = Extract<ButtonWish, { reminderId: string }>

/** [Undo] and [Change] under a reminder that was set, and [Cancel] in the list. */
export async function reminderPressed(
  ports: ReminderButtonPorts,
  { kind, reminderId }: ReminderWish,
  press: ButtonPress,
): Promise<Pressed> {
  const pressed = await (kind === 'change' ? askChange : cancel)(ports, reminderId, press)
  // The list has other reminders' buttons, too; [Change] can be pressed again.
  const isSpent = kind === 'undo' || (kind === 'change' && !pressed)
  if (isSpent) ports.courtesies.clearButtons(press.chatId, press.messageId)
  return pressed ?? { said: words.noSuchReminder, refused: 'over' }
}

async function cancel(
  { reminders, answers }: ReminderButtonPorts,
  reminderId: string,
  { userId, chatId }: ButtonPress,
): Promise<Pressed | undefined> {
  const reminder = await reminders.cancel(reminderId, userId)
  if (!reminder) return undefined
  const markdown = `Cancelled: ${plainLine(reminder.text)}`
  await answers.say({ replyId: `notice-cancelled-${reminderId}`, chatId, markdown })
  return { said: words.reminderCancelled }
}

async function askChange(
  { reminders, answers, now }: ReminderButtonPorts,
  reminderId: string,
  { userId, chatId, updateKey }: ButtonPress,
): Promise<Pressed | undefined> {
  if (!(await reminders.askChange(reminderId, userId, now()))) return undefined
  await answers.send(changeQuestion(`notice-${updateKey}`, chatId))
  return { said: words.whenInstead }
}

function changeQuestion(replyId: string, chatId: number): Pick<Reply, 'replyId' | 'chatId' | 'body'> {
  const markdown = 'When instead? For example: `tomorrow 9am`, `in 2h`, `next monday 18:00`.'
  return { replyId, chatId, body: { kind: 'notice', markdown, placeholder: 'tomorrow 9am' } }
}
