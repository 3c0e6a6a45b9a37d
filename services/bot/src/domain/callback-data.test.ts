import { type ButtonWish, decodeWish, encodeWish } from './callback-data.ts'

const turnId = 'tg-7000000001-123456789'

describe('buttons', () => {
  const wishes: ButtonWish[] = [
    { kind: 'stop' },
    { kind: 'stop', turnId },
    { kind: 'continue', turnId: `${turnId}-go17` },
    { kind: 'approve', approvalId: 'AbCdEf0123456789' },
    { kind: 'deny', approvalId: 'AbCdEf0123456789' },
    { kind: 'always', approvalId: 'AbCdEf0123456789AbCdEf01' },
    { kind: 'retry', turnId, attempt: 0 },
    { kind: 'retry', turnId, attempt: 12 },
    { kind: 'undo', reminderId: 'r'.repeat(48) },
    { kind: 'change', reminderId: 'tg-7000000001-1-3' },
    { kind: 'cancel-reminder', reminderId: 'a_b-c' },
    { kind: 'revoke', grantId: 'AbCdEf0123456789' },
    { kind: 'memory' },
    { kind: 'memory-note', noteId: 'n-1' },
    { kind: 'forget-note', noteId: 'tg-7000000001-123456789-12' },
    { kind: 'memory-sentence', summaryId: 1, mark: '0123456789abcdef' },
    { kind: 'forget-sentence', summaryId: 999_999_999_999, mark: '0123456789abcdef' },
  ]

  test.each(wishes)('what a button asks for survives its way through Telegram: %j', (wish) => {
    const data = encodeWish(wish)!

    expect(Buffer.byteLength(data)).toBeLessThanOrEqual(64)
    expect(decodeWish(data)).toEqual(wish)
  })

  test('a turn id that does not fit is left out of Stop; another button is not shown', () => {
    const long = `task-${'x'.repeat(70)}`

    expect(encodeWish({ kind: 'stop', turnId: long })).toBe('stop:')
    expect(encodeWish({ kind: 'retry', turnId: long, attempt: 0 })).toBeUndefined()
  })

  test.each([
    '', ':', 'ok', 'ok:', 'ok:short', 'ok:has-a-dash-in-it', 'ok:AbCdEf0123456789:1', 'OK:AbCdEf0123456789',
    'nope:AbCdEf0123456789', 'stop:../../etc', 'stop:12', 'retry:tg-1-2', 'retry:tg-1-2:', 'retry:tg-1-2:-1',
    'retry:tg-1-2:01', 'retry:tg-1-2:1:2', 'retry::1', 'undo:a b', 'undo:', 'chg:ä', 'del:a\n', 'revoke:', 'note:a;b',
    'memory:1', 'mem:', 'mem:1', 'mem:1:', 'mem:0:0123456789abcdef', 'mem:1:0123456789ABCDEF', 'mem:1:0123', 'fmem:-1:0123456789abcdef',
    `ok:${'a'.repeat(200)}`, 'constructor:1', '__proto__:1', ' stop:',
  ])('forged data is nothing: %j', (data) => expect(decodeWish(data)).toBeUndefined()) // prettier-ignore
})
