import type { ReadySandbox } from './sandbox-maker.ts'
import { sandboxPool, type SandboxPoolOptions } from './sandbox-pool.ts'

function world(more: Partial<SandboxPoolOptions> = {}) {
  const [made, removed, closed]: string[][] = [[], [], []]
  const troubles: unknown[] = []
  const ends = new Map<string, () => void>()
  const make = async (userId: number): Promise<ReadySandbox> => {
    const containerId = `c${made!.length}-of-${userId}`
    made!.push(containerId)
    const ended = Promise.withResolvers<undefined>()
    ends.set(containerId, () => ended.resolve(undefined))
    const line = {
      listen: () => undefined,
      send: () => undefined,
      ended: ended.promise,
      close: () => void closed!.push(containerId),
    }
    return { containerId, userId, folder: 'first', line }
  }
  const pool = sandboxPool({
    engine: { remove: async (id) => void removed!.push(id) },
    maker: { make },
    folders: { identity: async () => 'first' },
    most: 2,
    idleMs: 60_000,
    hasRoom: () => true,
    onTrouble: (error) => troubles.push(error),
    ...more,
  })
  return { pool, made: made!, removed: removed!, closed: closed!, troubles, ends }
}

describe('sandboxes that wait for their person’s command (F-BOX 4)', () => {
  test('one is handed over once, and to its own person only', async () => {
    const { pool } = world()
    await pool.prepare(1)

    expect(await pool.take(2)).toBeUndefined()
    expect((await pool.take(1))?.containerId).toBe('c0-of-1')
    expect(await pool.take(1)).toBeUndefined()
  })

  test('its person’s folder is another one by now: thrown away', async () => {
    const { pool, removed, closed } = world({ folders: { identity: async () => 'second' } })
    await pool.prepare(1)

    expect(await pool.take(1)).toBeUndefined()
    expect([removed, closed]).toEqual([['c0-of-1'], ['c0-of-1']])
  })

  test('asked for twice: one is made', async () => {
    const { pool, made } = world()

    expect(await Promise.all([pool.prepare(1), pool.prepare(1)])).toEqual([true, true])
    expect(await pool.prepare(1)).toBe(true)
    expect(made).toHaveLength(1)
  })

  test('taken while it is being made: waited for', async () => {
    const { pool } = world()
    void pool.prepare(1)

    expect((await pool.take(1))?.userId).toBe(1)
  })

  test('more than there may be: the one that has waited longest makes way', async () => {
    const { pool, removed, closed } = world()
    for (const userId of [1, 2, 3]) await pool.prepare(userId)

    expect(await pool.take(1)).toBeUndefined()
    expect(removed).toEqual(['c0-of-1'])
    expect(closed).toEqual(['c0-of-1'])
    expect(await pool.take(3)).toBeDefined()
  })

  test.each([
    ['none are wanted', { most: 0 }],
    ['the machine has no memory to spare', { hasRoom: () => false }],
  ])('%s: none is made', async (_why, more) => {
    const { pool, made } = world(more)

    expect(await pool.prepare(1)).toBe(false)
    expect(made).toEqual([])
  })

  test('the machine runs short of memory: those that wait go', async () => {
    let isRoomy = true
    const { pool, removed } = world({ hasRoom: () => isRoomy })
    await pool.prepare(1)
    isRoomy = false

    expect(await pool.prepare(1)).toBe(false)
    expect(removed).toEqual(['c0-of-1'])
  })

  test('its person does not come: it goes', async () => {
    jest.useFakeTimers()
    const { pool, removed } = world({ idleMs: 45_000 })
    await pool.prepare(1)

    jest.advanceTimersByTime(45_001)
    jest.useRealTimers()

    expect(removed).toEqual(['c0-of-1'])
    expect(await pool.take(1)).toBeUndefined()
  })

  test('a later hint: its time begins anew', async () => {
    jest.useFakeTimers()
    const { pool, removed } = world({ idleMs: 45_000 })
    await pool.prepare(1)

    jest.advanceTimersByTime(40_000)
    await pool.prepare(1)
    jest.advanceTimersByTime(40_000)
    jest.useRealTimers()

    expect(removed).toEqual([])
  })

  test('one hint after the other, and no command: it goes before the sweep would take it for nobody’s', async () => {
    jest.useFakeTimers()
    const { pool, removed } = world({ idleMs: 45_000 })
    await pool.prepare(1)

    for (let minutes = 0; minutes < 6; minutes += 0.5) {
      jest.advanceTimersByTime(30_000)
      if (removed.length === 0) await pool.prepare(1)
    }
    jest.useRealTimers()

    expect(removed).toEqual(['c0-of-1'])
  })

  test('somebody ends it meanwhile: it is never handed over', async () => {
    const { pool, ends, removed } = world()
    await pool.prepare(1)

    ends.get('c0-of-1')!()
    await new Promise(setImmediate)

    expect(await pool.take(1)).toBeUndefined()
    expect(removed).toEqual(['c0-of-1'])
  })

  test('it cannot be made: told, and the person has none', async () => {
    const { pool, troubles } = world({ maker: { make: () => Promise.reject(new Error('no engine')) } })

    expect(await pool.prepare(1)).toBe(false)
    expect(troubles).toEqual([new Error('no engine')])
    expect(await pool.take(1)).toBeUndefined()
  })

  test('at the end: those that wait and those being made are removed, and none is made any more', async () => {
    const { pool, made, removed } = world()
    await pool.prepare(1)
    void pool.prepare(2)

    await pool[Symbol.asyncDispose]()

    expect(removed.sort()).toEqual(made.sort())
    expect(await pool.prepare(3)).toBe(false)
  })

  test('put back: the next command has it', async () => {
    const { pool } = world()
    await pool.prepare(1)
    const sandbox = (await pool.take(1))!

    pool.putBack(sandbox)

    expect(await pool.take(1)).toBe(sandbox)
  })

  test('put back where there is no room: thrown away', async () => {
    const { pool, removed } = world()
    await pool.prepare(1)
    const sandbox = (await pool.take(1))!
    await pool.prepare(2)
    await pool.prepare(3)

    pool.putBack(sandbox)

    expect(removed).toEqual(['c0-of-1'])
  })

  test('its person’s folder cannot be looked at: it is removed, not lost', async () => {
    const { pool, made, removed } = world({ folders: { identity: () => Promise.reject(new Error('EIO')) } })
    await pool.prepare(1)

    expect(await pool.take(1)).toBeUndefined()
    expect(removed).toEqual(made)
  })
})
