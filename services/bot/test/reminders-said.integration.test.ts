import { useRedis } from '@aika/queue/testing'
import { openTalk, type Talk } from './talk.ts'
import { answer } from './world.ts'

const timeZone = 'Europe/Berlin'
const dueAt = Date.parse('2026-11-23T08:00:00Z')
const turnId = 'tg-7000000001-1'
const buttons = (talk: Talk) => talk.said().at(-1)!.reply_markup

describe('bot, reminders and words of its own', () => {
  const redis = useRedis()

  test('F-TIME a reminder that stands is told as absolute time with its offset; Undo and Change', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()

    const set = {
      kind: 'reminder-set' as const,
      reminderId: 'r1',
      text: 'buy *milk* & <eggs>',
      dueAt,
      timeZone,
    }
    await talk.outcome({
      replyId: 'reminder-set-r1',
      body: { ...set, rule: 'every weekday at 09:00', isTask: false },
    })

    expect(talk.texts()[0]).toBe(
      '⏰ I will remind you: Mon 23 Nov 2026, 09:00 (UTC+01:00, Europe/Berlin), then every weekday at 09:00\nbuy *milk* & <eggs>',
    )
    expect(buttons(talk)).toEqual({
      inline_keyboard: [
        [
          { text: 'Undo', callback_data: 'undo:r1' },
          { text: 'Change', callback_data: 'chg:r1' },
        ],
      ],
    })
  })

  test('a reminder in time is its text; a late one says how late and why', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const reminder = { kind: 'reminder' as const, reminderId: 'r1', text: 'buy *milk*', timeZone }

    await talk.outcome({ replyId: 'reminder-r1-1', body: { ...reminder, dueAt: Date.now() } })
    const late = { ...reminder, fromPerson: 'Alice', dueAt: Date.now() - 12 * 60_000 }
    await talk.outcome({ replyId: 'reminder-r1-2', body: late })

    expect(talk.texts()[0]).toBe('⏰ buy *milk*')
    expect(talk.texts()[1]).toMatch(
      /^⏰ From Alice: buy \*milk\*\n\(12 min late: I was not running or Telegram could not be reached\. It was due .+ \(UTC[+-]\d\d:\d\d, Europe\/Berlin\)\.\)$/,
    )
  })

  test('F-ERR a failure names its report and offers to try again, each attempt by its own button', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const body = { kind: 'failure' as const, code: 'internal' as const, done: [], incidentId: 'e-abc123' }

    await talk.outcome({ replyId: `reply-${turnId}`, turnId, body })
    const first = buttons(talk)
    await talk.outcome({ replyId: `reply-${turnId}-r2`, turnId, body })

    expect(talk.texts()[0]).toContain('Report e-abc123 went to the admins.')
    expect(first).toEqual({ inline_keyboard: [[{ text: 'Retry', callback_data: `retry:${turnId}:0` }]] })
    expect(buttons(talk)).toMatchObject({ inline_keyboard: [[{ callback_data: `retry:${turnId}:2` }]] })
  })

  test('what nobody can mend by trying again has no Retry', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()

    await talk.outcome({
      replyId: `reply-${turnId}`,
      turnId,
      body: { kind: 'failure', code: 'blocked_by_safety', done: [] },
    })

    expect(buttons(talk)).toBeUndefined()
  })

  test('a notice with rows of buttons shows them so', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const rows = [[{ text: 'A', data: 'del:a' }], [{ text: 'B', data: 'del:b' }]]

    await talk.outcome({
      replyId: 'notice-tg-1-1',
      body: { kind: 'notice', markdown: 'Reminders:', buttons: rows },
    })

    expect(buttons(talk)).toEqual({
      inline_keyboard: [[{ text: 'A', callback_data: 'del:a' }], [{ text: 'B', callback_data: 'del:b' }]],
    })
  })
})

describe('bot, rich messages', () => {
  const redis = useRedis()
  const rich = { TELEGRAM_RICH_MESSAGES: 'true', TELEGRAM_DRAFTS: 'off' }
  const richOf = (talk: Talk) => talk.said().map(({ rich_message: message }) => message)

  test('an answer goes out as its own Markdown, and takes a draft’s place as one', async () => {
    await using talk = await openTalk(redis.connection, rich)
    await using _bot = await talk.startBot()
    await talk.progress(turnId, { kind: 'text', markdown: '# Tit' })
    const draft = await talk.shows('Tit')

    await talk.outcome({ replyId: 'reply-1', body: answer('| a | b |\n|---|---|\n| 1 | 2 |') })
    await talk.outcome({
      replyId: `reply-${turnId}`,
      turnId,
      body: answer(`# Title\n\n${'word '.repeat(3_000)}`),
    })

    const messages = talk.said()
    expect(messages).toHaveLength(2)
    expect(messages[0]).toMatchObject({
      message_id: draft.message_id,
      rich_message: { markdown: expect.stringMatching(/^# Title/) },
    })
    expect(messages[1]).toMatchObject({ rich_message: { markdown: '| a | b |\n|---|---|\n| 1 | 2 |' } })
  })

  test('refused: the classic rendering is said, in parts; it is not tried again after a redelivery', async () => {
    await using talk = await openTalk(redis.connection, rich)
    talk.standIns.telegram.set({ rich: 'off' })
    await using _bot = await talk.startBot()

    const long = `${'word '.repeat(1_200)}\n\n**the end**`
    const { messageIds } = await talk.outcome({ replyId: 'reply-1', body: answer(long) })

    expect(messageIds).toHaveLength(2)
    expect(richOf(talk)).toEqual([undefined, undefined])
    expect(talk.texts()[1]).toMatch(/the end$/)
  })

  test.each([
    '![x](https://x.org/?q=secret)',
    'a <img src="https://x.org/?q=secret">',
    `${'word '.repeat(7_000)}`,
  ])('what would make Telegram fetch an address, or is too long, stays classic: %.30s', async (markdown) => {
    await using talk = await openTalk(redis.connection, rich)
    await using _bot = await talk.startBot()

    await talk.outcome({ replyId: 'reply-1', body: answer(markdown) })

    expect(talk.calls('sendRichMessage')).toEqual([])
    expect(talk.said().length).toBeGreaterThan(0)
  })
})
