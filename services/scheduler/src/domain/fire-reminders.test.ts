import type { Reply, Wake } from '@aika/contracts'
import type { Reminder } from '@aika/store'
import { fireReminders } from './fire-reminders.ts'

const aReminder = (more: Partial<Reminder> = {}): Reminder => ({
  id: 'r1',
  chatId: 5,
  userId: 5,
  createdBy: 5,
  traceId: 'trace-0001',
  kind: 'message',
  text: 'buy milk',
  timeZone: 'Europe/Berlin',
  rule: undefined,
  dueAt: new Date('2026-11-21T12:00:00Z'),
  state: 'scheduled',
  changeAskedAt: undefined,
  ...more,
})

const everyHour = (_rule: string, _zone: string, after: Date) =>
  new Date((Math.floor(after.getTime() / 3_600_000) + 1) * 3_600_000)

describe('reminders that are due', () => {
  async function fire(due: Reminder[], { now = '2026-11-21T12:00:01Z', isFirst = true } = {}) {
    const replies: Reply[] = []
    const wakes: Wake[] = []
    const moves: (Date | undefined)[][] = []
    const late = await fireReminders({
      reminders: {
        due: async () => due,
        fire: async (_reminder, next, _at, said) => (moves.push([said, next]), isFirst),
      },
      nextAfter: everyHour,
      replies: { enqueue: async (reply) => void replies.push(reply) },
      wakes: { enqueue: async (wake) => void wakes.push(wake) },
      aliasOf: (userId) => (userId === 7 ? 'Ray' : undefined),
      clock: { now: () => new Date(now) },
    })
    return { late, replies, wakes, moves }
  }

  test('one is said in its chat, under an id made of it and its moment', async () => {
    const { late, replies, moves } = await fire([aReminder()])

    expect(late).toEqual([1_000])
    expect(moves).toEqual([[new Date('2026-11-21T12:00:00Z'), undefined]])
    expect(replies).toEqual([
      {
        replyId: 'reminder-r1-1795262400000',
        chatId: 5,
        traceId: 'trace-0001',
        body: {
          kind: 'reminder',
          reminderId: 'r1',
          text: 'buy milk',
          dueAt: 1_795_262_400_000,
          timeZone: 'Europe/Berlin',
        },
      },
    ])
  })

  test('another scheduler was faster: nothing is said a second time', async () => {
    const { late, replies, wakes } = await fire([aReminder(), aReminder({ kind: 'task' })], {
      isFirst: false,
    })

    expect({ late, replies, wakes }).toEqual({ late: [], replies: [], wakes: [] })
  })

  test('work for the agent: its chat is woken, nothing is said', async () => {
    const { replies, wakes } = await fire([aReminder({ kind: 'task' })])

    expect(wakes).toEqual([{ chatId: 5, traceId: 'trace-0001' }])
    expect(replies).toEqual([])
  })

  test('somebody else set it: they are named, by what the operator calls them', async () => {
    const { replies } = await fire([aReminder({ createdBy: 7 }), aReminder({ createdBy: 8 })])

    expect(replies.map(({ body }) => 'fromPerson' in body && body.fromPerson)).toEqual(['Ray', 'user 8'])
  })

  test('a recurring one comes again', async () => {
    const { moves } = await fire([aReminder({ rule: 'every hour' })])

    expect(moves).toEqual([[new Date('2026-11-21T12:00:00Z'), new Date('2026-11-21T13:00:00Z')]])
  })

  test('a recurring one was missed three times: it is said once, for the latest, and goes on from now', async () => {
    const { late, replies, moves } = await fire([aReminder({ rule: 'every hour' })], {
      now: '2026-11-21T15:30:00Z',
    })

    expect(moves).toEqual([[new Date('2026-11-21T15:00:00Z'), new Date('2026-11-21T16:00:00Z')]])
    expect(replies.map(({ replyId }) => replyId)).toEqual([
      `reminder-r1-${Date.parse('2026-11-21T15:00:00Z')}`,
    ])
    expect(late).toEqual([1_800_000])
  })
})
