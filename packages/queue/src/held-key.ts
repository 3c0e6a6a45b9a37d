import type { Redis } from 'ioredis'
import { randomUUID } from 'node:crypto'

/** A key that this holder alone may renew and give back, for as long as Redis keeps it. */
export interface HeldKey {
  /** Holds it for the whole time again. @returns false when it has ended or is another's. @throws what Redis throws. */
  renew(): Promise<boolean>
  /** Nothing happens when it is another's by now. @throws what Redis throws. */
  release(): Promise<void>
}

const renew = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) else return 0 end`
const release = `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) else return 0 end`

/**
 * Takes a key for `holdMs`; who comes after a killed holder waits no longer than this. It is no proof: a process that stands
 * still for longer may go on as if it held it.
 * @returns undefined when another holds it. @throws what Redis throws.
 */
export async function takeKey(redis: Redis, key: string, holdMs: number): Promise<HeldKey | undefined> {
  const token = randomUUID()
  if ((await redis.set(key, token, 'PX', holdMs, 'NX')) !== 'OK') return undefined
  return {
    renew: async () => (await redis.eval(renew, 1, key, token, holdMs)) === 1,
    async release() {
      await redis.eval(release, 1, key, token)
    },
  }
}
