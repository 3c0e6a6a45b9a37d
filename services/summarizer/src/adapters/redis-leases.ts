import { impatient, openRedis, type Connection } from '@aika/queue'
import { randomUUID } from 'node:crypto'
import type { Leases } from '../domain/one-at-a-time.ts'

/** Who comes after a killed holder waits no longer than this. */
const holdMs = 3_000
const renewMs = 1_000

const renew = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end`
const release = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`

/** One that ends early, as its process stood still for seconds, costs a call to a model; what is written stays right. */
export function redisLeases(connection: Connection): Leases & Disposable {
  const redis = openRedis(impatient(connection))
  return {
    async take(userId) {
      const [key, token] = [`aika:summing-up:${userId}`, randomUUID()]
      if ((await redis.set(key, token, 'PX', holdMs, 'NX')) !== 'OK') return undefined
      const timer = setInterval(() => void redis.eval(renew, 1, key, token, holdMs).catch(() => 0), renewMs)
      timer.unref()
      return {
        async [Symbol.asyncDispose]() {
          clearInterval(timer)
          await redis.eval(release, 1, key, token).catch(() => 0)
        },
      }
    },
    [Symbol.dispose]: () => redis.disconnect(),
  }
}
