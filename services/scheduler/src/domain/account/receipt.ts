import type { Forgotten, RowCounts } from '@aika/store'

/** How much was deleted, by store. */
export interface Counts {
  rows: RowCounts
  files: number
  reports: number
  logLines: number
  jobs: number
  keys: number
}

/** Tables as people know them; a test names every one that holds anything of people. */
export const tableNames: Record<string, string> = {
  InboxMessage: 'messages',
  Turn: 'questions and answers',
  TurnStep: 'steps of work',
  BegunCall: 'begun steps',
  Reminder: 'reminders',
  ReminderFiring: 'times of reminders',
  Note: 'notes',
  Passage: 'passages in the search',
  Word: 'words in the search',
  Summary: 'summaries',
  Attachment: 'attachments',
  Approval: 'questions with a card',
  Grant: 'standing approvals',
  ModelUsage: 'records of model calls',
  Delivery: 'records of deliveries',
  Conversation: 'beginnings of conversations',
  Person: 'settings',
}

/** Said to a person when nothing of theirs is left. Holds numbers and nothing else of them. */
export function receiptText({ rows, files, reports, logLines, jobs, keys }: Counts): string {
  const entries = Object.entries(rows)
  const all = entries.reduce((sum, [, count]) => sum + count, 0)
  const named = entries.map(([table, count]) => `${tableNames[table] ?? table} ${count}`)
  return [
    '**Everything I knew about you is deleted.**',
    '',
    `- Database: ${count(all, 'row')}${named.length > 0 ? ` (${named.join(', ')})` : ''}`,
    `- Your folder: ${files} files and folders`,
    `- Queues: ${count(jobs, 'job')}, ${count(keys, 'other entry', 'other entries')}`,
    `- What admins could read: ${count(reports, 'error report')}, ${count(logLines, 'log line')}`,
    '',
    'What stays: what you see in this chat, which Telegram keeps; what you put into the shared folder; and your number ' +
      'among those who may write to me, which the operator keeps. If you write again, we begin anew.',
  ].join('\n')
}

const count = (amount: number, one: string, many = `${one}s`) => `${amount} ${amount === 1 ? one : many}`

/** Said to a person when some of what was remembered of them is gone. Holds numbers and nothing else. */
export function someForgottenText({ exchanges, notes, sentences, reminders, cards }: Forgotten): string {
  const parts = [
    exchanges > 0 && count(exchanges, 'exchange'),
    notes > 0 && count(notes, 'note'),
    sentences > 0 && count(sentences, 'sentence'),
    reminders > 0 && count(reminders, 'past reminder'),
    cards > 0 && count(cards, 'past question of a command', 'past questions of commands'),
  ].filter((part) => part !== false)
  if (parts.length === 0) return '**There was nothing left to forget.** It was gone already.'
  const summaries = exchanges > 0 ? ' Summaries that told of it are being written anew.' : ''
  return [
    `**Forgotten: ${parts.join(', ')}.**${summaries}`,
    '',
    'What you see in this chat is kept by Telegram, and you can delete it there. Your files, exports apart, reminders to come ' +
      'and what you always allow stay as they are.',
  ].join('\n')
}

/** Said when it could not be finished, after many tries. */
export const notForgottenText =
  'I could not delete everything about you: part of the system did not let go of it for several minutes. ' +
  'What I could delete is deleted. Please send /forget_me again later; if that fails too, tell an admin.'

/** Said when an export could not be made, after many tries. */
export const notExportedText =
  'I could not pack your data: something in the system failed several times. Nothing is lost; please send /export again ' +
  'later, and if that fails too, tell an admin.'

/** Said when some of the memory could not be deleted, after many tries. */
export const someNotForgottenText =
  'I could not forget all of that: part of the system did not let go of it for several minutes. ' +
  'Please ask again later (/forget, /memory); if that fails too, tell an admin.'
