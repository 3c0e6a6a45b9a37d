import { useRedis } from '@aika/queue/testing'
import type { Store } from '@aika/store'
import { answer, openWorld as openSilentWorld, ray, until, type World } from './world.ts'

const turnId = 'tg-7000000001-1'
const said = (world: World) => world.standIns.telegram.transcript(ray).filter(({ from }) => from.is_bot)
const textsOf = (world: World) => said(world).map(({ text }) => text)
const shows = (world: World, part: string) =>
  world.standIns.telegram.waitFor(ray, ({ text }) => text?.includes(part) ?? false)

/** Two people have written to the bot before, and it listens from the first moment. */
async function openWorld(connection: World['connection']): Promise<World> {
  const world = await openSilentWorld(connection)
  for (const person of [ray, 1002]) world.standIns.telegram.block(person, false)
  const startBot: World['startBot'] = async (store) => {
    const bot = await world.startBot(store)
    await until(() => world.standIns.telegram.pendingUpdates().polling)
    return bot
  }
  return { ...world, startBot }
}

describe('bot, from a reply to the chat', () => {
  const redis = useRedis()

  test('an answer is said once, formatted, however often it is enqueued', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    for (let time = 0; time < 3; time++)
      await world.reply({ replyId: 'reply-1', body: answer('**four** files') })
    await world.reply({ replyId: 'reply-2', body: answer('next') })

    await shows(world, 'next')
    expect(textsOf(world)).toEqual(['four files', 'next'])
    expect(said(world)[0]?.entities).toMatchObject([{ type: 'bold', offset: 0, length: 4 }])
  })

  test('F-CHAT-8 nobody knows whether it arrived: it is said again, marked', async () => {
    await using world = await openWorld(redis.connection)
    await world.store.deliveries.begin('reply-1', 0, ray)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('done') })

    await expect(shows(world, 'done')).resolves.toMatchObject({ text: '↻ possibly repeated\ndone' })
  })

  test('the first part had arrived before the bot died: only the rest is said', async () => {
    await using world = await openWorld(redis.connection)
    await world.store.deliveries.begin('reply-1', 0, ray)
    await world.store.deliveries.sent('reply-1', 0, 41)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer(`${'a '.repeat(2_500)}\n\nthe end`) })

    await shows(world, 'the end')
    expect(said(world)).toHaveLength(1)
  })

  test('Telegram’s answer is lost on the way: the message comes again, marked', async () => {
    await using world = await openWorld(redis.connection)
    world.standIns.faults.add({
      party: 'telegram',
      method: 'sendMessage',
      kind: 'drop',
      when: 'after',
      times: 1,
    })
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('done') })

    await shows(world, 'possibly repeated')
    expect(textsOf(world)).toEqual(['done', '↻ possibly repeated\ndone'])
  })

  test('F-CHAT-11 a flood of 429: the answer waits and comes once, in order; other chats go on', async () => {
    await using world = await openWorld(redis.connection)
    const { faults, telegram } = world.standIns
    faults.add({
      party: 'telegram', method: 'sendMessage', chatId: ray, kind: 'flood', retryAfterSeconds: 1, times: 2,
    }) // prettier-ignore
    await using _bot = await world.startBot()
    telegram.sendText(1002, 'hello')
    await world.woken(1)

    await world.reply({ replyId: 'reply-1', body: answer('one') })
    await world.reply({ replyId: 'reply-2', body: answer('two') })
    await world.reply({ replyId: 'reply-3', chatId: 1002, body: answer('other') })

    await telegram.waitFor(1002, ({ text }) => text === 'other')
    await shows(world, 'two')
    expect(textsOf(world)).toEqual(['one', 'two'])
  })

  test('F-CHAT-7 Telegram refuses the markup: the plain text goes out', async () => {
    await using world = await openWorld(redis.connection)
    const body = { ok: false, error_code: 400, description: "Bad Request: can't parse entities: no" }
    world.standIns.faults.add({
      party: 'telegram', method: 'sendMessage', kind: 'status', status: 400, body, times: 1,
    }) // prettier-ignore
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('**four** files') })

    const message = await shows(world, 'four files')
    expect(message.entities ?? []).toEqual([])
  })

  test('the person has blocked the bot: it is noted and not tried again', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, journal } = world.standIns
    telegram.sendText(ray, 'hello')
    telegram.sendText(1002, 'hello')
    telegram.block(ray, true)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('are you there?') })
    await until(() => journal.entries({ method: 'sendMessage', chatId: ray }).length === 1)
    await world.reply({ replyId: 'reply-2', chatId: 1002, body: answer('still serving') })

    await telegram.waitFor(1002, ({ text }) => text === 'still serving')
    await expect(world.store.deliveries.begin('reply-1', 0, ray)).resolves.toEqual({ state: 'settled' })
    expect(journal.entries({ method: 'sendMessage', chatId: ray })).toHaveLength(1)
  })

  test('an answer of nothing is never an empty message', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer(' \u200b ') })

    await shows(world, 'nothing to say')
  })

  test('a very long answer comes in parts and as a file', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('A sentence of words.\n\n'.repeat(3_000)) })

    await until(() => said(world).some(({ document }) => document !== undefined))
    expect(said(world)).toHaveLength(12)
    expect(said(world).at(-1)).toMatchObject({ document: { file_name: 'answer.md', file_size: 66_000 } })
  })

  test('a failure is told in plain words, with what was done', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    const done = ['counted the files']
    await world.reply({
      replyId: 'reply-1',
      body: { kind: 'failure', code: 'quota_resting', done, retryAfterSeconds: 60 },
    })

    const message = await shows(world, 'allows me')
    expect(message.text).toMatch(/Please try again in 60 s\.\n\nDone so far:\n+• counted the files/)
  })
})

describe('bot, while a turn runs', () => {
  const redis = useRedis()

  test('F-CHAT-5 text is streamed into a draft with a Stop button; the answer takes its place', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    world.standIns.telegram.sendText(ray, 'tell me')
    await world.woken(1)

    await world.progress(turnId, { kind: 'text', markdown: 'Once upon' })
    await shows(world, 'Once upon')
    await world.progress(turnId, { kind: 'text', markdown: 'Once upon a time' })
    const draft = await shows(world, 'a time')
    await world.reply({ replyId: `reply-${turnId}`, turnId, body: answer('Once upon a time. The end.') })

    const final = await shows(world, 'The end')
    expect(draft.reply_markup).toMatchObject({
      inline_keyboard: [[{ text: 'Stop', callback_data: `stop:${turnId}` }]],
    })
    expect(final).toMatchObject({ message_id: draft.message_id })
    expect(final.reply_markup).toBeUndefined()
    expect(said(world)).toHaveLength(1)
  })

  test('a turn is stopped while it writes: what it wrote stays, and it is said that it stopped', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await world.progress(turnId, { kind: 'text', markdown: 'Once upon\n\n```js\nlet x' })
    await shows(world, 'Once upon')

    await world.reply({
      replyId: `reply-${turnId}`,
      turnId,
      body: { kind: 'failure', code: 'cancelled', done: [] },
    })

    await expect(shows(world, 'Stopped')).resolves.toMatchObject({ text: 'Once upon\n\nlet x\n\nStopped.' })
    expect(said(world)).toHaveLength(1)
  })

  test('a fast answer shows no draft, and progress that comes late changes nothing', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    await world.progress(turnId, { kind: 'text', markdown: 'po' })
    await world.reply({ replyId: `reply-${turnId}`, turnId, body: answer('pong') })
    await shows(world, 'pong')
    await world.progress(turnId, { kind: 'text', markdown: 'pong?' })
    await world.progress('tg-7000000001-2', { kind: 'text', markdown: 'the next turn' })

    await shows(world, 'the next turn')
    expect(textsOf(world)).toEqual(['pong', 'the next turn'])
  })

  test('a command that runs long is named with its time', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    await world.progress(turnId, { kind: 'tool', label: 'running `npm test`', elapsedMs: 12_000 })

    await expect(shows(world, '⏳')).resolves.toMatchObject({
      text: expect.stringMatching(/running npm test · 1\d s/),
    })
  })

  test('the bot dies with a draft shown: its successor makes the answer of it', async () => {
    await using world = await openWorld(redis.connection)
    {
      await using _bot = await world.startBot()
      await world.progress(turnId, { kind: 'text', markdown: 'half an ans' })
      await shows(world, 'half')
    }

    await using _bot = await world.startBot()
    await world.reply({ replyId: `reply-${turnId}`, turnId, body: answer('half an answer, and the rest') })

    await shows(world, 'the rest')
    expect(said(world)).toHaveLength(1)
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
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot(running(world.store, turnId))
    await world.progress(turnId, { kind: 'text', markdown: 'a long story' })
    await shows(world, 'a long story')

    world.standIns.telegram.press({ userId: ray, text: 'Stop' })

    await expect(world.controls(1)).resolves.toEqual([{ kind: 'cancel', chatId: ray, turnId }])
    await until(() => world.standIns.journal.entries({ method: 'answerCallbackQuery' }).length === 1)
  })

  test('an old Stop button does not stop the turn that runs now', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot(running(world.store, 'tg-7000000001-99'))
    await world.progress(turnId, { kind: 'text', markdown: 'a long story' })
    await shows(world, 'a long story')

    world.standIns.telegram.press({ userId: ray, text: 'Stop' })
    world.standIns.telegram.sendText(ray, '/stop')

    await expect(world.controls(1)).resolves.toEqual([
      { kind: 'cancel', chatId: ray, turnId: 'tg-7000000001-99' },
    ])
    await shows(world, 'Stopping')
  })

  test('F-CHAT-4 Continue under an answer that a breaker ended goes on once', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const body = { kind: 'answer' as const, markdown: 'I stopped here.', canContinue: true }
    await world.reply({ replyId: `reply-${turnId}`, turnId, body })
    await shows(world, 'stopped here')
    const { telegram } = world.standIns
    const { message_id: messageId } = said(world)[0]!

    telegram.press({ userId: ray, messageId, text: 'Continue' })
    telegram.press({ userId: ray, messageId, text: 'Continue' })

    await world.woken(1)
    await until(() => world.standIns.journal.entries({ method: 'answerCallbackQuery' }).length === 2)
    await expect(world.store.inbox.waiting(ray)).resolves.toMatchObject([
      { kind: 'continue', updateKey: `${turnId}-go${messageId}` },
    ])
  })

  test('a stranger presses a button in a chat that is not theirs: nothing happens', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await world.reply({
      replyId: `reply-${turnId}`,
      turnId,
      body: { kind: 'answer', markdown: 'Hm.', canContinue: true },
    })
    await shows(world, 'Hm.')

    world.standIns.telegram.press({ userId: 6666, chatId: ray, text: 'Continue' })
    world.standIns.telegram.sendText(ray, 'mine')

    await world.woken(1)
    await expect(world.store.inbox.waiting(ray)).resolves.toMatchObject([{ text: 'mine' }])
  })
})
