import type { Connection } from '../connection.ts'
import { startRedis, type OwnRedis } from './start-redis.ts'

export { startRedis, type OwnRedis } from './start-redis.ts'

/** A Redis of this test file's own, gone after the last test. Needs `redis-server` on the PATH. */
export function useRedis(): Omit<OwnRedis, typeof Symbol.asyncDispose> {
  let redis: OwnRedis | undefined

  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis?.[Symbol.asyncDispose]())

  return {
    get connection(): Connection {
      return redis!.connection
    },
    restart: (signal) => redis!.restart(signal),
  }
}
