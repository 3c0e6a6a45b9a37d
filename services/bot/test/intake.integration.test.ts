import { useRedis } from '@aika/queue/testing'
import type { Store } from '@aika/store'
import { openWorld, ray, stranger, until } from './world.ts'

/** The same store, with another way of adding to the inbox. */
const withAdd = (store: Store, add: Store['inbox']['add']): Store => ({
  ...store,
  inbox: { ...store.inbox, add },
})
const textsOf = (rows: { text: string }[]) => rows.map(({ text }) => text)

describe('bot, from Telegram to the inbox', () => {
  const redis = useRedis()

  test('F-CHAT-2 a text comes: one row waits, its chat is woken, typing is shown, the update is confirmed', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    world.standIns.telegram.sendText(ray, 'how many files do I have?')

    await expect(world.woken(1)).resolves.toEqual([ray])
    const rows = await world.store.inbox.waiting(ray)
    expect(rows).toMatchObject([
      { chatId: ray, userId: ray, kind: 'message', text: 'how many files do I have?' },
    ])
    await until(() => world.standIns.journal.entries({ method: 'sendChatAction' }).length === 1)
    await world.allConfirmed()
  })

  test('F-CHAT-1 a stranger writes, sends a file and a command: no row, no call, no answer', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram, journal } = world.standIns

    telegram.sendText(stranger, 'let me in')
    telegram.sendText(stranger, '/start')
    telegram.sendFile(stranger, {
      bytes: Buffer.from('x'),
      name: 'x.txt',
      mime: 'text/plain',
      caption: 'read',
    })
    telegram.sendText(ray, 'hello')

    await expect(world.woken(1)).resolves.toEqual([ray])
    await world.allConfirmed()
    await expect(world.store.inbox.waiting(stranger)).resolves.toEqual([])
    expect(journal.entries({ chatId: stranger })).toEqual([])
    expect(journal.entries({ method: 'getFile' })).toEqual([])
    expect(telegram.transcript(stranger).filter(({ from }) => from.is_bot)).toEqual([])
  })

  test('an allowed person in a group: nothing is answered there', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram, journal } = world.standIns
    telegram.openGroup({ id: -77, type: 'group', title: 'Friends' }, [ray])

    telegram.sendText(ray, '/status', { chatId: -77 })
    telegram.sendText(ray, 'hello')

    await expect(world.woken(1)).resolves.toEqual([ray])
    expect(journal.entries({ chatId: -77 })).toEqual([])
  })

  test('F-CHAT-3 one person’s update takes long: another’s is taken in meanwhile', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, journal } = world.standIns
    const letGo = Promise.withResolvers<void>()
    const store = withAdd(world.store, async (message) => {
      if (message.userId === ray) await letGo.promise
      return world.store.inbox.add(message)
    })
    await using _bot = await world.startBot(store)
    telegram.sendText(ray, 'this takes long')
    const polls = () => journal.entries({ method: 'getUpdates' }).length
    // By then the same is asked again and again, which Telegram answers with little.
    await until(() => polls() > 4)

    telegram.sendText(1002, 'am I heard?')

    await expect(world.woken(1)).resolves.toEqual([1002])
    letGo.resolve()
    await expect(world.woken(2)).resolves.toEqual([1002, ray])
    await world.allConfirmed()
  })

  test('F-CHAT-8 the bot ends before it confirmed: the update comes twice, the row is there once', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, faults } = world.standIns
    const store = withAdd(world.store, async (message) => {
      faults.add({ party: 'telegram', method: 'getUpdates', kind: 'status', status: 502 })
      return world.store.inbox.add(message)
    })
    {
      await using _bot = await world.startBot(store)
      telegram.sendText(ray, 'only once, please')
      await world.woken(1)
    }
    expect(telegram.pendingUpdates().pending).toBe(1)

    faults.clear()
    await using _bot = await world.startBot()

    await world.woken(2)
    await world.allConfirmed()
    expect(textsOf(await world.store.inbox.waiting(ray))).toEqual(['only once, please'])
  })

  test('the store fails: nothing is confirmed, the message arrives again, the chat keeps its order', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram } = world.standIns
    const pendingAtFailure: number[] = []
    const store = withAdd(world.store, async (message) => {
      if (message.text === 'first' && pendingAtFailure.length < 2) {
        pendingAtFailure.push(telegram.pendingUpdates().pending)
        throw new Error('disk full')
      }
      return world.store.inbox.add(message)
    })
    telegram.sendText(ray, 'first')
    telegram.sendText(ray, 'second')
    telegram.sendText(1002, 'another chat')

    await using _bot = await world.startBot(store)

    await until(async () => (await world.store.inbox.waiting(ray)).length === 2)
    expect(pendingAtFailure).toEqual([3, 3])
    expect(textsOf(await world.store.inbox.waiting(ray))).toEqual(['first', 'second'])
    expect(textsOf(await world.store.inbox.waiting(1002))).toEqual(['another chat'])
    await world.allConfirmed()
  })

  test('many messages of a chat at once: all wait in order, the chat is woken', async () => {
    await using world = await openWorld(redis.connection)
    const texts = Array.from({ length: 40 }, (_, index) => `message ${index}`)
    for (const text of texts) world.standIns.telegram.sendText(ray, text)

    await using _bot = await world.startBot()

    await world.woken(1)
    await until(async () => (await world.store.inbox.waiting(ray)).length === 40)
    expect(textsOf(await world.store.inbox.waiting(ray))).toEqual(texts)
  })

  test('F-CHAT-10 two bots start: the second waits, and takes over when the first ends', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, journal } = world.standIns
    const first = await world.startBot()
    telegram.sendText(ray, 'to the first')
    await world.woken(1)

    await using _second = await world.startBot()
    telegram.sendText(ray, 'still to the first')
    await world.woken(2)
    const statuses = journal.entries({ method: 'getUpdates' }).map(({ status }) => status)
    await first[Symbol.asyncDispose]()
    telegram.sendText(ray, 'to the second')

    await world.woken(3)
    expect(textsOf(await world.store.inbox.waiting(ray))).toHaveLength(3)
    expect(statuses).not.toContain(409)
  })

  test('Redis is killed and comes back: the bot takes over again and nothing is lost', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    world.standIns.telegram.sendText(ray, 'before')
    await world.woken(1)

    await redis.restart('SIGKILL')
    world.standIns.telegram.sendText(ray, 'after')

    await until(async () => (await world.store.inbox.waiting(ray)).length === 2)
    await world.woken(2)
    await world.allConfirmed()
  })

  test('somebody else polls with our token: the bot waits and hears again', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, faults } = world.standIns
    const body = {
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request',
    }
    faults.add({ party: 'telegram', method: 'getUpdates', kind: 'status', status: 409, body, times: 2 })
    await using _bot = await world.startBot()

    telegram.sendText(ray, 'are you there?')

    await expect(world.woken(1)).resolves.toEqual([ray])
  })
})

describe('bot, what it answers by itself', () => {
  const redis = useRedis()
  const world = async () => {
    const opened = await openWorld(redis.connection)
    return { opened, bot: await opened.startBot(), telegram: opened.standIns.telegram }
  }
  const botSays = (telegram: Awaited<ReturnType<typeof world>>['telegram'], pattern: RegExp) =>
    telegram.waitFor(ray, ({ text }) => pattern.test(text ?? ''))

  test.each([
    ['/start', /Hello/],
    ['/help', /sandbox that sees your folder alone/],
    ['/status', /bot: up[\s\S]*Your files[\s\S]*Your tokens today: 0/],
    ['/cancel', /Nothing is running/],
    ['/stop', /Nothing is running/],
    ['/frobnicate now', /I do not know \/frobnicate/],
    ['/ what', /I do not know/],
  ])('F-CMD %s is answered, and no model is asked', async (command, pattern) => {
    const { opened, bot, telegram } = await world()
    await using _world = opened
    await using _bot = bot

    telegram.sendText(ray, command)

    await botSays(telegram, pattern)
    await expect(opened.store.inbox.waiting(ray)).resolves.toEqual([])
  })

  test('the menu holds what the person may use, and nothing for others', async () => {
    const { opened, bot } = await world()
    await using _world = opened
    await using _bot = bot

    const calls = () => opened.standIns.journal.entries({ method: 'setMyCommands' })
    await until(() => calls().length === 3)

    expect(calls()[0]?.request).toMatchObject({ commands: [] })
  })
})
