import { useRedis } from '@aika/queue/testing'
import { heartbeat, readHeartbeats } from '../src/index.ts'

const redis = useRedis()

const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length

test('an instance says that it lives; when it ends it takes that back, and nothing of it keeps its process alive', async () => {
  const before = timers()
  {
    await using _alive = heartbeat(redis.connection, 'agent', async () => true)
    let beats = await readHeartbeats(redis.connection)
    while (beats.length === 0) beats = await readHeartbeats(redis.connection)
    expect(beats).toMatchObject([{ service: 'agent', healthy: true }])
  }

  expect(await readHeartbeats(redis.connection)).toEqual([])
  expect(timers()).toBe(before)
})
