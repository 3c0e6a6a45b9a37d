import type { Card } from '@aika/contracts'
import { useRedis } from '@aika/queue/testing'
import type { NewApproval, Store } from '@aika/store'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { dirname } from 'node:path'
import { ask, buttonsOf, press, said } from './conversation.ts'
import { openWorld, ray, until, type World } from './world.ts'

const alice = 1002
const turnId = 'tg-7000000001-77'
const approvalId = 'AbCdEf0123456789'
const card: Card = {
  title: 'Delete a file',
  what: 'rm files/old.txt',
  why: 'It cannot be undone.',
  always: 'rm files/old.txt',
}

/** A turn of Ray's that waits for a yes, with its card in the chat. */
async function aParkedTurn(world: World, more: Partial<NewApproval> = {}) {
  const whose = { chatId: ray, userId: ray, traceId: 'trace-of-test' }
  await ask(world, ray, '/help')
  await world.store.turns.start({ ...whose, id: turnId, replyToMessageId: 1, text: 'delete it' }, [])
  const expiresAt = new Date(Date.now() + 60_000)
  await world.store.approvals.ask({
    ...whose,
    id: approvalId,
    subject: turnId,
    step: 1,
    tool: 'run_shell',
    args: '{"cmd":"rm files/old.txt"}',
    hash: 'h',
    pattern: 'rm files/old.txt',
    card: JSON.stringify(card),
    askedAt: new Date(),
    expiresAt,
    ...more,
  })
  await world.reply({
    replyId: `approval-${approvalId}`,
    body: { kind: 'card', approvalId, card, expiresAt: expiresAt.getTime() },
  })
  return said(world, ray, 'Delete a file')
}

const stateOf = async (world: World) => (await world.store.approvals.find(approvalId))?.state
const turnOf = async (world: World) => (await world.store.turns.find(turnId))!

/** Resolves once the card shows how it ended. */
const closed = (world: World, like: RegExp) =>
  world.standIns.telegram.waitFor(
    ray,
    (message) => like.test(message.text ?? '') && buttonsOf(message).length === 0,
  )

/** A person writes a command that needs a yes: Ray's file would be replaced. */
async function aSaveThatAsks(world: World) {
  for (const [path, content] of [
    ['cache/new.txt', 'new'],
    ['files/x.txt', 'old'],
  ] as const) {
    const target = world.pathOf(ray, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, content)
  }
  return ask(world, ray, '/save new.txt x.txt')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** How many presses the bot has refused for that reason, as its metrics say. */
async function refusedPresses(port: number, reason: string): Promise<number> {
  const metrics = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  const line = metrics
    .split('\n')
    .find((one) => one.includes('presses_refused') && one.includes(`"${reason}"`))
  return Number(line?.split(' ').at(-1) ?? 0)
}

describe('F-PERM-3 cards', () => {
  const redis = useRedis()

  test.each([
    ['✅ Approve', 'Approved.', 'approved', /Approved/],
    ['🚫 Deny', 'Denied.', 'denied', /Denied/],
    ['Always allow this', 'Approved, and I will not ask again for exactly that.', 'always', /always for/],
  ])('%s: the card says so, its turn goes on', async (text, toast, state, like) => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const message = await aParkedTurn(world)
    expect((await turnOf(world)).status).toBe('parked')

    await expect(press(world, { userId: ray, messageId: message.message_id, text })).resolves.toBe(toast)

    await expect(world.woken(1)).resolves.toEqual([ray])
    await closed(world, like)
    await expect(stateOf(world)).resolves.toBe(state)
    expect((await turnOf(world)).status).toBe('running')
    await expect(world.store.approvals.isGranted(ray, ray, 'rm files/old.txt')).resolves.toBe(
      state === 'always',
    )
  })

  test('another person presses with Ray’s button’s data: refused, and the card stays open', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world)
    await ask(world, alice, '/help')

    const toast = await press(world, { userId: alice, data: `ok:${approvalId}`, forged: true })

    expect(toast).toBe('This question is not yours to answer.')
    await expect(stateOf(world)).resolves.toBe('asked')
    expect((await turnOf(world)).status).toBe('parked')
  })

  test('the second press of an answered card is refused: the first stands', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world)
    await press(world, { userId: ray, data: `no:${approvalId}` })
    await world.woken(1)

    const replayed = await press(world, { userId: ray, data: `ok:${approvalId}`, forged: true })

    expect(replayed).toBe('You denied this already.')
    await expect(stateOf(world)).resolves.toBe('denied')
  })

  test('a press that comes too late is refused, before anybody has noticed that the time is over', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world, { expiresAt: new Date(Date.now() - 1) })

    await expect(press(world, { userId: ray, data: `ok:${approvalId}`, forged: true })).resolves.toBe(
      'Too late: this question has expired.',
    )
    expect((await turnOf(world)).status).toBe('parked')
  })

  test.each([
    [
      'ok:0000000000000000',
      'I do not know this question any more: something that it names is gone. Please ask again.',
      'forged',
    ],
    ['ok:../../../etc', 'This button is too old.', 'forged'],
    ['nonsense', 'This button is too old.', 'forged'],
    ['retry:tg-1-2:0', 'This button is too old.', 'foreign'],
    ['revoke:AbCdEf0123456789', 'It is gone already.', 'over'],
    ['del:nothing', 'This reminder does not stand any more.', 'over'],
  ])('forged data %s: a short word, counted, and nothing happens', async (data, word, reason) => {
    const port = await freePort()
    await using world = await openWorld(redis.connection, { HEALTH_PORT: String(port) })
    await using _bot = await world.startBot()
    await ask(world, ray, '/help')
    const before = await refusedPresses(port, reason)

    await expect(press(world, { userId: ray, data, forged: true })).resolves.toBe(word)

    await expect(refusedPresses(port, reason)).resolves.toBe(before + 1)
    await expect(world.store.inbox.waiting(ray)).resolves.toEqual([])
    await expect(world.store.turns.unfinished(ray)).resolves.toBeUndefined()
  })

  test('a card whose question was forgotten meanwhile: a press says so, and it has no buttons any more', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    const message = await aParkedTurn(world)
    await world.store.erasure.erase(ray)

    await expect(
      press(world, { userId: ray, messageId: message.message_id, text: '✅ Approve' }),
    ).resolves.toBe(
      'I do not know this question any more: something that it names is gone. Please ask again.',
    )

    await closed(world, /Delete a file/)
  })

  test('“Always” cannot be had where it was not offered', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world, { pattern: undefined })

    await expect(press(world, { userId: ray, data: `always:${approvalId}`, forged: true })).resolves.toBe(
      'I do not know this question.',
    )
    await expect(stateOf(world)).resolves.toBe('asked')
  })

  test('/approvals lists open questions and what is always allowed; taken back, it is asked again', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world)
    const open = await ask(world, ray, '/approvals')
    expect(open.text).toMatch(/1\. Delete a file: rm files\/old\.txt, until/)
    await press(world, { userId: ray, data: `always:${approvalId}` })
    await closed(world, /always for/)

    const list = await ask(world, ray, '/approvals')
    expect(list.text).toMatch(/1\. rm files\/old\.txt \(since/)
    await ask(world, alice, '/help')
    await expect(press(world, { userId: alice, data: `revoke:${approvalId}`, forged: true })).resolves.toBe(
      'It is gone already.',
    )
    await expect(world.store.approvals.isGranted(ray, ray, 'rm files/old.txt')).resolves.toBe(true)

    await expect(
      press(world, { userId: ray, messageId: list.message_id, text: 'Take back 1' }),
    ).resolves.toBe('Taken back. I will ask again.')
    await expect(world.store.approvals.isGranted(ray, ray, 'rm files/old.txt')).resolves.toBe(false)
  })

  test('what is stored is changed between card and yes: nothing is carried out', async () => {
    await using world = await openWorld(redis.connection)
    const store: Store = {
      ...world.store,
      approvals: {
        ...world.store.approvals,
        async decide(what) {
          const outcome = await world.store.approvals.decide(what)
          if (outcome.kind !== 'decided') return outcome
          return {
            ...outcome,
            approval: { ...outcome.approval, args: '{"from":"cache/new.txt","to":"files/secret.txt"}' },
          }
        },
      },
    }
    await using _bot = await world.startBot(store)
    const message = await aSaveThatAsks(world)

    await press(world, { userId: ray, messageId: message.message_id, text: '✅ Approve' })

    await said(world, ray, 'I did nothing')
    expect(existsSync(world.pathOf(ray, 'files/secret.txt'))).toBe(false)
    expect(existsSync(world.pathOf(ray, 'cache/new.txt'))).toBe(true)
  })

  test('the bot fails right after it stored a yes: the press comes again, and the command is carried out once', async () => {
    await using world = await openWorld(redis.connection)
    let failures = 0
    const store: Store = {
      ...world.store,
      approvals: {
        ...world.store.approvals,
        async decide(what) {
          const outcome = await world.store.approvals.decide(what)
          if (outcome.kind === 'decided' && failures++ === 0) throw new Error('killed')
          return outcome
        },
      },
    }
    await using _bot = await world.startBot(store)
    const message = await aSaveThatAsks(world)

    world.standIns.telegram.press({ userId: ray, messageId: message.message_id, text: '✅ Approve' })

    await said(world, ray, 'Kept: cache/new.txt is now files/x.txt.')
    expect(existsSync(world.pathOf(ray, 'cache/new.txt'))).toBe(false)
  })
})

describe('F-ERR [Retry] under a failure', () => {
  const redis = useRedis()

  test('the turn runs again from its record, once for each failure', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await ask(world, ray, '/help')
    await world.store.turns.start(
      { id: turnId, chatId: ray, userId: ray, traceId: 'trace-of-test', replyToMessageId: 1, text: 'x' },
      [],
    )
    await world.store.turns.finish(turnId, { status: 'failed', answer: '', at: new Date() })
    await world.reply({
      replyId: `reply-${turnId}`,
      turnId,
      body: { kind: 'failure', code: 'internal', done: [], incidentId: 'e-abc123' },
    })
    const message = await said(world, ray, 'e-abc123')
    const data = buttonsOf(message)[0]!.callback_data!

    await expect(press(world, { userId: ray, messageId: message.message_id, data })).resolves.toBe(
      'Trying again.',
    )

    await expect(world.woken(1)).resolves.toEqual([ray])
    expect(await turnOf(world)).toMatchObject({ status: 'running', attempt: 1 })
    await expect(press(world, { userId: ray, data, forged: true })).resolves.toBe('This button is too old.')
    expect(await turnOf(world)).toMatchObject({ attempt: 1 })
  })

  test('somebody else’s failure is not theirs to retry', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await ask(world, alice, '/help')
    await world.store.turns.start(
      { id: turnId, chatId: ray, userId: ray, traceId: 'trace-of-test', replyToMessageId: 1, text: 'x' },
      [],
    )
    await world.store.turns.finish(turnId, { status: 'failed', answer: '', at: new Date() })

    await press(world, { userId: alice, data: `retry:${turnId}:0`, forged: true })

    expect(await turnOf(world)).toMatchObject({ status: 'failed', attempt: 0 })
  })
})

describe('F-CHAT-4 [Continue], whose data anybody can make up', () => {
  const redis = useRedis()

  test('presses are messages to the limit on messages', async () => {
    await using world = await openWorld(redis.connection, { RATE_MESSAGES_PER_MINUTE: '3' })
    await using _bot = await world.startBot()
    await ask(world, alice, '/help')

    const words: string[] = []
    for (const turn of [1, 2, 3, 4, 5])
      words.push(await press(world, { userId: alice, data: `go:tg-1-${turn}`, forged: true }))

    expect(words).toEqual([...Array(3).fill('Going on.'), ...Array(2).fill('That is a lot at once.')])
    expect(await world.store.inbox.waiting(alice)).toHaveLength(3)
    await said(world, alice, 'That is a lot at once')
  })
})

describe('F-CHAT-6 Stop while a card is open', () => {
  const redis = useRedis()

  test('the question is withdrawn, the turn that asked it ends as stopped', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world)

    expect((await ask(world, ray, '/stop')).text).toBe('Stopping what I am doing.')

    await closed(world, /called off/)
    await expect(stateOf(world)).resolves.toBe('void')
    await expect(world.controls(1)).resolves.toMatchObject([{ kind: 'cancel', chatId: ray, turnId }])
    await expect(world.woken(1)).resolves.toEqual([ray])
    expect(await turnOf(world)).toMatchObject({ status: 'running', cancelRequested: true })
  })

  test('while another turn runs, Stop ends that one, and the card stays', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await aParkedTurn(world)
    const later = {
      id: 'tg-7000000001-78',
      chatId: ray,
      userId: ray,
      traceId: 'trace-of-test',
      replyToMessageId: 2,
      text: 'hi',
    }
    await world.store.turns.start(later, [])

    await ask(world, ray, '/stop')

    await expect(world.controls(1)).resolves.toMatchObject([{ turnId: 'tg-7000000001-78' }])
    await expect(stateOf(world)).resolves.toBe('asked')
  })

  test('nothing runs and no card is open: Stop says so', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()

    expect((await ask(world, ray, '/stop')).text).toBe('Nothing is running.')
    await until(() => world.standIns.telegram.pendingUpdates().pending === 0)
  })
})
