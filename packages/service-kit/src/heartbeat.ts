import { impatient, openRedis, patient, type Connection } from '@aika/queue'
import { hostname } from 'node:os'
import { z } from 'zod'

const Beat = z.object({
  service: z.string(),
  instance: z.string(),
  startedAt: z.iso.datetime(),
  healthy: z.boolean(),
  /** What else is worth knowing of it, in a few words. */
  about: z.string().max(100).optional(),
})
/** One running instance of a service, as it last said of itself. */
export type Beat = z.output<typeof Beat>

const prefix = 'aika:alive:'
const beatMs = 5_000
const expireSeconds = 15
/** A Redis that is away is not waited for: silence says the same. */
const goodbyeMs = 500

/**
 * Says every 5 s that this instance lives, and how; silence for 15 s means it does not.
 *
 * @param about - what /status tells of it besides, in a few words.
 */
export function heartbeat(
  connection: Connection,
  service: string,
  isHealthy: () => Promise<boolean>,
  about?: string,
): AsyncDisposable {
  const redis = openRedis(patient(connection))
  const instance = `${hostname()}-${process.pid}`
  const startedAt = new Date().toISOString()
  const key = `${prefix}${service}:${instance}`
  const beat = async () => {
    const known = { service, instance, startedAt, ...(about && { about }) }
    const text = JSON.stringify({ ...known, healthy: await isHealthy() } satisfies Beat)
    await redis.set(key, text, 'EX', expireSeconds)
  }
  const quietly = () => void beat().catch(() => undefined)
  quietly()
  const timer = setInterval(quietly, beatMs)
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const patience = setTimeout(resolve, goodbyeMs)
      await Promise.race([redis.del(key).catch(() => 0), late])
      clearTimeout(patience)
      redis.disconnect()
    },
  }
}

/** All instances that are alive, sorted by service. */
export async function readHeartbeats(connection: Connection): Promise<Beat[]> {
  const redis = openRedis(impatient(connection))
  try {
    const keys = await allKeys(redis)
    const texts = keys.length > 0 ? await redis.mget(keys) : []
    return texts
      .filter((text): text is string => text !== null)
      .map((text) => Beat.parse(JSON.parse(text)))
      .sort((a, b) => a.service.localeCompare(b.service) || a.instance.localeCompare(b.instance))
  } finally {
    redis.disconnect()
  }
}

async function allKeys(redis: ReturnType<typeof openRedis>): Promise<string[]> {
  const keys: string[] = []
  for await (const batch of redis.scanStream({ match: `${prefix}*`, count: 500 })) {
    keys.push(...(batch as string[]))
  }
  return keys
}
