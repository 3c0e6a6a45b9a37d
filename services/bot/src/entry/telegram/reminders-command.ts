import type { Reminder } from '@aika/store'
import { describeRule, describeTime, readRule } from '@aika/when'
import { Composer, type Context } from 'telegraf'
import { encodeWish } from '../../domain/callback-data.ts'
import { plainLine } from '../../domain/inline-code.ts'
import type { Button } from '../../domain/telegram.ts'
import { type Answers, answer } from './context.ts'

export interface RemindersCommandPorts {
  answers: Answers
  people: { nameOf(userId: number): string }
  timeZones: { of(userId: number): Promise<string> }
  reminders: { of(userId: number): Promise<Reminder[]> }
}

/** Telegram shows at most 100 buttons, and a message holds about so many lines. */
const shown = 30

/** `/reminders`: what stands, in the person's own time, each with a button that cancels it. */
export function remindersCommand({
  answers,
  people,
  timeZones,
  reminders,
}: RemindersCommandPorts): Composer<Context> {
  const composer = new Composer<Context>()

  composer.command('reminders', async (ctx) => {
    const userId = ctx.from.id
    const [all, timeZone] = await Promise.all([reminders.of(userId), timeZones.of(userId)])
    const list = all.slice(0, shown)
    const lines = list.map(
      (reminder, index) => `${index + 1}. ${lineOf(reminder, { userId, timeZone, people })}`,
    )
    const more = all.length > shown ? [`… and ${all.length - shown} later ones.`] : []
    const text =
      list.length > 0
        ? ['### Reminders', ...lines, ...more].join('\n')
        : 'You have no reminders. /remind sets one.'
    await answer(answers, ctx, text, inRows(list.flatMap(cancelButton)))
  })

  return composer
}

interface Reader {
  userId: number
  timeZone: string
  people: RemindersCommandPorts['people']
}

function lineOf(
  { text, dueAt, rule, kind, timeZone: ownZone, ...whose }: Reminder,
  { userId, timeZone, people }: Reader,
): string {
  const repeats = rule === undefined ? undefined : readRule(rule)
  const notes = [
    // It keeps the clock of the zone in which it was set.
    ...(repeats ? [plainLine(describeRule(repeats) + (ownZone === timeZone ? '' : ` in ${ownZone}`))] : []),
    ...(kind === 'task' ? ['I work on it then'] : []),
    ...(whose.userId === userId ? [] : [`for ${plainLine(people.nameOf(whose.userId))}`]),
    ...(whose.createdBy === userId ? [] : [`set by ${plainLine(people.nameOf(whose.createdBy))}`]),
  ]
  const more = notes.length > 0 ? ` (${notes.join(', ')})` : ''
  return `**${describeTime(dueAt, timeZone)}**: ${plainLine(text, 100)}${more}`
}

function cancelButton({ id }: Reminder, index: number): Button[] {
  const data = encodeWish({ kind: 'cancel-reminder', reminderId: id })
  return data ? [{ text: `Cancel ${index + 1}`, data }] : []
}

function inRows(buttons: Button[]): Button[][] {
  return Array.from({ length: Math.ceil(buttons.length / 3) }, (_, row) =>
    buttons.slice(row * 3, row * 3 + 3),
  )
}
