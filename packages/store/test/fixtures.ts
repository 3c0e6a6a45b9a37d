import { openStore, type NewApproval, type NewReminder, type NewTurn } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'

/** So many seconds after the beginning of a test's world. */
export const at = (seconds: number) => new Date(Date.parse('2026-11-21T10:00:00Z') + seconds * 1_000)

export const aTurn = (more: Partial<NewTurn> = {}): NewTurn => ({
  id: 'tg-1-1',
  chatId: 42,
  userId: 42,
  replyToMessageId: 1,
  traceId: 'trace-of-test',
  text: 'hello',
  ...more,
})

export const aMessage = (n: number, kind: 'message' | 'attachment' = 'message') => ({
  updateKey: `tg-1-${n}`,
  chatId: 42,
  userId: 42,
  messageId: n,
  kind,
  text: `message ${n}`,
  sentAt: at(n),
  traceId: 'trace-of-test',
})

export const aQuestion = (more: Partial<NewApproval> = {}): NewApproval => ({
  id: 'question00000001',
  subject: 'tg-1-1',
  step: 1,
  chatId: 42,
  userId: 42,
  traceId: 'trace-of-test',
  tool: 'delete_file',
  args: '{}',
  hash: 'hash',
  pattern: 'delete_file files/*',
  card: '{"title":"Delete"}',
  askedAt: at(0),
  expiresAt: at(600),
  ...more,
})

export const aReminder = (id: string, more: Partial<NewReminder> = {}): NewReminder => ({
  id,
  chatId: 42,
  userId: 42,
  createdBy: 42,
  traceId: 'trace-of-test',
  kind: 'message',
  text: 'buy milk',
  timeZone: 'Europe/Berlin',
  rule: undefined,
  dueAt: at(60),
  ...more,
})

/** A store on a database of its own. */
export const open = () => openStore(temporaryDatabase())
