import { impatient, openRedis, takeKey } from '../src/index.ts'
import { useRedis } from '../src/testing/use-redis.ts'

const minute = 60_000

describe('a key that one process at a time holds', () => {
  const redis = useRedis()
  let client: ReturnType<typeof openRedis>
  beforeAll(() => (client = openRedis(impatient(redis.connection))))
  afterAll(() => client.disconnect())

  test('held → nobody else gets it, and renewing makes it last; given back → the next one does', async () => {
    const held = await takeKey(client, 'key:1', minute)
    expect(await takeKey(client, 'key:1', minute)).toBeUndefined()
    await client.pexpire('key:1', 1_000)

    expect(await held!.renew()).toBe(true)
    expect(await client.pttl('key:1')).toBeGreaterThan(1_000)
    await held!.release()

    expect(await takeKey(client, 'key:1', minute)).toBeDefined()
  })

  test('one that ended is not renewed, and another’s is neither renewed nor given back', async () => {
    const late = await takeKey(client, 'key:2', minute)
    await client.del('key:2')
    expect(await late!.renew()).toBe(false)
    const next = await takeKey(client, 'key:2', minute)

    expect(await late!.renew()).toBe(false)
    await late!.release()

    expect(await next!.renew()).toBe(true)
  })
})
