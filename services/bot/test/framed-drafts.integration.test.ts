import { useRedis } from '@aika/queue/testing'
import type { Talk } from './talk.ts'
import { openTalk } from './talk.ts'
import { answer, ray, until } from './world.ts'

const turnId = 'tg-7000000001-1'
const frames = (talk: Talk) =>
  talk
    .calls('sendMessageDraft')
    .map(({ request }) => request as { draft_id: number; text: string; can_stop: boolean })
const framed = (talk: Talk, part: string) => until(() => frames(talk).some(({ text }) => text.includes(part)))
const isEnded = (talk: Talk) => until(() => talk.texts().at(-1)?.includes('The end.') ?? false)

describe('bot, while a turn runs, with Telegram’s own drafts', () => {
  const redis = useRedis()

  test('F-CHAT-5 a growing answer is one draft with Telegram’s Stop; the answer is a message of its own', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()

    await talk.progress(turnId, { kind: 'text', markdown: 'Once **upon**' })
    await framed(talk, 'upon')
    await talk.progress(turnId, { kind: 'text', markdown: 'Once **upon**' })
    await talk.progress(turnId, { kind: 'text', markdown: 'Once **upon** a time' })
    await framed(talk, 'a time')
    await talk.reply({ replyId: `reply-${turnId}`, turnId, body: answer('Once upon a time. The end.') })
    await isEnded(talk)

    expect(talk.texts()).toEqual(['Once upon a time. The end.'])
    expect(frames(talk).map(({ text }) => text)).toEqual(['Once <b>upon</b>', 'Once <b>upon</b> a time'])
    expect(new Set(frames(talk).map(({ draft_id: id }) => id)).size).toBe(1)
    expect(frames(talk)[0]).toMatchObject({ can_stop: true, draft_id: expect.any(Number) })
  })

  test('before the first word an empty draft says that Aika thinks, and can be stopped', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()

    await talk.progress(turnId, { kind: 'thinking' })

    await until(() => frames(talk).length > 0)
    expect(frames(talk)[0]).toMatchObject({ text: '', can_stop: true })
  })

  test('F-CHAT-6 Telegram’s own Stop ends the turn, and its draft does not come back', async () => {
    await using talk = await openTalk(redis.connection)
    await talk.store.turns.start(aTurn(turnId), [])
    await using _bot = await talk.startBot()
    await talk.progress(turnId, { kind: 'text', markdown: 'a long story' })
    await framed(talk, 'a long story')

    talk.standIns.telegram.stopDraft(ray)
    await expect(talk.controls(1)).resolves.toEqual([{ kind: 'cancel', chatId: ray, turnId }])
    await talk.progress(turnId, { kind: 'text', markdown: 'a long story goes on' })
    await talk.progress('tg-7000000001-2', { kind: 'text', markdown: 'another turn' })
    await framed(talk, 'another turn')
    const body = { kind: 'failure' as const, code: 'cancelled' as const, done: ['made a.txt'] }
    await talk.reply({ replyId: `reply-${turnId}`, turnId, body })

    await expect(talk.shows('Stopped')).resolves.toMatchObject({
      text: 'a long story\n\nStopped. Done so far:\n\n• made a.txt',
    })
    expect(frames(talk).some(({ text }) => text.includes('goes on'))).toBe(false)
  })

  test('F-CHAT-6 a Stop of a draft that is over does not stop the turn after it', async () => {
    await using talk = await openTalk(redis.connection)
    await using _bot = await talk.startBot()
    await talk.progress(turnId, { kind: 'text', markdown: 'a long story' })
    await framed(talk, 'a long story')
    await talk.store.turns.start(aTurn('tg-7000000001-2'), [])

    const { updateId } = talk.standIns.telegram.stopDraft(ray)
    await until(() => talk.standIns.telegram.pendingUpdates().confirmed >= updateId!)

    expect(await talk.store.turns.cancelRequested('tg-7000000001-2')).toBe(false)
  })

  test('a server from before drafts: messages are edited instead, and it is not asked again', async () => {
    await using talk = await openTalk(redis.connection)
    talk.standIns.telegram.set({ drafts: 'off' })
    await using _bot = await talk.startBot()

    await talk.progress(turnId, { kind: 'text', markdown: 'Once upon' })
    const draft = await talk.shows('Once upon')
    await talk.progress('tg-7000000001-2', { kind: 'text', markdown: 'second' })
    await talk.shows('second')
    await talk.reply({ replyId: `reply-${turnId}`, turnId, body: answer('The end.') })

    await expect(talk.shows('The end.')).resolves.toMatchObject({ message_id: draft.message_id })
    expect(talk.calls('sendMessageDraft')).toHaveLength(1)
  })

  test('a chat that takes no drafts: messages are edited there; other chats keep theirs', async () => {
    await using talk = await openTalk(redis.connection)
    const body = { ok: false, error_code: 400, description: 'Bad Request: TEXTDRAFT_PEER_INVALID' }
    talk.standIns.faults.add({
      party: 'telegram', method: 'sendMessageDraft', chatId: ray, kind: 'status', status: 400, body,
    }) // prettier-ignore
    await using _bot = await talk.startBot()

    await talk.progress(turnId, { kind: 'text', markdown: 'Once upon' })
    await talk.shows('Once upon')
    await talk.progress(turnId, { kind: 'text', markdown: 'Once upon a time' })
    await talk.shows('a time')

    expect(talk.calls('sendMessageDraft')).toHaveLength(1)
  })

  test('F-CHAT-11 a draft is flooded: no frame of any kind until the time is over; the answer comes once', async () => {
    await using talk = await openTalk(redis.connection)
    const { faults, journal } = talk.standIns
    faults.add({
      party: 'telegram', method: 'sendMessageDraft', kind: 'flood', retryAfterSeconds: 2, times: 1,
    }) // prettier-ignore
    await using _bot = await talk.startBot()
    await talk.progress(turnId, { kind: 'text', markdown: 'Once' })
    await until(() => frames(talk).length === 1)
    const floodedAt = journal.entries({ method: 'sendMessageDraft' })[0]!.ms

    for (const markdown of ['Once upon', 'Once upon a', 'Once upon a time'])
      await talk.progress(turnId, { kind: 'text', markdown })
    await talk.reply({ replyId: `reply-${turnId}`, turnId, body: answer('The end.') })
    await isEnded(talk)

    const later = journal.entries({ chatId: ray }).filter(({ ms }) => ms > floodedAt)
    expect(later.filter(({ ms }) => ms < floodedAt + 2_000)).toEqual([])
    expect(talk.texts()).toEqual(['The end.'])
  })
})

const aTurn = (id: string) => ({
  id,
  chatId: ray,
  userId: ray,
  replyToMessageId: 1,
  traceId: 'trace-of-test',
  text: 'tell me a story',
})
