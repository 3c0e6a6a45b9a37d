import { defineQueue } from '@aika/contracts'
import { z } from 'zod'
import { consume, openBrake, produce } from '../src/index.ts'
import { useRedis } from '../src/testing/use-redis.ts'

const log = { warn() {}, error() {} }
const queueOf = (name: string) =>
  defineQueue({
    name,
    payload: z.object({ id: z.string() }),
    result: z.object({}),
    attempts: 3,
    backoffMs: 10,
    jobId: ({ id }) => `job-${id}`,
    keepForSeconds: 60,
  })
const held = queueOf('held')
const free = queueOf('free')

describe('F-CMD /panic: the brake on queues', () => {
  const redis = useRedis()

  test('a held queue begins nothing until it is resumed, another goes on; who asks later knows since when', async () => {
    const begun: string[] = []
    const handler = async ({ id }: { id: string }) => {
      begun.push(id)
      return {}
    }
    const options = { connection: redis.connection, concurrency: 4, log }
    await using brake = openBrake([held], redis.connection)
    await using holds = produce(held, redis.connection)
    await using frees = produce(free, redis.connection)
    await using _held = consume(held, handler, options)
    await using _free = consume(free, handler, options)
    await holds.request({ id: 'before' }, { timeoutMs: 10_000 })
    const at = new Date('2026-01-02T03:04:05.678Z')

    await brake.pauseQueues(at)
    await brake.pauseQueues(new Date())
    await holds.enqueue({ id: 'while paused' })
    await frees.request({ id: 'other queue' }, { timeoutMs: 10_000 })

    await using later = openBrake([held], redis.connection)
    await expect(later.pausedSince()).resolves.toEqual(at)
    expect(begun).toEqual(['before', 'other queue'])

    await expect(later.resumeQueues()).resolves.toBe(true)
    await holds.request({ id: 'while paused' }, { timeoutMs: 10_000 })
    expect(begun).toEqual(['before', 'other queue', 'while paused'])
    await expect(brake.pausedSince()).resolves.toBeUndefined()
    await expect(brake.resumeQueues()).resolves.toBe(false)
  })
})
