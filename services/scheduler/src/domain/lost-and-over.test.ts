import type { Fetch, Reply, Wake } from '@aika/contracts'
import type { Approval, Attachment, Firing } from '@aika/store'
import { askLostCards } from './ask-lost-cards.ts'
import { expireApprovals } from './expire-approvals.ts'
import { fetchAgain } from './fetch-again.ts'
import { sayLostReminders } from './say-lost-reminders.ts'

const clock = { now: () => new Date('2026-11-21T12:00:30Z') }
const card = { title: 'Delete a file', what: 'files/a.txt', why: 'It cannot be undone.' }

const anApproval = (more: Partial<Approval> = {}): Approval => ({
  id: 'abcdefgh12345678',
  subject: 'tg-1-1',
  step: 2,
  chatId: 5,
  userId: 5,
  traceId: 'trace-0001',
  tool: 'delete_file',
  args: '{}',
  hash: 'hash',
  pattern: undefined,
  card: JSON.stringify(card),
  askedAt: new Date('2026-11-21T11:00:00Z'),
  expiresAt: new Date('2026-11-21T12:00:00Z'),
  state: 'expired',
  ...more,
})

function recorder() {
  const replies: Reply[] = []
  const wakes: Wake[] = []
  return {
    replies: { enqueue: async (reply: Reply) => void replies.push(reply) },
    wakes: { enqueue: async (wake: Wake) => void wakes.push(wake) },
    said: replies,
    woken: wakes,
  }
}

describe('questions nobody answered in time', () => {
  test('the turn that asked goes on, and the card shows that it is over', async () => {
    const seen = recorder()

    const count = await expireApprovals({ ...seen, clock, approvals: { expire: async () => [anApproval()] } })

    expect(count).toBe(1)
    expect(seen.woken).toEqual([{ chatId: 5, traceId: 'trace-0001' }])
    expect(seen.said).toEqual([
      {
        replyId: 'approval-abcdefgh12345678-closed',
        chatId: 5,
        traceId: 'trace-0001',
        body: { kind: 'card-closed', approvalId: 'abcdefgh12345678', outcome: 'expired' },
      },
    ])
  })

  test('a command asked: there is no turn to wake', async () => {
    const seen = recorder()

    await expireApprovals({
      ...seen,
      clock,
      approvals: { expire: async () => [anApproval({ tool: 'command:save' })] },
    })

    expect(seen.woken).toEqual([])
    expect(seen.said).toHaveLength(1)
  })
})

describe('cards that got lost', () => {
  test('an open question is asked again as it was, a closing is queued again', async () => {
    const seen = recorder()
    const asked: Date[] = []
    const approvals = {
      unsaid: async (before: Date) => (asked.push(before), [anApproval({ state: 'asked' })]),
      unclosed: async () => [anApproval({ id: 'zzzzzzzz12345678', state: 'always' })],
    }

    const count = await askLostCards({ ...seen, clock, approvals, onUnreadable: () => {} })

    expect(count).toBe(2)
    expect(asked).toEqual([new Date('2026-11-21T12:00:20Z')])
    expect(seen.said.map(({ replyId, body }) => [replyId, body])).toEqual([
      [
        'approval-abcdefgh12345678',
        { kind: 'card', approvalId: 'abcdefgh12345678', card, expiresAt: Date.parse('2026-11-21T12:00:00Z') },
      ],
      [
        'approval-zzzzzzzz12345678-closed',
        { kind: 'card-closed', approvalId: 'zzzzzzzz12345678', outcome: 'always' },
      ],
    ])
  })

  test('a row that holds no card is told to the operator and does not hold up the others', async () => {
    const seen = recorder()
    const unreadable: string[] = []
    const approvals = {
      unsaid: async () => [anApproval({ state: 'asked', card: '{"title":' }), anApproval({ state: 'asked' })],
      unclosed: async () => [],
    }

    await askLostCards({ ...seen, clock, approvals, onUnreadable: (subject) => unreadable.push(subject) })

    expect(unreadable).toEqual(['tg-1-1'])
    expect(seen.said).toHaveLength(1)
  })
})

test('a reminder was fired and never said: it is queued again under its id', async () => {
  const seen = recorder()
  const asked: Date[][] = []
  const reminder = {
    id: 'r1',
    chatId: 5,
    userId: 5,
    createdBy: 5,
    traceId: 'trace-0001',
    text: 'x',
    timeZone: 'UTC',
  }
  const firing = { reminder, dueAt: new Date('2026-11-21T12:00:00Z') } as Firing
  const reminders = { unsaid: async (since: Date, before: Date) => (asked.push([since, before]), [firing]) }

  const count = await sayLostReminders({ ...seen, clock, reminders, aliasOf: () => undefined })

  expect(count).toBe(1)
  expect(asked).toEqual([[new Date('2026-11-20T12:00:30Z'), new Date('2026-11-21T12:00:20Z')]])
  expect(seen.said.map(({ replyId }) => replyId)).toEqual(['reminder-r1-1795262400000'])
})

test('an attachment does not come for 15 s: it is asked for again', async () => {
  const fetches: Fetch[] = []
  const asked: Date[] = []
  const attachment = { id: 'tg-1-9', chatId: 5, userId: 5, traceId: 'trace-0001' } as Attachment
  const attachments = { waitingSince: async (before: Date) => (asked.push(before), [attachment]) }

  const count = await fetchAgain({
    attachments,
    clock,
    fetches: { enqueue: async (fetch) => void fetches.push(fetch) },
  })

  expect(count).toBe(1)
  expect(asked).toEqual([new Date('2026-11-21T12:00:15Z')])
  expect(fetches).toEqual([{ attachmentId: 'tg-1-9', chatId: 5, userId: 5, traceId: 'trace-0001' }])
})
