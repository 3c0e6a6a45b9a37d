import { useRedis } from '@aika/queue/testing'
import { openTalk } from './talk.ts'
import { answer, ray, until } from './world.ts'

describe('bot, from a reply to the chat', () => {
  const redis = useRedis()

  test('an answer is said once, formatted, however often it is enqueued', async () => {
    await using world = await openTalk(redis.connection)
    await using _bot = await world.startBot()

    for (let time = 0; time < 3; time++)
      await world.reply({ replyId: 'reply-1', body: answer('**four** files') })
    await world.reply({ replyId: 'reply-2', body: answer('next') })

    await world.shows('next')
    expect(world.texts()).toEqual(['four files', 'next'])
    expect(world.said()[0]?.entities).toMatchObject([{ type: 'bold', offset: 0, length: 4 }])
  })

  test('F-CHAT-8 nobody knows whether it arrived: it is said again, marked', async () => {
    await using world = await openTalk(redis.connection)
    await world.store.deliveries.begin('reply-1', 0, ray)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('done') })

    await expect(world.shows('done')).resolves.toMatchObject({ text: '↻ possibly repeated\ndone' })
  })

  test('the first part had arrived before the bot died: only the rest is said', async () => {
    await using world = await openTalk(redis.connection)
    await world.store.deliveries.begin('reply-1', 0, ray)
    await world.store.deliveries.sent('reply-1', 0, 41)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer(`${'a '.repeat(2_500)}\n\nthe end`) })

    await world.shows('the end')
    expect(world.said()).toHaveLength(1)
  })

  test('Telegram’s answer is lost on the way: the message comes again, marked', async () => {
    await using world = await openTalk(redis.connection)
    world.standIns.faults.add({
      party: 'telegram',
      method: 'sendMessage',
      kind: 'drop',
      when: 'after',
      times: 1,
    })
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('done') })

    await world.shows('possibly repeated')
    expect(world.texts()).toEqual(['done', '↻ possibly repeated\ndone'])
  })

  test('F-CHAT-11 a flood of 429: the answer waits and comes once, in order; other chats go on', async () => {
    await using world = await openTalk(redis.connection)
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
    await world.shows('two')
    expect(world.texts()).toEqual(['one', 'two'])
  })

  test('F-CHAT-7 Telegram refuses the markup: the plain text goes out', async () => {
    await using world = await openTalk(redis.connection)
    const body = { ok: false, error_code: 400, description: "Bad Request: can't parse entities: no" }
    world.standIns.faults.add({
      party: 'telegram', method: 'sendMessage', kind: 'status', status: 400, body, times: 1,
    }) // prettier-ignore
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('**four** files') })

    const message = await world.shows('four files')
    expect(message.entities ?? []).toEqual([])
  })

  test('the person has blocked the bot: it is noted and not tried again', async () => {
    await using world = await openTalk(redis.connection)
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
    await using world = await openTalk(redis.connection)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer(' \u200b ') })

    await world.shows('nothing to say')
  })

  test('a very long answer comes in parts and as a file', async () => {
    await using world = await openTalk(redis.connection)
    await using _bot = await world.startBot()

    await world.reply({ replyId: 'reply-1', body: answer('A sentence of words.\n\n'.repeat(3_000)) })

    await until(() => world.said().some(({ document }) => document !== undefined))
    expect(world.said()).toHaveLength(12)
    expect(world.said().at(-1)).toMatchObject({ document: { file_name: 'answer.md', file_size: 66_000 } })
  })

  test('a failure is told in plain words, with what was done', async () => {
    await using world = await openTalk(redis.connection)
    await using _bot = await world.startBot()

    const done = ['counted the files']
    await world.reply({
      replyId: 'reply-1',
      body: { kind: 'failure', code: 'quota_resting', done, retryAfterSeconds: 60 },
    })

    const message = await world.shows('allows me')
    expect(message.text).toMatch(/Please try again in 60 s\.\n\nDone so far:\n+• counted the files/)
  })
})
