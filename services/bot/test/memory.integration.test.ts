import { accountQueue, sentenceMark, type AccountTask } from '@aika/contracts'
import { consume } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { ask, buttonsOf, next, press, said } from './conversation.ts'
import { openWorld, quiet, ray, Signals, type World } from './world.ts'

const alice = 1002

/** A finished exchange. @returns its number. */
async function talked(world: World, id: string, question: string, userId = ray): Promise<number> {
  const turn = { id, chatId: userId, userId, replyToMessageId: 1, traceId: 'trace-of-test', text: question }
  await world.store.turns.start(turn, [])
  await world.store.turns.finish(id, { status: 'answered', answer: `So: ${question}`, at: new Date() })
  return (await world.store.turns.find(id))!.number
}

/** A day of somebody, summed up in one sentence of one exchange. @returns its button's data. */
async function aDay(world: World, text: string, turnId: string, userId = ray): Promise<string> {
  const { number } = (await world.store.turns.find(turnId))!
  const daily = {
    kind: 'daily' as const,
    period: `2026-11-${10 + number}`,
    fromNumber: number,
    throughNumber: number,
  }
  const sentences = [{ text, turnIds: [turnId] }]
  await world.store.summaries.add(userId, { ...daily, state: 'model', sentences }, new Date())
  const newest = (await world.store.summaries.recent(userId, 'daily', 1))[0]!
  return `${newest.id}:${sentenceMark(text)}`
}

/** What the scheduler is asked for. */
function wishes(world: World) {
  const asked = new Signals<AccountTask>()
  const consumer = consume(
    accountQueue,
    async (task) => {
      asked.push(task)
      return { done: true }
    },
    { connection: world.connection, concurrency: 1, log: quiet },
  )
  return Object.assign(consumer, { first: (count: number) => asked.first(count), asked })
}

describe('F-MEM /memory', () => {
  const redis = useRedis()

  test('shows what is known, noted and summed up of its person alone; a number tells where it is from', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await talked(world, 'tg-1-1', 'where is my bike?')
    await talked(world, 'tg-1-2', 'secret of Alice', alice)
    await aDay(world, 'Ray looked for a bike.', 'tg-1-1')
    await aDay(world, 'Alice has a secret.', 'tg-1-2', alice)
    await world.store.notes.add(ray, { id: 'n-1', text: 'likes *tea*', createdAt: new Date() })
    await talked(world, 'tg-1-3', 'and today?')

    const list = await ask(world, ray, '/memory')

    expect(list.text).toMatch(/1\. likes \*tea\* \(.*\n\n.*2\. Ray looked for a bike\./su)
    expect(list.text).toContain('One message of yours')
    expect(list.text).not.toContain('secret')
    await press(world, { userId: ray, messageId: list.message_id, text: '2' })
    const detail = await next(world, ray, list.message_id)
    expect(detail.text).toMatch(
      /Ray looked for a bike\..*you wrote “where is my bike\?” \/ I answered “So: where is/su,
    )
    await press(world, { userId: ray, messageId: detail.message_id, text: 'Back' })
    expect((await next(world, ray, detail.message_id)).text).toBe(list.text)
  })

  test('[Forget this], a yes: the sentence and what it was made from are named to who deletes them', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await using account = wishes(world)
    const number = await talked(world, 'tg-1-1', 'where is my bike?')
    const data = await aDay(world, 'Ray looked for a bike.', 'tg-1-1')
    await ask(world, ray, '/help')

    await press(world, { userId: ray, data: `fmem:${data}`, forged: true })
    const card = await said(world, ray, 'Waits for your answer')
    expect(card.text).toContain('this sentence and the exchange it was made from:\n“Ray looked for a bike.”')
    expect(account.asked.values).toEqual([])
    await press(world, { userId: ray, messageId: card.message_id, text: '✅ Approve' })

    const [task] = await account.first(1)
    const [summaryId, mark] = data.split(':')
    expect(task).toMatchObject({
      task: 'forget_some',
      userId: ray,
      chatId: ray,
      what: {
        turnIds: ['tg-1-1'],
        numbers: [number],
        noteIds: [],
        sentences: [{ summaryId: Number(summaryId), mark }],
      },
    })
    expect(JSON.stringify(task)).not.toContain('bike')
  })

  test('[Forget this] under a note, a no: nothing is asked for', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await using account = wishes(world)
    await world.store.notes.add(ray, { id: 'n-1', text: 'likes tea', createdAt: new Date() })
    const list = await ask(world, ray, '/memory')
    await press(world, { userId: ray, messageId: list.message_id, text: '1' })
    const detail = await next(world, ray, list.message_id)
    expect(detail.text).toContain('A note that I keep on purpose')
    await press(world, { userId: ray, messageId: detail.message_id, text: 'Forget this' })
    const card = await next(world, ray, detail.message_id)
    expect(card.text).toMatch(/Forget this note.*likes tea/su)

    await press(world, { userId: ray, messageId: card.message_id, text: '🚫 Deny' })
    await ask(world, ray, '/help')

    expect(account.asked.values).toEqual([])
    await expect(world.store.notes.of(ray)).resolves.toHaveLength(1)
  })

  test('another presses with the data of Ray’s buttons: nothing is shown, nothing is asked', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await talked(world, 'tg-1-1', 'where is my bike?')
    const data = await aDay(world, 'Ray looked for a bike.', 'tg-1-1')
    await world.store.notes.add(ray, { id: 'n-1', text: 'likes tea', createdAt: new Date() })
    const { message_id: before } = await ask(world, alice, '/help')

    for (const forged of [`mem:${data}`, `fmem:${data}`, 'note:n-1', 'fnote:n-1'])
      expect(await press(world, { userId: alice, data: forged, forged: true })).toBe('It is gone already.')

    expect((await ask(world, alice, '/memory')).message_id).toBe(before + 2)
    await expect(world.store.approvals.open(alice, alice)).resolves.toEqual([])
  })

  test('a sentence says that it was made from another’s exchange: that is neither shown nor named', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await talked(world, 'tg-1-1', 'mine')
    await talked(world, 'tg-1-2', 'secret of Alice', alice)
    const { number } = (await world.store.turns.find('tg-1-1'))!
    const sentences = [{ text: 'Both.', turnIds: ['tg-1-1', 'tg-1-2'] }]
    const daily = { kind: 'daily' as const, period: '2026-11-11', fromNumber: number, throughNumber: number }
    await world.store.summaries.add(ray, { ...daily, state: 'model', sentences }, new Date())
    const list = await ask(world, ray, '/memory')

    await press(world, { userId: ray, messageId: list.message_id, text: '1' })

    const detail = await next(world, ray, list.message_id)
    expect(detail.text).toContain('you wrote “mine”')
    expect(detail.text).not.toContain('secret')
  })
})

describe('F-MEM /forget', () => {
  const redis = useRedis()

  test('finds what mentions all the words, asks, and names it as it was when it was asked', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await using account = wishes(world)
    const number = await talked(world, 'tg-1-1', 'my dentist is on Tuesday')
    await talked(world, 'tg-1-2', 'Tuesday is fine')
    await talked(world, 'tg-1-3', 'the dentist of Alice on Tuesday', alice)
    await world.store.notes.add(ray, { id: 'n-1', text: 'DENTIST: each Tuesday', createdAt: new Date() })

    const card = await ask(world, ray, '/forget dentist "tuesday"')
    expect(card.text).toContain('Forget what mentions “dentist”, “tuesday”')
    expect(card.text).toContain('1 exchange, 1 note')
    expect(card.text).toContain('“my dentist is on Tuesday”')
    expect(card.text).toContain('It cannot be undone.')
    expect(card.text).not.toContain('Alice')
    await talked(world, 'tg-1-4', 'the dentist again, on Tuesday')
    await press(world, { userId: ray, messageId: card.message_id, text: '✅ Approve' })

    const [task] = await account.first(1)
    expect(task).toMatchObject({
      task: 'forget_some',
      what: { turnIds: ['tg-1-1'], numbers: [number], noteIds: ['n-1'], sentences: [] },
    })
    expect(task!.requestId).toMatch(/^tg-/)
    expect(JSON.stringify(task)).not.toMatch(/dentist/i)
  })

  test('nothing mentions them, too much does, no words at all: it says what to do', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    for (let n = 1; n <= 501; n++) await talked(world, `tg-1-${n}`, `hay ${n}`)

    expect((await ask(world, ray, '/forget needle')).text).toContain(
      'I remember nothing that mentions needle.',
    )
    expect((await ask(world, ray, '/forget hay')).text).toMatch(/More than 500 .* add a word/)
    expect((await ask(world, ray, '/forget')).text).toContain('Usage: /forget <words')
    expect((await ask(world, ray, '/forget hay 77')).text).toMatch(/^1 exchange$/m)
  })

  test('another presses [Approve] with the card’s data: nothing goes', async () => {
    await using world = await openWorld(redis.connection)
    await using _bot = await world.startBot()
    await using account = wishes(world)
    await talked(world, 'tg-1-1', 'my dentist')
    const card = await ask(world, ray, '/forget dentist')
    const data = buttonsOf(card)[0]!.callback_data!
    await ask(world, alice, '/help')

    await expect(press(world, { userId: alice, data, forged: true })).resolves.toContain(
      'not yours to answer',
    )

    expect(account.asked.values).toEqual([])
  })
})
