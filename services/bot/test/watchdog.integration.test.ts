import { useRedis } from '@aika/queue/testing'
import { type AddressInfo, createServer } from 'node:net'
import { openWorld, ray, until, type World } from './world.ts'

const saidTo = (world: World, userId: number, pattern: RegExp) =>
  world.standIns.telegram
    .transcript(userId)
    .filter(({ from, text }) => from.is_bot && pattern.test(text ?? ''))
const textsOf = async (world: World) => (await world.store.inbox.waiting(ray)).map(({ text }) => text)

/** Alice writes too, and is no admin. */
const alice = 1002

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('F-CHAT-10 bot, when Telegram cannot be heard', () => {
  const redis = useRedis()

  test('a poll is accepted and never answered: it is ended, another one begins, nothing is lost', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, faults, journal } = world.standIns
    faults.add({ party: 'telegram', method: 'getUpdates', kind: 'hang', times: 1 })
    await using _bot = await world.startBot(undefined, { timeoutMs: 400 })
    await until(() => journal.entries({ method: 'getUpdates' }).length === 1)

    telegram.sendText(ray, 'written while the poll is stuck')

    await world.woken(1)
    expect(await textsOf(world)).toEqual(['written while the poll is stuck'])
    expect(journal.entries({ method: 'getUpdates' })[0]?.status).toBe(-1)
  })

  test('a second poller: admins hear of it at once and once, and intake goes on by itself when it stops', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram } = world.standIns
    telegram.sendText(ray, 'before')
    await world.woken(1)

    const elsewhere = telegram.pollElsewhere(2)
    const word = await telegram.waitFor(ray, ({ text }) => /same token/.test(text ?? ''))
    await elsewhere
    telegram.sendText(ray, 'after')

    await until(async () => (await textsOf(world)).length === 2)
    expect(word.text).toMatch(/stop it/)
    expect(saidTo(world, ray, /same token/)).toHaveLength(1)
    expect(saidTo(world, alice, /./)).toEqual([])
  })

  test('somebody sets a webhook: it is removed, admins hear of it, messages come again', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram, url, token } = world.standIns
    telegram.sendText(ray, 'before')
    await world.woken(1)

    await fetch(`${url}/bot${token}/setWebhook?url=https://elsewhere.example/hook`)
    telegram.sendText(ray, 'after')

    await until(async () => (await textsOf(world)).length === 2)
    await telegram.waitFor(ray, ({ text }) => /webhook/.test(text ?? ''))
  })

  test('the token is refused for a while: admins hear of it, and nothing is lost', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, faults } = world.standIns
    faults.add({ party: 'telegram', method: 'getUpdates', kind: 'status', status: 401, times: 3 })
    await using _bot = await world.startBot()

    telegram.sendText(ray, 'hello?')

    await world.woken(1)
    await telegram.waitFor(ray, ({ text }) => /refused my token/.test(text ?? ''))
    expect(saidTo(world, ray, /refused my token/)).toHaveLength(1)
  })

  test('no network for long: nothing is lost or out of order, admins hear afterwards how long it was', async () => {
    await using world = await openWorld(redis.connection)
    const { telegram, faults, journal } = world.standIns
    await using _bot = await world.startBot(undefined, { worthTellingMs: 500 })
    telegram.sendText(ray, 'first')
    await world.woken(1)

    // Every call breaks, whatever it is: the one that is held, too.
    faults.add({ party: 'telegram', kind: 'drop' })
    telegram.sendText(ray, 'second')
    telegram.sendText(ray, 'third')
    const failed = () => journal.entries({ method: 'getUpdates' }).filter(({ fault }) => fault).length
    await until(() => failed() >= 4)
    faults.clear()

    await until(async () => (await textsOf(world)).length === 3)
    expect(await textsOf(world)).toEqual(['first', 'second', 'third'])
    await telegram.waitFor(ray, ({ text }) => /could not hear Telegram for \d+ s/.test(text ?? ''))
    await world.allConfirmed()
  })

  test('the health check says so while another program polls, and is well again afterwards', async () => {
    const port = await freePort()
    await using world = await openWorld(redis.connection, { HEALTH_PORT: String(port) })
    const { faults } = world.standIns
    const body = {
      ok: false,
      error_code: 409,
      description: 'Conflict: terminated by other getUpdates request',
    }
    faults.add({ party: 'telegram', method: 'getUpdates', kind: 'status', status: 409, body })
    await using _bot = await world.startBot()
    const health = async () =>
      (await fetch(`http://127.0.0.1:${port}/health`)).json() as Promise<{ ok: boolean }>

    await until(async () => !(await health()).ok)
    expect(await health()).toMatchObject({ problems: { telegram: expect.stringMatching(/second_poller/) } })
    faults.clear()
    world.standIns.telegram.sendText(ray, 'hello')

    await until(async () => (await health()).ok)
  })
})

describe('F-PERM-5 bot, limits on what a person writes', () => {
  const redis = useRedis()

  test('over the limit: not taken in, one kind word says when to go on; commands and others are heard', async () => {
    await using world = await openWorld(redis.connection, { RATE_MESSAGES_PER_MINUTE: '3' })
    await using _bot = await world.startBot()
    const { telegram } = world.standIns

    for (const text of ['1', '2', '3', '4', '5', '6']) telegram.sendText(ray, text)
    telegram.sendText(ray, '/status')
    telegram.sendText(alice, 'and me?')

    await telegram.waitFor(ray, ({ text }) => /Your files/.test(text ?? ''))
    await telegram.waitFor(ray, ({ text }) => /go on in \d+ s/.test(text ?? ''))
    await world.allConfirmed()
    expect(await textsOf(world)).toEqual(['1', '2', '3'])
    expect(saidTo(world, ray, /go on in/)).toHaveLength(1)
    await expect(world.store.inbox.waiting(alice)).resolves.toHaveLength(1)
  })

  test('F-CHAT-8 an update that comes again is not counted twice, and is in though nothing is left', async () => {
    await using world = await openWorld(redis.connection, { RATE_MESSAGES_PER_MINUTE: '2' })
    const { telegram } = world.standIns
    let failures = 0
    const add = (message: Parameters<typeof world.store.inbox.add>[0]) => {
      if (failures++ < 2) return Promise.reject(new Error('disk full'))
      return world.store.inbox.add(message)
    }
    await using _bot = await world.startBot({ ...world.store, inbox: { ...world.store.inbox, add } })

    telegram.sendText(ray, 'first')
    telegram.sendText(ray, 'second')

    await until(async () => (await textsOf(world)).length === 2)
    await world.allConfirmed()
    expect(saidTo(world, ray, /go on in/)).toEqual([])
  })

  test('files count by their size: one too many is not fetched', async () => {
    await using world = await openWorld(redis.connection, { RATE_UPLOAD_MB_PER_DAY: '1' })
    await using _bot = await world.startBot()
    const { telegram, journal } = world.standIns
    const file = { bytes: Buffer.alloc(700_000), name: 'a.bin', mime: 'application/octet-stream' }

    telegram.sendFile(ray, file)
    telegram.sendFile(ray, file)

    await telegram.waitFor(ray, ({ text }) => /go on in/.test(text ?? ''))
    await until(() => journal.entries({ method: 'download' }).length === 1)
    expect(await textsOf(world)).toHaveLength(1)
  })
})

describe('F-TIME bot, a new time for a reminder', () => {
  const redis = useRedis()

  test('[Change] and then a time: the reminder has it, and no turn begins; other words are a message', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const { telegram } = world.standIns
    const { reminders } = world.store
    const dueAt = new Date(Date.now() + 86_400_000)
    const about = { chatId: ray, userId: ray, createdBy: ray, traceId: 'trace-of-test', text: 'milk' }
    const rest = { kind: 'message' as const, timeZone: 'Europe/Berlin', rule: undefined, dueAt }
    await reminders.add({ id: 'r1', ...about, ...rest }, new Date())
    await reminders.askChange('r1', ray, new Date())

    telegram.sendText(ray, 'what can I write here?')
    telegram.sendText(ray, 'in 3 hours')

    await telegram.waitFor(ray, ({ text }) => /I will remind you/.test(text ?? ''))
    expect(await textsOf(world)).toEqual(['what can I write here?'])
    const moved = (await reminders.find('r1'))!.dueAt.getTime() - Date.now()
    expect(Math.abs(moved - 3 * 3_600_000)).toBeLessThan(60_000)
  })
})
