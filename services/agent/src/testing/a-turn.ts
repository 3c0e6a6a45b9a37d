import type { Turn } from '@aika/store'

export const aTurn = (more: Partial<Turn> = {}): Turn => ({
  number: 1,
  id: 'tg-1-1',
  chatId: 42,
  userId: 42,
  replyToMessageId: 7,
  traceId: 'trace-of-test',
  text: 'hello',
  status: 'running',
  attempt: 0,
  startedAt: new Date('2026-11-21T10:00:00Z'),
  cancelRequested: false,
  ...more,
})
