import { useRedis } from '@aika/queue/testing'
import type { Store } from '@aika/store'
import { openTalk } from './talk.ts'
import { answer, ray, until } from './world.ts'

const turnId = 'tg-7000000001-1'

describe('bot, while a turn runs, where Telegram has no drafts', () => {
  const redis = useRedis()

  test('F-CHAT-5 text is streamed into a draft with a Stop button; the answer takes its place', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot()
    world.standIns.telegram.sendText(ray, 'tell me')
    await world.woken(1)

    await world.progress(turnId, { kind: 'text', markdown: 'Once upon' })
    await world.shows('Once upon')
    await world.progress(turnId, { kind: 'text', markdown: 'Once upon a time' })
    const draft = await world.shows('a time')
    await world.reply({ replyId: `reply-${turnId}`, turnId, body: answer('Once upon a time. The end.') })

    const final = await world.shows('The end')
    expect(draft.reply_markup).toMatchObject({
      inline_keyboard: [[{ text: 'Stop', callback_data: `stop:${turnId}` }]],
    })
    expect(final).toMatchObject({ message_id: draft.message_id })
    expect(final.reply_markup).toBeUndefined()
    expect(world.said()).toHaveLength(1)
  })

  test('a turn is stopped while it writes: what it wrote stays, and it is said that it stopped', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot()
    await world.progress(turnId, { kind: 'text', markdown: 'Once upon\n\n```js\nlet x' })
    await world.shows('Once upon')

    await world.reply({
      replyId: `reply-${turnId}`,
      turnId,
      body: { kind: 'failure', code: 'cancelled', done: [] },
    })

    await expect(world.shows('Stopped')).resolves.toMatchObject({ text: 'Once upon\n\nlet x\n\nStopped.' })
    expect(world.said()).toHaveLength(1)
  })

  test('a fast answer shows no draft, and progress that comes late changes nothing', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot()

    await world.progress(turnId, { kind: 'text', markdown: 'po' })
    await world.reply({ replyId: `reply-${turnId}`, turnId, body: answer('pong') })
    await world.shows('pong')
    await world.progress(turnId, { kind: 'text', markdown: 'pong?' })
    await world.progress('tg-7000000001-2', { kind: 'text', markdown: 'the next turn' })

    await world.shows('the next turn')
    expect(world.texts()).toEqual(['pong', 'the next turn'])
  })

  test('a command that runs long is named with its time', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot()

    await world.progress(turnId, { kind: 'tool', label: 'running `npm test`', elapsedMs: 12_000 })

    await expect(world.shows('⏳')).resolves.toMatchObject({
      text: expect.stringMatching(/running npm test · 1\d s/),
    })
  })

  test('the bot dies with a draft shown: its successor makes the answer of it', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    {
      await using _bot = await world.startBot()
      await world.progress(turnId, { kind: 'text', markdown: 'half an ans' })
      await world.shows('half')
    }

    await using _bot = await world.startBot()
    await world.reply({ replyId: `reply-${turnId}`, turnId, body: answer('half an answer, and the rest') })

    await world.shows('the rest')
    expect(world.said()).toHaveLength(1)
  })

  const running = (store: Store, id: string): Store => ({
    ...store,
    turns: {
      ...store.turns,
      unfinished: async () => ({ id }) as Awaited<ReturnType<Store['turns']['unfinished']>>,
      requestCancel: async () => [id],
    },
  })

  test('F-CHAT-6 Stop under the draft stops that turn, past every queue, and the press is answered', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot(running(world.store, turnId))
    await world.progress(turnId, { kind: 'text', markdown: 'a long story' })
    await world.shows('a long story')

    world.standIns.telegram.press({ userId: ray, text: 'Stop' })

    await expect(world.controls(1)).resolves.toEqual([{ kind: 'cancel', chatId: ray, turnId }])
    await until(() => world.standIns.journal.entries({ method: 'answerCallbackQuery' }).length === 1)
  })

  test('an old Stop button does not stop the turn that runs now', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot(running(world.store, 'tg-7000000001-99'))
    await world.progress(turnId, { kind: 'text', markdown: 'a long story' })
    await world.shows('a long story')

    world.standIns.telegram.press({ userId: ray, text: 'Stop' })
    world.standIns.telegram.sendText(ray, '/stop')

    await expect(world.controls(1)).resolves.toEqual([
      { kind: 'cancel', chatId: ray, turnId: 'tg-7000000001-99' },
    ])
    await world.shows('Stopping')
  })

  test('F-CHAT-4 Continue under an answer that a breaker ended goes on once', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot()
    const body = { kind: 'answer' as const, markdown: 'I stopped here.', canContinue: true }
    await world.reply({ replyId: `reply-${turnId}`, turnId, body })
    await world.shows('stopped here')
    const { telegram } = world.standIns
    const { message_id: messageId } = world.said()[0]!

    telegram.press({ userId: ray, messageId, text: 'Continue' })
    telegram.press({ userId: ray, messageId, text: 'Continue' })

    await world.woken(1)
    await until(() => world.standIns.journal.entries({ method: 'answerCallbackQuery' }).length === 2)
    await expect(world.store.inbox.waiting(ray)).resolves.toMatchObject([
      { kind: 'continue', updateKey: `${turnId}-go${messageId}` },
    ])
  })

  test('a stranger presses a button in a chat that is not theirs: nothing happens', async () => {
    await using world = await openTalk(redis.connection, { TELEGRAM_DRAFTS: 'off' })
    await using _bot = await world.startBot()
    await world.reply({
      replyId: `reply-${turnId}`,
      turnId,
      body: { kind: 'answer', markdown: 'Hm.', canContinue: true },
    })
    await world.shows('Hm.')

    world.standIns.telegram.press({ userId: 6666, chatId: ray, text: 'Continue' })
    world.standIns.telegram.sendText(ray, 'mine')

    await world.woken(1)
    await expect(world.store.inbox.waiting(ray)).resolves.toMatchObject([{ text: 'mine' }])
  })
})
