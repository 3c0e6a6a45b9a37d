import { Redis, type RedisOptions } from 'ioredis'

/** Where Redis is. Plain options: each producer and consumer opens, and closes, connections of its own. */
export interface Connection {
  host: string
  port: number
  password?: string
}

/** Picks the connection out of a service's settings. */
export function redisConnection(config: {
  REDIS_HOST: string
  REDIS_PORT: number
  REDIS_PASSWORD?: string | undefined
}): Connection {
  const { REDIS_HOST: host, REDIS_PORT: port, REDIS_PASSWORD: password } = config
  return password ? { host, port, password } : { host, port }
}

const retryStrategy = (tries: number) => Math.min(tries * 100, 1_000)

/** For workers and listeners: they wait for Redis however long it is away. */
export function patient(connection: Connection) {
  return { ...connection, maxRetriesPerRequest: null, retryStrategy }
}

/** For producers: after about 5 s without Redis the call fails, so that the caller can say so. */
export function impatient(connection: Connection) {
  return { ...connection, maxRetriesPerRequest: 10, retryStrategy }
}

/** Whose Redis has gone already would keep the process for this long after its `disconnect`; by default for 2 s. */
const disconnectTimeout = 100

/** A plain client with an error listener, as ioredis prints to stderr without one. */
export function openRedis(options: RedisOptions): Redis {
  const redis = new Redis({ disconnectTimeout, ...options })
  redis.on('error', () => {
    // ioredis reconnects by itself; a call that gives up rejects where it was made.
  })
  return redis
}
