import type { openRedis } from '@aika/queue'
import { z } from 'zod'
import type { ForgetSomePorts } from '../domain/account/forget-some.ts'
import type { ForgetAccountPorts } from '../domain/account/forget-account.ts'
import type { Counts } from '../domain/account/receipt.ts'

const Count = z.int().nonnegative()
const Tally = z.object({
  rows: z.record(z.string(), Count),
  files: Count,
  reports: Count,
  logLines: Count,
  jobs: Count,
  keys: Count,
})
const keptSeconds = 24 * 3_600

/** Counts of deletions that are not done yet, in Redis: numbers, named after the wish and not after the person. */
export function redisTallies(redis: ReturnType<typeof openRedis>): ForgetAccountPorts['tallies'] {
  const keyOf = (requestId: string) => `aika:forgetting:${requestId}`
  const read = async (requestId: string): Promise<Counts> =>
    Tally.parse(JSON.parse((await redis.get(keyOf(requestId))) ?? 'null') ?? empty)
  const write = async (requestId: string, counts: Counts) => {
    await redis.set(keyOf(requestId), JSON.stringify(counts), 'EX', keptSeconds)
    return counts
  }
  return {
    async keep(requestId, counts) {
      await redis.set(keyOf(requestId), JSON.stringify(counts), 'EX', keptSeconds, 'NX')
      return read(requestId)
    },
    async add(requestId, { reports = 0, logLines = 0, jobs = 0, keys = 0 }) {
      const now = await read(requestId)
      return write(requestId, {
        ...now,
        reports: now.reports + reports,
        logLines: now.logLines + logLines,
        jobs: now.jobs + jobs,
        keys: now.keys + keys,
      })
    },
    async drop(requestId) {
      await redis.del(keyOf(requestId))
    },
  }
}

const empty: Counts = { rows: {}, files: 0, reports: 0, logLines: 0, jobs: 0, keys: 0 }

const FirstCounts = z.object({
  exchanges: Count,
  notes: Count,
  sentences: Count,
  reminders: Count,
  cards: Count,
})

/** The same of a wish to forget some: how much there was when it was first begun. */
export function redisFirstCounts(redis: ReturnType<typeof openRedis>): ForgetSomePorts['firstCounts'] {
  const keyOf = (requestId: string) => `aika:forgetting-some:${requestId}`
  return {
    async keep(requestId, counts) {
      await redis.set(keyOf(requestId), JSON.stringify(counts), 'EX', keptSeconds, 'NX')
      const kept = FirstCounts.safeParse(JSON.parse((await redis.get(keyOf(requestId))) ?? 'null'))
      return kept.data ?? counts
    },
    async drop(requestId) {
      await redis.del(keyOf(requestId))
    },
  }
}
