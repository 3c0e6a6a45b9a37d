import { KeyPool } from './key-pool.ts'

const keys = [
  { label: 'gemini-1', secret: 'one' },
  { label: 'gemini-2', secret: 'two' },
]

function aPool() {
  const clock = { nowMs: 1_000_000 }
  const pool = new KeyPool(keys, { now: () => clock.nowMs, recheckMs: 3_600_000 })
  return { pool, clock }
}

const picked = (pool: KeyPool, model = 'flash') => {
  const pick = pool.pick(model)
  return pick.ok ? pick.key.label : pick
}

describe('key pool', () => {
  test('nothing has happened: the first key serves every call', () => {
    const { pool } = aPool()

    expect([picked(pool), picked(pool), picked(pool)]).toEqual(['gemini-1', 'gemini-1', 'gemini-1'])
  })

  test('the first key rests: the second serves until the rest is over, then the first again', () => {
    const { pool, clock } = aPool()

    pool.rest('gemini-1', 'flash', 20_000)

    expect(picked(pool)).toBe('gemini-2')
    clock.nowMs += 19_999
    expect(picked(pool)).toBe('gemini-2')
    clock.nowMs += 1
    expect(picked(pool)).toBe('gemini-1')
  })

  test('a key rests for one model: it still serves another', () => {
    const { pool } = aPool()

    pool.rest('gemini-1', 'flash', 20_000)

    expect(picked(pool, 'pro')).toBe('gemini-1')
  })

  test('all keys rest: the answer says when the soonest is back', () => {
    const { pool } = aPool()

    pool.rest('gemini-1', 'flash', 60_000)
    pool.rest('gemini-2', 'flash', 7_200)

    expect(picked(pool)).toEqual({ ok: false, reason: 'all_resting', retryAfterSeconds: 8 })
  })

  test('a short rest after a long one: the long one stands', () => {
    const { pool, clock } = aPool()

    pool.rest('gemini-1', 'flash', 60_000)
    pool.rest('gemini-1', 'flash', 1_000)
    clock.nowMs += 30_000

    expect(picked(pool)).toBe('gemini-2')
  })

  test('a refused key: set aside for every model, news only once, asked again after the recheck time', () => {
    const { pool, clock } = aPool()

    expect(pool.setAside('gemini-1', 'API_KEY_INVALID')).toBe(true)
    expect(pool.setAside('gemini-1', 'API_KEY_INVALID')).toBe(false)

    expect([picked(pool, 'flash'), picked(pool, 'pro')]).toEqual(['gemini-2', 'gemini-2'])
    clock.nowMs += 3_600_000
    expect(picked(pool)).toBe('gemini-1')
  })

  test('one key refused and the other resting: the wait is for the resting one', () => {
    const { pool } = aPool()

    pool.setAside('gemini-1', 'API_KEY_INVALID')
    pool.rest('gemini-2', 'flash', 5_000)

    expect(picked(pool)).toEqual({ ok: false, reason: 'all_resting', retryAfterSeconds: 5 })
    expect(pool.state()).toEqual({ usable: 1, resting: 1, setAside: 1 })
  })

  test('every key refused: waiting would not help', () => {
    const { pool } = aPool()

    pool.setAside('gemini-1', 'API_KEY_INVALID')
    pool.setAside('gemini-2', 'API_KEY_INVALID')

    expect(picked(pool)).toEqual({ ok: false, reason: 'no_usable_key' })
  })
})
