import type { Card, CardOutcome, ReplyBody } from '@aika/contracts'
import { useRedis } from '@aika/queue/testing'
import { openTalk, type Talk } from './talk.ts'
import { answer, ray, until } from './world.ts'

const approvalId = 'AbCdEfGh12345678'
const card: Card = {
  title: 'Delete files',
  what: 'rm -rf notes/*\u202egpj.exe `x` <b>',
  why: 'The model wants to run this in your folder.',
  always: 'run_shell rm -rf notes/*',
}
const expiresAt = Date.parse('2026-11-23T08:00:00Z')
const labels = (talk: Talk) =>
  (talk.said()[0]!.reply_markup as { inline_keyboard: { text: string; callback_data: string }[][] })
    .inline_keyboard

/** The question as the agent stores it before its card is said. */
async function ask(talk: Talk, what: Card = card): Promise<ReplyBody> {
  await talk.store.approvals.ask({
    id: approvalId,
    subject: 'tg-7000000001-1',
    step: 1,
    chatId: ray,
    userId: ray,
    traceId: 'trace-of-test',
    tool: 'run_shell',
    args: '{}',
    hash: 'x',
    pattern: 'run_shell rm -rf notes/*',
    card: JSON.stringify(what),
    askedAt: new Date(),
    expiresAt: new Date(expiresAt),
  })
  return { kind: 'card', approvalId, card: what, expiresAt }
}

const closed = (outcome: CardOutcome) => ({
  replyId: `approval-${approvalId}-closed`,
  body: { kind: 'card-closed' as const, approvalId, outcome },
})

describe('bot, cards', () => {
  const redis = useRedis()

  test('F-PERM-2 a card shows exactly what would run, hidden characters too, until when, and three buttons', async () => {
    await using talk = await openTalk(redis.connection)
    await talk.store.people.setTimeZone(ray, 'Europe/Berlin')
    await using _bot = await talk.startBot()

    await talk.outcome({ replyId: `approval-${approvalId}`, body: await ask(talk) })

    const [message] = talk.said()
    expect(message!.text).toBe(
      [
        '❓ Delete files',
        card.why,
        '',
        'rm -rf notes/*⟨U+202E⟩gpj.exe `x` <b>',
        '',
        'Waits for your answer until Mon 23 Nov 2026, 09:00 (UTC+01:00, Europe/Berlin).',
      ].join('\n'),
    )
    expect(message!.entities).toMatchObject([{ type: 'bold' }, { type: 'pre' }])
    expect(labels(talk)).toEqual([
      [
        { text: '✅ Approve', callback_data: `ok:${approvalId}` },
        { text: '🚫 Deny', callback_data: `no:${approvalId}` },
      ],
      [{ text: 'Always allow this', callback_data: `always:${approvalId}` }],
    ])
  })

  test('no [Always] where that is not offered; an overwrite shows its diff', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const { always: _, ...rest } = card
    const overwrite = { ...rest, diff: '-old\n+new' }

    await talk.outcome({ replyId: `approval-${approvalId}`, body: await ask(talk, overwrite) })

    expect(labels(talk).flat()).toHaveLength(2)
    expect(talk.said()[0]!.entities).toContainEqual(
      expect.objectContaining({ type: 'pre', language: 'diff' }),
    )
    expect(talk.texts()[0]).toContain('-old\n+new')
  })

  test('a command that no message holds is cut visibly, and comes whole as a file', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const what = `echo ${'x'.repeat(10_000)}\nrm -rf /`

    await talk.outcome({ replyId: `approval-${approvalId}`, body: await ask(talk, { ...card, what }) })

    const [message, file] = talk.said()
    expect(message!.text).toMatch(/✂ \d+ more characters: all of it is in the file below\./)
    expect(file!.document).toMatchObject({ file_name: 'request.txt', file_size: what.length })
    expect(labels(talk)).toHaveLength(2)
  })

  test.each<[CardOutcome, string]>([
    ['approved', '✅ Approved.'],
    ['always', '✅ Approved, and always for: run_shell rm -rf notes/*'],
    ['denied', '🚫 Denied.'],
    ['expired', '⌛ Expired: nobody answered in time. Nothing was done.'],
    ['void', 'Void'],
  ])(
    'a question that ended %s: its card says so and has no buttons; twice is once',
    async (outcome, words) => {
      await using talk = await openTalk(redis.connection)
      await using _bot = await talk.startBot()
      await talk.outcome({ replyId: `approval-${approvalId}`, body: await ask(talk) })

      const result = await talk.outcome(closed(outcome))

      const [message] = talk.said()
      expect(result).toEqual({ messageIds: [message!.message_id] })
      expect(message!.text).toContain(words)
      expect(message!.text).toContain('rm -rf notes/*⟨U+202E⟩gpj.exe')
      expect(message!.text).not.toContain('Waits for')
      expect(message!.reply_markup).toBeUndefined()
      expect(talk.said()).toHaveLength(1)
    },
  )

  test('nobody saw the card: nothing is edited, and a question that is over is not asked', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const body = await ask(talk)
    await talk.store.approvals.voidOpen(new Date())

    const results = [
      await talk.outcome(closed('void')),
      await talk.outcome({ replyId: `approval-${approvalId}`, body }),
    ]

    for (const { messageIds, refused } of results) {
      expect(messageIds).toEqual([])
      expect(refused).toBeTruthy()
    }
    expect(talk.said()).toEqual([])
  })

  test('F-CHAT-11 after a flood the question and the word to Stop come first, then the reminder, then the answers in their order', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    const { faults } = talk.standIns
    faults.add({ party: 'telegram', method: 'sendMessage', kind: 'flood', retryAfterSeconds: 4, times: 1 })
    const body = await ask(talk)

    await talk.reply({ replyId: 'reply-1', body: answer('one') })
    await until(() => talk.calls('sendMessage').length === 1)
    await talk.reply({ replyId: 'reply-2', body: answer('two') })
    const reminder = {
      kind: 'reminder' as const,
      reminderId: 'r1',
      text: 'milk',
      dueAt: Date.now(),
      timeZone: 'UTC',
    }
    await talk.reply({ replyId: 'reminder-r1-5', body: reminder })
    await talk.reply({ replyId: `approval-${approvalId}`, body })
    await talk.reply({ replyId: 'notice-tg-7-7', body: { kind: 'notice', markdown: 'Stopping.' } })
    await talk.shows('two')

    expect(talk.texts().map((text) => text!.slice(0, 6))).toEqual([
      '❓ Dele',
      'Stoppi',
      '⏰ milk',
      'one',
      'two',
    ])
  })
})
