import { impatient, openRedis, type Connection } from '@aika/queue'

/** Small notes that all replicas share and that end by themselves. */
export interface Marks extends AsyncDisposable {
  /** Keeps `value` under that name unless there is one already. @returns what is kept now. */
  keep(name: string, value: string, seconds: number): Promise<string>
  read(name: string): Promise<string | undefined>
}

/** Nobody may wait long for a note. */
const commandTimeout = 2_000

/** Notes in Redis. While that is away there are none, and what is to be kept is as good as kept: nothing hangs on it. */
export function createMarks(connection: Connection): Marks {
  const redis = openRedis({ ...impatient(connection), maxRetriesPerRequest: 1, commandTimeout })
  const keyOf = (name: string) => `aika:bot:mark:${name}`
  return {
    async keep(name, value, seconds) {
      const before = await redis.set(keyOf(name), value, 'EX', seconds, 'NX', 'GET').catch(() => null)
      return before ?? value
    },
    async read(name) {
      return (await redis.get(keyOf(name)).catch(() => null)) ?? undefined
    },
    async [Symbol.asyncDispose]() {
      redis.disconnect()
    },
  }
}
