import type { Reply } from '@aika/contracts'
import type { UnsaidReply } from '@aika/store'
import { sayLostReplies } from './say-lost-replies.ts'

describe('replies that nobody has begun to say', () => {
  const inGroup = { turnId: 'tg-1-2', attempt: 2, chatId: -5, traceId: 'trace-0002', replyToMessageId: 77, body: '{"kind":"failure","code":"internal"}' } // prettier-ignore
  const inPrivate = { turnId: 'tg-1-1', attempt: 0, chatId: 5, traceId: 'trace-0001', replyToMessageId: 76, body: '{"kind":"answer","markdown":"Three."}' } // prettier-ignore

  async function say(unsaid: UnsaidReply[]) {
    const replies: Reply[] = []
    const unreadable: string[] = []
    const asked: Date[][] = []
    const count = await sayLostReplies({
      deliveries: { unsaid: async (since, before) => (asked.push([since, before]), unsaid) },
      replies: { enqueue: async (reply) => void replies.push(reply) },
      onUnreadable: (turnId) => unreadable.push(turnId),
      clock: { now: () => new Date('2026-11-21T12:00:30Z') },
    })
    return { count, replies, unreadable, asked }
  }

  test('they are queued as the agent would have, under the same id, that of a retry included', async () => {
    const { count, replies, asked } = await say([inPrivate, inGroup])

    expect(count).toBe(2)
    expect(asked).toEqual([[new Date('2026-11-20T12:00:30Z'), new Date('2026-11-21T12:00:20Z')]])
    expect(replies).toEqual([
      { replyId: 'reply-tg-1-1', turnId: 'tg-1-1', chatId: 5, traceId: 'trace-0001', body: { kind: 'answer', markdown: 'Three.', canContinue: false } }, // prettier-ignore
      { replyId: 'reply-tg-1-2-r2', turnId: 'tg-1-2', chatId: -5, traceId: 'trace-0002', replyToMessageId: 77, body: { kind: 'failure', code: 'internal', done: [] } }, // prettier-ignore
    ])
  })

  test('a task in a group answers no message: none is quoted', async () => {
    const { replies } = await say([{ ...inGroup, turnId: 'task-r1-1', replyToMessageId: 0 }])

    expect(replies[0]).not.toHaveProperty('replyToMessageId')
  })

  test('a record that cannot be read is told to the operator and does not hold up the others', async () => {
    const { replies, unreadable } = await say([{ ...inGroup, body: '{"kind":' }, inPrivate])

    expect(unreadable).toEqual(['tg-1-2'])
    expect(replies).toHaveLength(1)
  })
})
