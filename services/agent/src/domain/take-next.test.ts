import { takeNext, type WaitingMessage } from './take-next.ts'

let id = 0
const message = (text: string, more: Partial<WaitingMessage> = {}): WaitingMessage => ({
  id: ++id,
  updateKey: `tg-1-${id}`,
  userId: 42,
  messageId: id,
  kind: 'message',
  text,
  sentAt: new Date('2026-11-21T10:00:00Z'),
  ...more,
})
const file = (more: Partial<WaitingMessage> = {}) => message('', { kind: 'attachment', ...more })
const long = 'x'.repeat(4_000)

describe('what the next turn answers', () => {
  test('one message, the oldest', () => {
    const [first, second] = [message('one'), message('two')]

    expect(takeNext([first, second])).toEqual([first])
  })

  test('files without words wait for words (F-FILE 3)', () => {
    expect(takeNext([file(), file()])).toEqual([])
  })

  test('the next words take the files before them along, once (F-FILE 3)', () => {
    const [photo, words, more] = [file(), message('what is this?'), message('and now?')]

    expect(takeNext([photo, words, more])).toEqual([photo, words])
  })

  test('somebody else’s file is not taken', () => {
    const [theirs, words] = [file({ userId: 7 }), message('hello')]

    expect(takeNext([theirs, words])).toEqual([words])
  })

  test.each(['continue', 'task'] as const)('a %s leaves waiting files alone', (kind) => {
    const [photo, other] = [file(), message('go on', { kind })]

    expect(takeNext([photo, other])).toEqual([other])
  })

  test('an album is one event, wherever its words stand (F-FILE 3)', () => {
    const parts = [file({ albumId: 'a' }), message('our trip', { albumId: 'a' }), file({ albumId: 'a' })]
    const later = file({ albumId: 'b' })

    expect(takeNext([...parts, later])).toEqual(parts)
  })

  test('a song and a picture with words in one album are one event', () => {
    const parts = [
      message('write down', { albumId: 'a' }),
      file({ albumId: 'a' }),
      message('both', { albumId: 'a' }),
    ]

    expect(takeNext(parts)).toEqual(parts.toSorted((a, b) => a.id - b.id))
  })

  test('parts of one long text that Telegram cut are one question', () => {
    const parts = [message(long), message(long), message('the end')]

    expect(takeNext([...parts, message('another')])).toEqual(parts)
  })

  test('two long messages that were written apart are two', () => {
    const [first, second] = [message(long), message('later', { sentAt: new Date('2026-11-21T10:00:09Z') })]

    expect(takeNext([first, second])).toEqual([first])
  })
})
