import { code, listing, type Recognise } from './intent.ts'

/** `tell <name or id>: <text>`. */
export const tellPerson: Recognise = (clause) => {
  const match = /\b(?:tell|message) (?!me\b)([^\s:][^:\n]{0,60}?)\s*:\s*(.+)$/is.exec(clause)
  if (!match) return undefined
  const [, to, text] = match
  return {
    call: { name: 'send_dm', args: { to: to!, text: text!.trim() } },
    doing: `write to ${to}`,
    tell: () => `I told ${to}: “${text!.trim()}”`,
  }
}

/** `remind me <when> to <text>`, `remind me to <text> <when>`; a person's id instead of `me` is passed on. */
export const remind: Recognise = (clause) => {
  const [, who, rest] = /\bremind (me|\d{1,15})\b\s*(.*)$/is.exec(clause) ?? []
  if (!who) return undefined
  const turned = /^(?:to|that|about)\s+(.+?)\s+((?:in|at|on|every|tomorrow|next)\b.*)$/is.exec(rest!)
  const plain = /^(.+?)\s+(?:to|that|about)\s+(.+)$/is.exec(rest!)
  const [when, text] = turned ? [turned[2], turned[1]] : [plain?.[1], plain?.[2]]
  const forWhom = who.toLowerCase() === 'me' ? {} : { target_user_id: Number(who) }
  return {
    call: { name: 'set_reminder', args: { when: when ?? 'in 10m', text: text ?? clause, ...forWhom } },
    doing: 'set a reminder',
    tell: ({ text: told }) => `I will remind ${who.toLowerCase() === 'me' ? 'you' : who}. ${told}`.trim(),
  }
}

/** `every … do: <task>`: a turn of its own at those times. */
export const scheduleTask: Recognise = (clause) => {
  const match = /^\W*(?:please )?((?:every|in|at|tomorrow|next)\b.*?),?\s+do\s*:\s*(.+)$/is.exec(clause)
  if (!match) return undefined
  const [, when, text] = match
  return {
    call: { name: 'set_reminder', args: { when: when!, text: text!.trim(), task: true } },
    doing: 'set that up',
    tell: ({ text: told }) => `I will do that ${when}. ${told}`.trim(),
  }
}

export const listReminders: Recognise = (clause) => {
  if (!/\b(?:my|list|show|what|which)\b.*\breminders\b/i.test(clause)) return undefined
  return {
    call: { name: 'list_reminders', args: {} },
    doing: 'look at your reminders',
    tell: (result) => listing('Your reminders:', 'You have no reminders.', result),
  }
}

export const cancelReminder: Recognise = (clause) => {
  const id = /\b(?:cancel|delete|remove) (?:the |my )?reminder\s+#?([\w-]+)/i.exec(clause)?.[1]
  if (!id) return undefined
  return {
    call: { name: 'cancel_reminder', args: { id } },
    doing: `cancel reminder ${code(id)}`,
    tell: () => `Reminder ${code(id)} is cancelled.`,
  }
}
