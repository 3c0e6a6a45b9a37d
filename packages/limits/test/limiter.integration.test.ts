import { openRedis } from '@aika/queue'
import { useRedis } from '@aika/queue/testing'
import { setTimeout as sleep } from 'node:timers/promises'
import { limiter, limitsFrom, type Limits } from '../src/index.ts'

const redis = useRedis()
let people = 1_000
const somebody = () => people++

const limits = (more: Partial<Limits> = {}): Limits => ({
  ...limitsFrom({
    RATE_MESSAGES_PER_MINUTE: 3,
    RATE_RUNS_PER_HOUR: 2,
    RATE_UPLOAD_MB_PER_DAY: 1,
    RATE_MODEL_CALLS_PER_HOUR: 0,
  }),
  ...more,
})
const open = (more?: Partial<Limits>) => limiter(redis.connection, limits(more))

describe('what a person may have', () => {
  test('three messages a minute: the fourth is told how long to wait, somebody else is not held up', async () => {
    await using limited = open()
    const [ray, alice] = [somebody(), somebody()]

    const outcomes = []
    for (let message = 0; message < 4; message++) outcomes.push(await limited.take(ray, 'messages'))

    expect(outcomes.slice(0, 3)).toEqual([{ ok: true }, { ok: true }, { ok: true }])
    // A third of the minute, less what has passed meanwhile.
    expect(outcomes[3]).toEqual({ ok: false, retryAfterSeconds: expect.any(Number) })
    expect((outcomes[3] as { retryAfterSeconds: number }).retryAfterSeconds).toBeGreaterThan(0)
    expect((outcomes[3] as { retryAfterSeconds: number }).retryAfterSeconds).toBeLessThanOrEqual(20)
    expect(await limited.take(alice, 'messages')).toEqual({ ok: true })
    expect(await limited.take(ray, 'runs')).toEqual({ ok: true })
  })

  test('what is refused costs nothing: after the wait the same goes through', async () => {
    await using limited = open({ messages: { amount: 2, perSeconds: 1 } })
    const ray = somebody()
    await limited.take(ray, 'messages', 2)
    for (let more = 0; more < 5; more++) await limited.take(ray, 'messages')

    await sleep(600)

    expect(await limited.take(ray, 'messages')).toEqual({ ok: true })
  })

  test('taken for something that has a name: the same again costs nothing, even where nothing is left', async () => {
    await using limited = open()
    const ray = somebody()
    await limited.take(ray, 'runs', 1, 'tg-1-1-1')
    await limited.take(ray, 'runs', 1, 'tg-1-1-1')
    await limited.take(ray, 'runs', 1, 'tg-1-1-2')

    expect(await limited.take(ray, 'runs', 1, 'tg-1-1-1')).toEqual({ ok: true })
    expect(await limited.take(ray, 'runs', 1, 'tg-1-1-3')).toMatchObject({ ok: false })
    expect(await limited.take(somebody(), 'runs', 1, 'tg-1-1-3')).toEqual({ ok: true })
  })

  test('refused for something that has a name: the same again is refused, whatever there is by then', async () => {
    await using limited = open({ messages: { amount: 2, perSeconds: 1 } })
    const ray = somebody()
    await limited.take(ray, 'messages', 2, 'tg-1-1')

    expect(await limited.take(ray, 'messages', 2, 'tg-1-2')).toMatchObject({ ok: false })
    await sleep(1_100)

    expect(await limited.take(ray, 'messages', 1, 'tg-1-2')).toEqual({ ok: false, retryAfterSeconds: 1 })
    expect(await limited.take(ray, 'messages', 2, 'tg-1-3')).toEqual({ ok: true })
  })

  test('a look at what is left takes nothing', async () => {
    await using limited = open()
    const ray = somebody()

    for (let look = 0; look < 5; look++) expect(await limited.hasLeft(ray, 'runs')).toBe(true)
    await limited.take(ray, 'runs', 2)

    expect(await limited.hasLeft(ray, 'runs')).toBe(false)
    expect(await limited.hasLeft(ray, 'modelCalls')).toBe(true)
  })

  test('many replicas at once: together they let through exactly the limit', async () => {
    const ray = somebody()
    const replicas = Array.from({ length: 4 }, () => open({ runs: { amount: 25, perSeconds: 86_400 } }))
    await Promise.all(replicas.map((replica) => replica.take(somebody(), 'runs')))

    const all = await Promise.all(
      replicas.flatMap((replica) => Array.from({ length: 50 }, () => replica.take(ray, 'runs'))),
    )

    expect(all.filter(({ ok }) => ok)).toHaveLength(25)
    await Promise.all(replicas.map((replica) => replica[Symbol.asyncDispose]()))
  })

  test('bytes: a file that does not fit any more is refused, a smaller one fits', async () => {
    await using limited = open()
    const ray = somebody()

    expect(await limited.take(ray, 'bytes', 700_000)).toEqual({ ok: true })
    expect(await limited.take(ray, 'bytes', 700_000)).toMatchObject({ ok: false })
    expect(await limited.take(ray, 'bytes', 300_000)).toEqual({ ok: true })
  })

  test('a file larger than a whole day: goes through when nothing else did', async () => {
    await using limited = open()
    const [ray, alice] = [somebody(), somebody()]
    await limited.take(alice, 'bytes', 1)

    expect(await limited.take(ray, 'bytes', 5_000_000)).toEqual({ ok: true })
    expect(await limited.take(ray, 'bytes', 1)).toMatchObject({ ok: false })
    expect(await limited.take(alice, 'bytes', 5_000_000)).toMatchObject({ ok: false })
  })

  test('0 is no limit', async () => {
    await using limited = open()
    const ray = somebody()

    const all = await Promise.all(Array.from({ length: 200 }, () => limited.take(ray, 'modelCalls', 1_000)))

    expect(all.every(({ ok }) => ok)).toBe(true)
  })

  test('what fills up again by itself leaves no key behind', async () => {
    await using limited = open()
    const client = openRedis(redis.connection)
    const ray = somebody()
    await limited.take(ray, 'messages', 3)

    const ms = await client.pttl(`aika:limit:messages:${ray}`)

    expect(ms).toBeGreaterThan(55_000)
    expect(ms).toBeLessThan(62_000)
    client.disconnect()
  })
})

test('Redis away: all goes through, soon', async () => {
  await using limited = limiter({ host: '127.0.0.1', port: 1 }, limits())

  const all = await Promise.all(Array.from({ length: 10 }, () => limited.take(1, 'messages')))

  expect(all).toEqual(Array.from({ length: 10 }, () => ({ ok: true })))
})
