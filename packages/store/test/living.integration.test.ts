import { aMessage, aQuestion, at, aTurn, open } from './fixtures.ts'

describe('turns that stop and try again', () => {
  test('Stop before the turn begins: the next message is stopped, a file that waits for words is not one', async () => {
    await using store = await open()
    await store.inbox.add(aMessage(1, 'attachment'))
    await store.inbox.add(aMessage(2))
    await store.inbox.add(aMessage(3))

    expect(await store.turns.requestCancel(42, at(9))).toEqual(['tg-1-2'])

    expect(await store.turns.find('tg-1-2')).toMatchObject({
      cancelRequested: true,
      text: 'message 2',
      status: 'running',
    })
    expect((await store.inbox.waiting(42)).map(({ updateKey }) => updateKey)).toEqual(['tg-1-1', 'tg-1-3'])
  })

  test('Stop with nothing to stop stops nothing', async () => {
    await using store = await open()
    await store.inbox.add(aMessage(1, 'attachment'))

    expect(await store.turns.requestCancel(42, at(9))).toEqual([])
    expect(await store.turns.unfinished(42)).toBeUndefined()
  })

  test('Stop for one turn: another message is not stopped in its place', async () => {
    await using store = await open()
    await store.inbox.add(aMessage(1))

    expect(await store.turns.requestCancel(42, at(9), 'tg-1-0')).toEqual([])
    expect(await store.turns.requestCancel(42, at(9), 'tg-1-1')).toEqual(['tg-1-1'])
  })

  test('Stop while a question is open: the next message is not stopped in its place', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.approvals.ask(aQuestion())
    await store.inbox.add(aMessage(2))

    expect(await store.turns.requestCancel(42, at(9))).toEqual([])
    expect(await store.inbox.waiting(42)).toHaveLength(1)
  })

  test('250 files wait, then words come: they are found, with the last of the files', async () => {
    await using store = await open()
    for (let n = 1; n <= 250; n++) await store.inbox.add(aMessage(n, 'attachment'))
    await store.inbox.add(aMessage(251))
    await store.inbox.add(aMessage(252, 'attachment'))

    const waiting = await store.inbox.waiting(42)

    expect(waiting.map(({ messageId }) => messageId)).toEqual(Array.from({ length: 52 }, (_, n) => n + 201))
  })

  test('Stop while turns run: all of the chat, none of another, and no message is taken', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.start(aTurn({ id: 'tg-1-8', chatId: 43 }), [])
    await store.inbox.add(aMessage(2))

    expect(await store.turns.requestCancel(42, at(9))).toEqual(['tg-1-1'])

    expect(await store.turns.cancelRequested('tg-1-8')).toBe(false)
    expect(await store.inbox.waiting(42)).toHaveLength(1)
  })

  test('a failed turn runs again once per press, from what it finished', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.addStep('tg-1-1', { seq: 0, kind: 'model', content: '{}' })
    await store.turns.addStep('tg-1-1', { seq: 1, kind: 'tool', content: '{}' })
    await store.turns.addStep('tg-1-1', { seq: 2, kind: 'reply', content: '{}' })
    await store.turns.requestCancel(42, at(1))
    await store.turns.finish('tg-1-1', { status: 'failed', answer: '', at: at(2) })

    expect(await store.turns.retry('tg-1-1', 1)).toBe(false)
    expect(await store.turns.retry('tg-1-1', 0)).toBe(true)
    expect(await store.turns.retry('tg-1-1', 0)).toBe(false)

    expect(await store.turns.find('tg-1-1')).toMatchObject({
      status: 'running',
      attempt: 1,
      cancelRequested: false,
    })
    expect((await store.turns.steps('tg-1-1')).map(({ kind }) => kind)).toEqual(['model', 'tool'])
  })

  test('a failed turn had its sentence when it ran again: what it was told in the end is put into a new one', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.finish('tg-1-1', { status: 'failed', answer: '', at: at(2) })
    await store.exchanges.setSentence('tg-1-1', 'They asked and were given no answer.')
    await store.turns.retry('tg-1-1', 0)
    expect(await store.exchanges.setSentence('tg-1-1', 'Read before it ran again.')).toBe(false)
    await store.turns.finish('tg-1-1', { status: 'answered', answer: 'x', at: at(3) })

    expect(await store.exchanges.setSentence('tg-1-1', 'They were told x.')).toBe(true)
  })

  test('a failed turn was summed up when it ran again: at its new end what tells of the old one is to be made anew', async () => {
    await using store = await open()
    const sentences = [{ text: 'They were given no answer.', turnIds: ['tg-1-2'] }]
    const sumUp = (
      kind: 'fold' | 'daily' | 'major',
      period: string,
      fromNumber: number,
      throughNumber: number,
    ) =>
      store.summaries.add(42, { kind, period, fromNumber, throughNumber, state: 'model', sentences }, at(4))
    for (const n of [1, 2, 3]) {
      await store.turns.start(aTurn({ id: `tg-1-${n}` }), [])
      const status = n === 2 ? 'failed' : 'answered'
      await store.turns.finish(`tg-1-${n}`, { status, answer: 'x', at: at(n) })
    }
    await sumUp('daily', '2026-11-19', 1, 1)
    await sumUp('fold', '2026-11-20#2', 2, 2)
    await sumUp('daily', '2026-11-20', 2, 3)
    await sumUp('major', '2026-11-22', 1, 3)

    await store.turns.retry('tg-1-2', 0)
    const meanwhile = await store.summaries.stale(42)
    await store.turns.finish('tg-1-2', { status: 'answered', answer: 'after all', at: at(9) })

    // Written anew before there is an answer, the day would be without it.
    expect(meanwhile).toEqual([])
    expect(await store.summaries.stale(42)).toMatchObject([{ period: '2026-11-20', sentences: [] }])
    expect(await store.summaries.recent(42, 'daily', 9)).toHaveLength(2)
    expect([
      await store.summaries.recent(42, 'fold', 9),
      await store.summaries.recent(42, 'major', 9),
    ]).toEqual([[], []])
  })

  test('a week that is late: all its days still stand for themselves', async () => {
    await using store = await open()
    for (let n = 1; n <= 13; n++) {
      const period = `2026-11-${String(n).padStart(2, '0')}`
      const sentences = [{ text: `On ${period}.`, turnIds: [] }]
      const stretch = { kind: 'daily', period, fromNumber: n, throughNumber: n } as const
      await store.summaries.add(42, { ...stretch, state: 'model', sentences }, at(n))
    }

    const { dailies, coveredThrough } = await store.summaries.standing(42)

    expect(coveredThrough).toBe(13)
    expect(dailies.map(({ fromNumber }) => fromNumber)).toEqual(Array.from({ length: 13 }, (_, n) => n + 1))
  })

  test('an answered turn is not tried again', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.finish('tg-1-1', { status: 'answered', answer: 'x', at: at(2) })

    expect(await store.turns.retry('tg-1-1', 0)).toBe(false)
  })

  test('a call that must not be made twice begins once', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])

    expect(await store.turns.beginCall('tg-1-1', 3)).toBe(true)
    expect(await store.turns.beginCall('tg-1-1', 3)).toBe(false)
    expect(await store.turns.beginCall('tg-1-1', 4)).toBe(true)
  })

  test('the reply of a second try that nobody said is found with its number', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.finish('tg-1-1', { status: 'failed', answer: '', at: new Date() })
    await store.deliveries.begin('reply-tg-1-1', 0, 42)
    await store.turns.retry('tg-1-1', 0)
    await store.turns.addStep('tg-1-1', { seq: 0, kind: 'reply', content: '{}' })
    await store.turns.finish('tg-1-1', { status: 'answered', answer: 'x', at: new Date() })
    const unsaid = () => store.deliveries.unsaid(new Date(0), new Date('2999-01-01'))

    expect(await unsaid()).toMatchObject([{ turnId: 'tg-1-1', attempt: 1 }])
    await store.deliveries.begin('reply-tg-1-1-r1', 0, 42)
    expect(await unsaid()).toEqual([])
  })
})

describe('attachments', () => {
  const anAttachment = (id: string, createdAt = at(0)) => ({
    id, chatId: 42, userId: 42, traceId: 'trace-of-test', kind: 'photo' as const, fileId: 'F', name: 'a.jpg',
    path: 'cache/a.jpg', createdAt,
  }) // prettier-ignore

  test('the same twice is one; it waits until it is there or surely not', async () => {
    await using store = await open()
    expect(await store.attachments.add(anAttachment('tg-1-1'))).toBe(true)
    expect(await store.attachments.add(anAttachment('tg-1-1'))).toBe(false)
    await store.attachments.add(anAttachment('tg-1-2'))
    expect(await store.attachments.waitingSince(at(0))).toEqual([])
    expect(await store.attachments.waitingSince(at(1))).toHaveLength(2)

    await store.attachments.ready('tg-1-1', { mime: 'image/jpeg', bytes: 9 })
    await store.attachments.failed('tg-1-2', 'too large')

    expect(await store.attachments.waitingSince(at(1))).toEqual([])
    expect(await store.attachments.of(['tg-1-2', 'tg-1-1', 'tg-1-3'])).toMatchObject([
      { id: 'tg-1-2', state: 'failed', problem: 'too large' },
      { id: 'tg-1-1', state: 'ready', mime: 'image/jpeg', bytes: 9 },
    ])
  })

  test('one that is there does not fail afterwards', async () => {
    await using store = await open()
    await store.attachments.add(anAttachment('tg-1-1'))
    await store.attachments.ready('tg-1-1', { mime: 'image/jpeg', bytes: 9 })

    await store.attachments.failed('tg-1-1', 'too late')

    expect(await store.attachments.find('tg-1-1')).toMatchObject({ state: 'ready' })
  })

  test('a turn knows what came with its messages; old rows go, one that still waits for its turn stays', async () => {
    await using store = await open()
    for (const n of [1, 2]) {
      await store.inbox.add(aMessage(n, 'attachment'))
      await store.attachments.add(anAttachment(`tg-1-${n}`))
    }
    const [first] = await store.inbox.waiting(42)
    await store.turns.start(aTurn({ id: 'tg-1-9' }), [first!.id])

    expect((await store.attachments.ofTurn('tg-1-9')).map(({ id }) => id)).toEqual(['tg-1-1'])
    expect(await store.attachments.dropBefore(at(1))).toBe(1)
    expect(await store.attachments.find('tg-1-2')).toBeDefined()
  })
})

describe('what is kept for people', () => {
  test('notes are their owner’s alone', async () => {
    await using store = await open()
    await store.notes.add(42, { id: 'n1', text: 'likes tea', createdAt: at(0) })
    await store.notes.add(42, { id: 'n1', text: 'again', createdAt: at(1) })

    expect(await store.notes.edit(43, 'n1', 'stolen', at(2))).toBe(false)
    expect(await store.notes.remove(43, 'n1')).toBe(false)
    expect(await store.notes.of(43)).toEqual([])
    expect(await store.notes.of(42)).toEqual([{ id: 'n1', text: 'likes tea', createdAt: at(0) }])
    expect(await store.notes.edit(42, 'n1', 'likes coffee', at(2))).toBe(true)
    expect(await store.notes.remove(42, 'n1')).toBe(true)
    expect(await store.notes.remove(42, 'n1')).toBe(false)
  })

  test('a time zone is set for one person, and set again', async () => {
    await using store = await open()
    await store.people.setTimeZone(42, 'Europe/Berlin')
    await store.people.setTimeZone(42, 'Asia/Kathmandu')

    expect(await store.people.timeZoneOf(42)).toBe('Asia/Kathmandu')
    expect(await store.people.timeZoneOf(43)).toBeUndefined()
  })

  test('/new: what was said before is marked as earlier, what comes after is not', async () => {
    await using store = await open()
    await store.conversations.startFresh(42)
    for (const n of [1, 2]) {
      await store.turns.start(aTurn({ id: `tg-1-${n}` }), [])
      await store.turns.finish(`tg-1-${n}`, { status: 'answered', answer: 'x', at: at(n) })
      if (n === 1) await store.conversations.startFresh(42)
    }

    expect((await store.exchanges.recent(42, 9)).map(({ isEarlier }) => isEarlier)).toEqual([true, false])
  })

  test('errors are counted by fingerprint, a repeated delivery once, and admins are told of so many', async () => {
    await using store = await open()
    const seen = (incidentId: string) =>
      store.incidents.note({ fingerprint: 'f'.repeat(16), incidentId, title: 't', service: 'bot', at: at(1) })

    expect((await seen('e-000001')).count).toBe(1)
    expect((await seen('e-000001')).count).toBe(1)
    expect((await seen('e-000002')).count).toBe(2)
    await store.incidents.told('f'.repeat(16), at(5))
    expect(await seen('e-000003')).toMatchObject({ count: 3, toldAt: at(5), toldCount: 2 })
    expect(await store.incidents.toldSince(at(5))).toBe(1)
    expect(await store.incidents.toldSince(at(6))).toBe(0)
  })
})
