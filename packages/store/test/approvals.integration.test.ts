import { openStore, type NewApproval, type Store } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { aQuestion, at, aTurn, open } from './fixtures.ts'

const press = {
  id: 'question00000001',
  userId: 42,
  chatId: 42,
  decision: 'approved',
  at: at(10),
  label: 'files',
} as const

describe('questions', () => {
  async function asked(store: Store, more: Partial<NewApproval> = {}) {
    await store.turns.start(aTurn(), [])
    return store.approvals.ask(aQuestion(more))
  }
  const statusOf = async (store: Store, id = 'tg-1-1') => (await store.turns.find(id))?.status

  test('asked twice for one step: the first stands, and the turn is parked', async () => {
    await using store = await open()
    await asked(store)

    const second = await store.approvals.ask(aQuestion({ id: 'question00000002', hash: 'another' }))

    expect(second).toMatchObject({ id: 'question00000001', hash: 'hash', state: 'asked' })
    expect(await statusOf(store)).toBe('parked')
    expect(await store.turns.unfinished(42)).toBeUndefined()
  })

  test('asked again after the answer: the turn is not parked a second time', async () => {
    await using store = await open()
    await asked(store)
    await store.approvals.decide(press)

    expect(await store.approvals.ask(aQuestion())).toMatchObject({ state: 'approved' })

    expect(await statusOf(store)).toBe('running')
  })

  test.each([
    ['somebody else', { userId: 43 }],
    ['another chat', { chatId: -5 }],
  ])('pressed by or in %s: nothing happens', async (_, more) => {
    await using store = await open()
    await asked(store)

    expect(await store.approvals.decide({ ...press, ...more })).toEqual({ kind: 'foreign' })

    expect(await store.approvals.find(press.id)).toMatchObject({ state: 'asked' })
    expect(await statusOf(store)).toBe('parked')
  })

  test('pressed by the right person in time: the answer stands and the turn runs again', async () => {
    await using store = await open()
    await asked(store)

    expect(await store.approvals.decide(press)).toMatchObject({
      kind: 'decided',
      approval: { state: 'approved' },
    })

    expect(await statusOf(store)).toBe('running')
    expect(await store.approvals.ofStep('tg-1-1', 1)).toMatchObject({ state: 'approved' })
  })

  test('a hundred presses at once, from two processes: one answer', async () => {
    const database = temporaryDatabase()
    await using one = await openStore(database)
    await using two = await openStore(database)
    await asked(one)

    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        (n % 2 ? one : two).approvals.decide({ ...press, decision: n % 3 ? 'approved' : 'denied' }),
      ),
    )

    expect(outcomes.filter(({ kind }) => kind === 'decided')).toHaveLength(1)
    expect(outcomes.filter(({ kind }) => kind === 'over')).toHaveLength(99)
  })

  test('pressed too late, or forged: told as such', async () => {
    await using store = await open()
    await asked(store)

    expect(await store.approvals.decide({ ...press, at: at(600) })).toEqual({
      kind: 'over',
      state: 'expired',
    })
    expect(await store.approvals.decide({ ...press, id: 'nobodyaskedthis1' })).toEqual({ kind: 'unknown' })
    expect(await statusOf(store)).toBe('parked')
  })

  test('“Always” grants that pattern to that person in that chat, until it is revoked by them', async () => {
    await using store = await open()
    await asked(store)
    await store.approvals.decide({ ...press, decision: 'always' })

    expect(await store.approvals.isGranted(42, 42, 'delete_file files/*')).toBe(true)
    expect(await store.approvals.isGranted(42, 43, 'delete_file files/*')).toBe(false)
    expect(await store.approvals.isGranted(-5, 42, 'delete_file files/*')).toBe(false)
    expect(await store.approvals.isGranted(42, 42, 'delete_file *')).toBe(false)
    const [grant] = await store.approvals.grants(42, 42)
    expect(grant).toMatchObject({ label: 'files' })
    expect(await store.approvals.revoke(grant!.id, 43)).toBe(false)
    expect(await store.approvals.revoke(grant!.id, 42)).toBe(true)
    expect(await store.approvals.isGranted(42, 42, 'delete_file files/*')).toBe(false)
  })

  test('“Always” where it was not offered is forged', async () => {
    await using store = await open()
    await asked(store, { pattern: undefined })

    expect(await store.approvals.decide({ ...press, decision: 'always' })).toEqual({ kind: 'unknown' })
    expect(await statusOf(store)).toBe('parked')
  })

  test('time is over: it ends once, and the turn runs again', async () => {
    await using store = await open()
    await asked(store)

    expect(await store.approvals.expire(at(599))).toEqual([])
    expect(await store.approvals.expire(at(600))).toMatchObject([
      { id: 'question00000001', state: 'expired' },
    ])
    expect(await store.approvals.expire(at(601))).toEqual([])

    expect(await statusOf(store)).toBe('running')
  })

  test('all that is open is made void: of one chat, or everywhere', async () => {
    await using store = await open()
    await asked(store)
    await store.turns.start(aTurn({ id: 'tg-1-2', chatId: 43 }), [])
    await store.approvals.ask(aQuestion({ id: 'question00000002', subject: 'tg-1-2', chatId: 43 }))

    expect(await store.approvals.voidOpen(at(1), 43)).toMatchObject([
      { id: 'question00000002', state: 'void' },
    ])
    expect(await store.approvals.voidOpen(at(1))).toMatchObject([{ id: 'question00000001', state: 'void' }])

    expect([await statusOf(store), await statusOf(store, 'tg-1-2')]).toEqual(['running', 'running'])
    expect(await store.approvals.decide(press)).toEqual({ kind: 'over', state: 'void' })
  })

  test('asked by a turn that was stopped a moment before: it is void at once, and the turn is not parked', async () => {
    await using store = await open()
    await store.turns.start(aTurn(), [])
    await store.turns.requestCancel(42, at(0))

    expect(await store.approvals.ask(aQuestion())).toMatchObject({ state: 'void' })

    expect(await statusOf(store)).toBe('running')
    expect(await store.approvals.decide(press)).toEqual({ kind: 'over', state: 'void' })
  })

  test('a card that nobody began to say is found, and one that nobody began to close', async () => {
    await using store = await open()
    await asked(store)
    const ids = (list: { id: string }[]) => list.map(({ id }) => id)

    expect(ids(await store.approvals.unsaid(at(0)))).toEqual([])
    expect(ids(await store.approvals.unsaid(at(1)))).toEqual([press.id])
    await store.deliveries.begin(`approval-${press.id}`, 0, 42)
    expect(ids(await store.approvals.unsaid(at(1)))).toEqual([])

    await store.approvals.decide(press)
    expect(ids(await store.approvals.unclosed(at(10)))).toEqual([])
    expect(ids(await store.approvals.unclosed(at(11)))).toEqual([press.id])
    await store.deliveries.begin(`approval-${press.id}-closed`, 0, 42)
    expect(ids(await store.approvals.unclosed(at(11)))).toEqual([])
  })

  test('a card that never came into the chat need not be closed', async () => {
    await using store = await open()
    await asked(store)
    await store.approvals.decide(press)

    expect(await store.approvals.unclosed(at(11))).toEqual([])
  })
})
