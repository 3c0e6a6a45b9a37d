import { impatient, openRedis, takeKey, type Connection } from '@aika/queue'
import type { Leases } from '../domain/one-at-a-time.ts'

/** Who comes after a killed holder waits no longer than this. */
const holdMs = 3_000
const renewMs = 1_000

/** One that ends early, as its process stood still for seconds, costs a call to a model; what is written stays right. */
export function redisLeases(connection: Connection): Leases & Disposable {
  const redis = openRedis(impatient(connection))
  return {
    async take(userId) {
      const held = await takeKey(redis, `aika:summing-up:${userId}`, holdMs)
      if (!held) return undefined
      const timer = setInterval(() => void held.renew().catch(() => false), renewMs)
      timer.unref()
      return {
        async [Symbol.asyncDispose]() {
          clearInterval(timer)
          await held.release().catch(() => undefined)
        },
      }
    },
    [Symbol.dispose]: () => redis.disconnect(),
  }
}
