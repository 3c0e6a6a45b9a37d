import { accountQueue, adminRunQueue, runQueue, summaryQueue } from '@aika/contracts'
import { consume, produce, type Connection } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { ask, said } from './conversation.ts'
import { openWorld, quiet, ray, Signals, until, type World } from './world.ts'

const alice = 1002
const settings = { TELEGRAM_USER_ALIASES: `${ray}:Ray;${alice}:Alice` }

/** Everything that would begin, by the name of its queue. */
function beginnings(connection: Connection) {
  const begun = new Signals<string>()
  const options = { connection, concurrency: 1, log: quiet }
  const consumers = [
    consume(runQueue, async () => (begun.push('run'), aResult), options),
    consume(summaryQueue, async () => (begun.push('summary'), { stored: true }), options),
    consume(adminRunQueue, async () => (begun.push('admin-run'), { exitCode: 0 }), options),
    consume(accountQueue, async () => (begun.push('account'), { done: true }), options),
  ]
  return {
    begun,
    async [Symbol.asyncDispose]() {
      await Promise.all(consumers.map((consumer) => consumer[Symbol.asyncDispose]()))
    },
  }
}

const aResult = {
  stoppedReason: 'exit' as const,
  exitCode: 0,
  stdout: '',
  stderr: '',
  omittedBytes: 0,
  durationMs: 1,
  timeoutSeconds: 1,
}

/** One job on each queue that /panic holds, beside the wake that a message makes. */
async function enqueueAll(connection: Connection): Promise<void> {
  await using runs = produce(runQueue, connection)
  await using summaries = produce(summaryQueue, connection)
  await using adminRuns = produce(adminRunQueue, connection)
  await using accounts = produce(accountQueue, connection)
  const who = { traceId: 'trace-of-test', userId: ray, chatId: ray, requestId: 'tg-1-1' }
  const { userId, traceId } = who
  await runs.enqueue({ userId, traceId, runId: 'r-1', command: { kind: 'shell', script: 'ls' } })
  await summaries.enqueue({ ...who, kind: 'exchange', turnId: 'tg-1-1' })
  await adminRuns.enqueue({ ...who, command: 'ls' })
  await accounts.enqueue({ ...who, task: 'export' })
}

const textsOf = (world: World, chatId: number) =>
  world.standIns.telegram.transcript(chatId).flatMap(({ from, text }) => (from.is_bot && text ? [text] : []))

describe('F-CMD /panic and /resume', () => {
  const redis = useRedis()

  test('everything stops: nothing new begins, agents and executor hear it, the admin is told what it was', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using queues = beginnings(redis.connection)
    await using _bot = await world.startBot()

    const told = await ask(world, ray, '/panic')
    await enqueueAll(redis.connection)
    world.standIns.telegram.sendText(alice, 'how are you?')
    await until(async () => (await world.store.inbox.waiting(alice)).length === 1)

    expect(told.text).toMatch(/Everything is paused/)
    expect(told.text).toMatch(/commands that ran in a sandbox: 0/)
    await expect(world.controls(1)).resolves.toEqual([{ kind: 'panic' }])
    // What is said still comes: so the queues have had their time to begin something.
    await said(world, alice, 'An admin has paused me.')
    expect(queues.begun.values).toEqual([])

    await ask(world, ray, '/resume')
    await expect(world.woken(1)).resolves.toEqual([alice])
    await queues.begun.first(4)
    expect(queues.begun.values.toSorted()).toEqual(['account', 'admin-run', 'run', 'summary'])
  })

  test('messages of a paused Aika are kept, and each person hears once that it is paused', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    await ask(world, ray, '/panic')

    await ask(world, alice, 'first')
    world.standIns.telegram.sendText(alice, 'second')
    await until(async () => (await world.store.inbox.waiting(alice)).length === 2)
    expect((await ask(world, alice, '/new')).text).toContain('A fresh conversation')

    expect(textsOf(world, alice).filter((text) => text.includes('paused'))).toHaveLength(1)
    expect((await world.store.inbox.waiting(alice)).map(({ text }) => text)).toEqual(['first', 'second'])
  })

  test('/status says loudly that it is paused, and no longer once it goes on', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    await ask(world, ray, '/panic')

    expect((await ask(world, alice, '/status')).text).toMatch(/^🛑 PAUSED by an admin/)
    expect((await ask(world, ray, '/run ls')).text).toContain('/resume goes on')
    expect((await ask(world, alice, '/export')).text).toContain('as soon as I may go on')
    expect((await ask(world, ray, '/resume')).text).toContain('Going on')
    expect((await ask(world, alice, '/status')).text).not.toContain('PAUSED')
    expect((await ask(world, ray, '/resume')).text).toBe('Nothing was paused.')
  })

  test('F-PERM-3 open questions of everybody are void: their cards say so', async () => {
    await using world = await openWorld(redis.connection, settings)
    await using _bot = await world.startBot()
    const card = await ask(world, alice, '/forget_me')

    const told = await ask(world, ray, '/panic')

    expect(told.text).toContain('open questions: 1 (void)')
    const isClosed = (message: { message_id: number; text?: string }) =>
      message.message_id === card.message_id && /called off/.test(message.text ?? '')
    await world.standIns.telegram.waitFor(alice, isClosed)
    await expect(world.store.approvals.open(alice, alice)).resolves.toEqual([])
  })

  test('the bot is started anew: it is still paused', async () => {
    await using world = await openWorld(redis.connection, settings)
    {
      await using _bot = await world.startBot()
      await ask(world, ray, '/panic')
    }
    await using _bot = await world.startBot()

    await ask(world, alice, 'are you there?')

    await said(world, alice, 'An admin has paused me.')
  })

  test('all admins are told, and by whom', async () => {
    await using world = await openWorld(redis.connection, { ...settings, ADMIN_USER_IDS: `${ray},${alice}` })
    await using _bot = await world.startBot()
    await ask(world, alice, '/help')

    await ask(world, ray, '/panic')

    await said(world, alice, 'Done by Ray.')
  })
})
