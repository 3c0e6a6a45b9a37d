import fc from 'fast-check'
import { openStore, type Store } from '../src/index.ts'
import { temporaryDatabase } from '../src/testing.ts'
import { aReminder, at, open } from './fixtures.ts'

describe('reminders', () => {
  test('the same id twice is one', async () => {
    await using store = await open()

    expect(await store.reminders.add(aReminder('a'), at(0))).toBe(true)
    expect(await store.reminders.add(aReminder('a', { text: 'other' }), at(0))).toBe(false)

    expect(await store.reminders.of(42)).toMatchObject([{ text: 'buy milk' }])
  })

  test('due ones come with the oldest first, later ones not at all; the next moment is known', async () => {
    await using store = await open()
    for (const [id, seconds] of [['b', 20], ['a', 10], ['c', 30]] as const) await store.reminders.add(aReminder(id, { dueAt: at(seconds) }), at(0)) // prettier-ignore

    expect(await store.reminders.nextDue()).toEqual(at(10))
    expect((await store.reminders.due(at(20))).map(({ id }) => id)).toEqual(['a', 'b'])
  })

  test('two schedulers fire the same hundred: each is fired once', async () => {
    const database = temporaryDatabase()
    await using one = await openStore(database)
    await using two = await openStore(database)
    for (let n = 0; n < 100; n++) await one.reminders.add(aReminder(`r${n}`), at(0))
    const fire = async (store: Store) => {
      const due = await store.reminders.due(at(60))
      return Promise.all(due.map((reminder) => store.reminders.fire(reminder, undefined, at(61))))
    }

    const fired = (await Promise.all([fire(one), fire(two)])).flat()

    expect(fired).toHaveLength(200)
    expect(fired.filter(Boolean)).toHaveLength(100)
    expect(await one.reminders.nextDue()).toBeUndefined()
  })

  test('cancelled or changed a moment before: it is not fired', async () => {
    await using store = await open()
    await store.reminders.add(aReminder('a'), at(0))
    await store.reminders.add(aReminder('b'), at(0))
    const due = await store.reminders.due(at(60))
    await store.reminders.cancel('a', 42)
    await store.reminders.change('b', 42, { dueAt: at(120), rule: undefined })

    for (const reminder of due) expect(await store.reminders.fire(reminder, undefined, at(61))).toBe(false)
  })

  test('a recurring one moves on, fired for the latest that was missed', async () => {
    await using store = await open()
    await store.reminders.add(aReminder('a', { rule: '{}' }), at(0))
    const reminder = (await store.reminders.find('a'))!

    expect(await store.reminders.fire(reminder, at(300), at(250), at(240))).toBe(true)

    expect(await store.reminders.find('a')).toMatchObject({ state: 'scheduled', dueAt: at(300) })
    expect(await store.reminders.unsaid(at(0), at(999))).toMatchObject([{ dueAt: at(240) }])
  })

  test('a task is in the inbox when it is fired, once', async () => {
    await using store = await open()
    await store.reminders.add(aReminder('a', { kind: 'task' }), at(0))
    const reminder = (await store.reminders.find('a'))!

    await store.reminders.fire(reminder, undefined, at(61))
    await store.reminders.fire(reminder, undefined, at(61))

    expect(await store.inbox.waiting(42)).toMatchObject([
      { updateKey: `task-a-${at(60).getTime()}`, kind: 'task', text: 'buy milk', messageId: 0 },
    ])
    expect(await store.reminders.unsaid(at(0), at(999))).toEqual([])
  })

  test('any moment: the id of its reply is the one that the search for unsaid ones expects', async () => {
    await using store = await open()
    const moment = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
    let n = 0
    await fc.assert(
      fc.asyncProperty(moment, async (dueAt) => {
        const id = `r${++n}`
        await store.reminders.add(aReminder(id, { dueAt }), at(0))
        await store.reminders.fire((await store.reminders.find(id))!, undefined, at(61))
        expect(await store.reminders.unsaid(at(0), at(999))).toMatchObject([{ reminder: { id }, dueAt }])
        await store.deliveries.begin(`reminder-${id}-${dueAt.getTime()}`, 0, 42)
        expect(await store.reminders.unsaid(at(0), at(999))).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  test('only whoever it is for, or who set it, may cancel it, once', async () => {
    await using store = await open()
    await store.reminders.add(aReminder('a', { userId: 42, createdBy: 7 }), at(0))
    await store.reminders.add(aReminder('b', { userId: 42, createdBy: 7 }), at(0))

    expect(await store.reminders.cancel('a', 8)).toBeUndefined()
    expect(await store.reminders.cancel('a', 42)).toMatchObject({ id: 'a' })
    expect(await store.reminders.cancel('a', 42)).toBeUndefined()
    expect(await store.reminders.cancel('b', 7)).toMatchObject({ id: 'b' })
    expect(await store.reminders.countBy(7)).toBe(0)
  })

  test('[Change]: the last one asked for is found for a while, and a new time ends the asking', async () => {
    await using store = await open()
    await store.reminders.add(aReminder('a'), at(0))
    await store.reminders.add(aReminder('b'), at(0))

    expect(await store.reminders.askChange('a', 8, at(1))).toBe(false)
    expect(await store.reminders.askChange('a', 42, at(1))).toBe(true)
    expect(await store.reminders.askChange('b', 42, at(2))).toBe(true)

    expect(await store.reminders.changing(42, at(0))).toMatchObject({ id: 'b' })
    expect(await store.reminders.changing(8, at(0))).toBeUndefined()
    expect(await store.reminders.changing(42, at(3))).toBeUndefined()
    expect(await store.reminders.change('b', 42, { dueAt: at(500), rule: '{}' })).toMatchObject({ dueAt: at(500), rule: '{}' }) // prettier-ignore
    await store.reminders.askChange('a', 42, undefined)
    expect(await store.reminders.changing(42, at(0))).toBeUndefined()
  })
})
