import type { FailureCode, Reply } from '@aika/contracts'
import { acceptTelegramText } from '@aika/stand-ins'
import fc from 'fast-check'
import { attemptOf, messagesOf, type SpokenReply } from './reply-messages.ts'

const circumstances = {
  streamed: '',
  now: 10_000_000,
  timeZone: 'UTC',
  describeTime: () => 'Mon, 09:00 (UTC)',
}
const reply = (body: SpokenReply['body'], more: Partial<Reply> = {}): SpokenReply => ({
  replyId: 'reply-tg-1-2',
  traceId: 'trace-of-test',
  chatId: 1,
  turnId: 'tg-1-2',
  ...more,
  body,
})
const texts = (said: SpokenReply) =>
  messagesOf(said, circumstances).messages.map(
    ({ html }) => acceptTelegramText({ text: html, parse_mode: 'HTML' }).text,
  )

const words = fc.string({ unit: 'binary', maxLength: 300 })
const times = fc.integer({ min: 1, max: 20_000_000 })
const base = { reminderId: 'r1', timeZone: 'UTC', isTask: false }
const bodies = fc.oneof(
  words.map((markdown) => ({ kind: 'answer' as const, markdown, canContinue: true })),
  words.map((markdown) => ({ kind: 'notice' as const, markdown })),
  fc.array(words).map((done) => ({ kind: 'failure' as const, code: 'internal' as const, done })),
  fc
    .tuple(words, times, words)
    .map(([text, dueAt, rule]) => ({ ...base, kind: 'reminder-set' as const, text, dueAt, rule })),
  fc
    .tuple(words, times, words)
    .map(([text, dueAt, fromPerson]) => ({ ...base, kind: 'reminder' as const, text, dueAt, fromPerson })),
)

describe('a reply as messages', () => {
  test('whatever it says: there is at least one, Telegram takes all of them, buttons fit', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const said = reply(body)
        expect(texts(said).length).toBeGreaterThan(0)
        for (const { buttons = [] } of messagesOf(said, circumstances).messages) {
          for (const { data } of buttons.flat()) expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a very long reminder is split, none of it is Markdown, and its buttons are under the last part', () => {
    const text = '*word* '.repeat(2_000)
    const { messages } = messagesOf(reply({ ...base, kind: 'reminder-set', text, dueAt: 1 }), circumstances)

    expect(messages.length).toBeGreaterThan(1)
    expect(messages.map(({ buttons }) => buttons !== undefined)).toEqual([
      ...messages.slice(1).map(() => false),
      true,
    ])
    expect(messages[0]!.plain).toContain('*word*')
  })

  test('a minute late is not late', () => {
    const due = (lateMs: number) =>
      texts(reply({ ...base, kind: 'reminder', text: 'milk', dueAt: circumstances.now - lateMs }))[0]

    expect(due(60_000)).toBe('⏰ milk')
    expect(due(60_001)).toContain('late')
  })

  test('a turn that was stopped while it wrote code: the code block ends before the words', () => {
    const body = { kind: 'failure' as const, code: 'cancelled' as const, done: ['made a.txt'] }
    const { messages } = messagesOf(reply(body), { ...circumstances, streamed: 'Look:\n\n```js\nlet x' })

    expect(messages[0]!.plain).toBe('Look:\n\nlet x\n\nStopped. Done so far:\n\n• made a.txt')
  })

  test.each<[FailureCode, boolean]>([
    ['internal', true],
    ['model_unavailable', true],
    ['quota_resting', true],
    ['empty_answer', true],
    ['cancelled', false],
    ['rate_limited', false],
    ['blocked_by_safety', false],
  ])('a failure %s can be tried again: %s', (code, isOffered) => {
    const { messages } = messagesOf(reply({ kind: 'failure', code, done: [] }), circumstances)

    expect(messages[0]!.buttons !== undefined).toBe(isOffered)
  })

  test('which attempt a reply belongs to', () => {
    expect(attemptOf({ turnId: 'tg-1-2', replyId: 'reply-tg-1-2' })).toBe(0)
    expect(attemptOf({ turnId: 'tg-1-2', replyId: 'reply-tg-1-2-r3' })).toBe(3)
    expect(attemptOf({ turnId: 'tg-1-2', replyId: 'dm-tg-1-2-r3' })).toBe(0)
  })
})
