import type { Reminder } from '@aika/store'
import { describeTime } from '@aika/when'
import { z } from 'zod'
import { fitLines } from './fit-lines.ts'
import { ruleWords } from './set-reminder.ts'
import { defineTool, success } from './tool.ts'

const maxTextChars = 200

export const listReminders = defineTool({
  name: 'list_reminders',
  description: 'List them',
  args: z.object({}),
  label: () => 'looking at the reminders',
  async call(_args, { reminders, people, turn }) {
    const timeZone = await people.timeZoneOf(turn.userId)
    const nameOf = (userId: number) => people.nameOf(userId) ?? String(userId)
    const lines = (await reminders.of(turn.userId)).map((reminder) => {
      const { userId } = reminder
      return `${shown(reminder, timeZone)}${userId === turn.userId ? '' : ` (for ${nameOf(userId)})`}`
    })
    const { shown: reminderLines, isAll } = fitLines(lines)
    return success('listed the reminders', {
      reminders: reminderLines,
      ...(!isAll && { note: `the next ${reminderLines.length} of ${lines.length}` }),
    })
  },
})

function shown(reminder: Reminder, timeZone: string): string {
  const { id, dueAt, text, kind } = reminder
  const rule = ruleWords(reminder)
  // It keeps the clock of the zone in which it was set.
  const zone = reminder.timeZone === timeZone ? '' : ` in ${reminder.timeZone}`
  const words = text.length > maxTextChars ? `${text.slice(0, maxTextChars - 1).toWellFormed()}…` : text
  const what = kind === 'task' ? `task: ${words}` : words
  return `${id}: ${describeTime(dueAt, timeZone)}${rule ? `, ${rule}${zone}` : ''}: ${what}`
}
