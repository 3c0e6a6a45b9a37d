import type { Reminder } from '@aika/store'
import { retimeReminder, type RetimePorts } from './retime-reminder.ts'

const sentAt = new Date('2026-11-21T10:15:00Z')
const tomorrow = new Date('2026-11-22T08:00:00Z')
const reminder: Reminder = {
  id: 'r1',
  chatId: 7,
  userId: 7,
  createdBy: 7,
  traceId: 'trace-of-test',
  kind: 'message',
  text: 'milk',
  timeZone: 'Europe/Berlin',
  rule: undefined,
  dueAt: new Date('2026-11-21T18:00:00Z'),
  state: 'scheduled',
  changeAskedAt: new Date('2026-11-21T10:14:00Z'),
}

/** One reminder whose [Change] was pressed, or not; times are those of the list. */
function world(open: Partial<Reminder> | undefined) {
  const state = { reminder: open && { ...reminder, ...open } }
  const sent: { replyId: string; body: object }[] = []
  const marks = new Map<string, string>()
  const since: Date[] = []
  const ports: RetimePorts = {
    reminders: {
      async changing(_userId, from) {
        since.push(from)
        return state.reminder?.changeAskedAt && state.reminder
      },
      find: async () => state.reminder,
      async change(_id, _userId, to) {
        if (!state.reminder || state.reminder.state !== 'scheduled') return undefined
        return (state.reminder = { ...state.reminder, ...to, changeAskedAt: undefined })
      },
    },
    times: {
      read: (text) =>
        text === 'tomorrow 9am' ? { dueAt: tomorrow, rule: undefined, ruleInWords: undefined } : undefined,
    },
    marks: {
      read: async (name) => marks.get(name),
      async keep(name, value) {
        if (!marks.has(name)) marks.set(name, value)
        return marks.get(name)!
      },
    },
    people: { nameOf: (userId) => (userId === 8 ? 'Alice' : String(userId)) },
    answers: { send: async (reply) => void sent.push(reply) },
  }
  const write = (text: string, updateKey = 'tg-1-5') =>
    retimeReminder(ports, { updateKey, chatId: 7, userId: 7, text, sentAt })
  return { write, state, sent, since, ports }
}

describe('F-TIME [Change] was pressed under a reminder', () => {
  test('a time is its new time, and it is confirmed', async () => {
    const { write, state, sent, since } = world({})

    await expect(write('tomorrow 9am')).resolves.toBe(true)

    expect(state.reminder?.dueAt).toEqual(tomorrow)
    expect(sent).toEqual([
      {
        replyId: 'reminder-set-r1-tg-1-5',
        chatId: 7,
        body: {
          kind: 'reminder-set',
          reminderId: 'r1',
          text: 'milk',
          timeZone: 'Europe/Berlin',
          isTask: false,
          dueAt: tomorrow.getTime(),
        },
      },
    ])
    expect(since).toEqual([new Date('2026-11-21T10:05:00Z')])
  })

  test('anything else is an ordinary message, and [Change] stays open', async () => {
    const { write, state } = world({})

    await expect(write('what about tomorrow 9am?')).resolves.toBe(false)
    expect(state.reminder?.changeAskedAt).toBeDefined()
  })

  test('a time while nothing was pressed is an ordinary message', async () => {
    await expect(world({ changeAskedAt: undefined }).write('tomorrow 9am')).resolves.toBe(false)
    await expect(world(undefined).write('tomorrow 9am')).resolves.toBe(false)
  })

  test('the same update again: the same reminder, the same time, the same reply', async () => {
    const { write, sent } = world({})

    await write('tomorrow 9am')
    await expect(write('tomorrow 9am')).resolves.toBe(true)

    expect(new Set(sent.map(({ replyId }) => replyId)).size).toBe(1)
    await expect(write('tomorrow 9am', 'tg-1-6')).resolves.toBe(false)
  })

  test('it fired in this very moment: the words are not lost but an ordinary message', async () => {
    const { write, ports, sent } = world({})
    ports.reminders.change = async () => undefined

    await expect(write('tomorrow 9am')).resolves.toBe(false)
    expect(sent).toEqual([])
  })

  test('one for somebody else says for whom', async () => {
    const { write, sent } = world({ userId: 8 })

    await write('tomorrow 9am')

    expect(sent[0]?.body).toMatchObject({ forPerson: 'Alice' })
  })
})
