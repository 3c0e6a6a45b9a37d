import { type NewApproval, openStore } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'

const at = new Date('2026-11-21T10:00:00Z')
const aQuestion = (more: Partial<NewApproval>): NewApproval => ({
  id: 'AbCdEf0123456789',
  subject: 'tg-1-1',
  step: 0,
  chatId: 42,
  userId: 42,
  traceId: 'trace-of-test',
  tool: 'command:save',
  args: '{}',
  hash: 'h',
  pattern: undefined,
  card: '{}',
  askedAt: at,
  expiresAt: new Date(at.getTime() + 60_000),
  ...more,
})

test('F-PERM-3 a person’s open questions are those of theirs that nobody answered yet, the oldest first', async () => {
  await using store = await openStore(temporaryDatabase())
  const { approvals } = store
  await approvals.ask(
    aQuestion({ id: 'second0123456789', subject: 'tg-1-2', askedAt: new Date(at.getTime() + 1) }),
  )
  await approvals.ask(aQuestion({ id: 'first00123456789', subject: 'tg-1-1' }))
  await approvals.ask(aQuestion({ id: 'foreign123456789', subject: 'tg-1-3', userId: 7 }))
  await approvals.ask(aQuestion({ id: 'denied0123456789', subject: 'tg-1-4' }))
  await approvals.decide({
    id: 'denied0123456789',
    userId: 42,
    chatId: 42,
    decision: 'denied',
    at,
    label: '',
  })

  const open = await approvals.open(42, 42)

  expect(open.map(({ id }) => id)).toEqual(['first00123456789', 'second0123456789'])
})
