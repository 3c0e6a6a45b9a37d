import { impatient, openRedis, type Connection } from '@aika/queue'
import type { Limit, Limited, Limits } from './limits.ts'

export type Taken =
  | { ok: true }
  /** Nothing was taken; so much later the same will go through, if nothing else is taken meanwhile. */
  | { ok: false; retryAfterSeconds: number }

/** What each person has left. One truth for all replicas. */
export interface Limiter extends AsyncDisposable {
  /**
   * Takes from what a person has, or nothing at all when there is not enough. Something larger than the whole limit goes
   * through when nothing else was taken for as long as the limit counts, so that it is late and not impossible.
   *
   * Without Redis all goes through: no queue moves then, so there is nothing that a limit could hold back, and a word
   * about too many messages would be false.
   *
   * @param amount - a whole number of messages, runs, bytes or calls; 1 when left out.
   * @param once - names what it is taken for: for a day, the same again takes nothing and has the same outcome.
   */
  take(userId: number, what: Limited, amount?: number, once?: string): Promise<Taken>
  /** Whether one more would go through now. Takes nothing. */
  hasLeft(userId: number, what: Limited): Promise<boolean>
}

/** A person must not wait long for Redis only to be counted. */
const commandTimeout = 2_000

export function limiter(connection: Connection, limits: Limits): Limiter {
  const redis = openRedis({ ...impatient(connection), maxRetriesPerRequest: 1, commandTimeout })
  const run = async (keys: string[], { amount: most, perSeconds }: Limit, amount: number, look: boolean) => {
    if (most <= 0) return 0
    const args = [most, perSeconds * 1_000, amount, look ? 1 : 0]
    return Number(await redis.eval(script, keys.length, ...keys, ...args).catch(() => 0))
  }
  const bucketOf = (userId: number, what: Limited) => `aika:limit:${what}:${userId}`
  return {
    async take(userId, what, amount = 1, once) {
      const keys = [bucketOf(userId, what), ...(once ? [`aika:limit:once:${what}:${once}:${userId}`] : [])]
      const waitMs = await run(keys, limits[what], amount, false)
      return waitMs === 0 ? { ok: true } : { ok: false, retryAfterSeconds: Math.ceil(waitMs / 1_000) }
    },
    async hasLeft(userId, what) {
      return (await run([bucketOf(userId, what)], limits[what], 1, true)) === 0
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}

/**
 * A bucket that fills up again: what is missing in it, and since when. Redis's own clock, as replicas have several; one
 * that was set back gives nothing. Returns 0, or after how many milliseconds there is enough; of what was refused before, soon.
 */
const script = `
  local most, windowMs, amount = tonumber(ARGV[1]), tonumber(ARGV[2]), math.min(tonumber(ARGV[3]), tonumber(ARGV[1]))
  local known = KEYS[2] and redis.call('GET', KEYS[2])
  if known then return tonumber(known) end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local bucket = redis.call('HMGET', KEYS[1], 'used', 'at')
  local passed = math.max(0, now - tonumber(bucket[2] or now))
  local used = math.max(0, tonumber(bucket[1] or 0) - passed * most / windowMs)
  local missing = used + amount - most
  if missing > 0 then
    if KEYS[2] then redis.call('SET', KEYS[2], '1000', 'EX', 86400) end
    return math.max(1, math.ceil(missing * windowMs / most))
  end
  if ARGV[4] == '1' then return 0 end
  used = used + amount
  redis.call('HSET', KEYS[1], 'used', string.format('%.6f', used), 'at', string.format('%d', now))
  redis.call('PEXPIRE', KEYS[1], math.ceil(used * windowMs / most) + 1000)
  if KEYS[2] then redis.call('SET', KEYS[2], '0', 'EX', 86400) end
  return 0`
