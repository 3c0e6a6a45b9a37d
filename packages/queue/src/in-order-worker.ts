import { Worker, type Job } from 'bullmq'
import type { RedisOptions } from 'ioredis'
import { setTimeout as sleep } from 'node:timers/promises'
import { openRedis } from './connection.ts'

const lookEveryMs = 100
/** Well beyond the time after which a dead worker's jobs are found. */
const patienceMs = 15_000

/**
 * Waiting jobs by the time they were added, then by ids that count up; the next one is the rightmost. Jobs of a dead
 * worker come back in no order.
 */
const sortWaiting = `
  local jobs = {}
  for index, id in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
    jobs[index] = { id = id, at = tonumber(redis.call('HGET', ARGV[1] .. id, 'timestamp') or 0) }
  end
  table.sort(jobs, function(a, b)
    if a.at ~= b.at then return a.at > b.at end
    if #a.id ~= #b.id then return #a.id > #b.id end
    return a.id > b.id
  end)
  for index, job in ipairs(jobs) do redis.call('LSET', KEYS[1], index - 1, job.id) end
  return #jobs`

/**
 * Begins jobs in the order in which they were added.
 *
 * BullMQ fetches jobs on two ways at once: in its loop, and with the call that ends a job. The second takes a few steps
 * longer to get back to the loop, so of two jobs fetched within a moment the newer may begin first. This one fetches in
 * its loop alone. And what a killed worker had begun is found again only when its locks have ended, while newer jobs
 * wait: this one begins when it is.
 */
export class InOrderWorker extends Worker {
  override async run() {
    // Called while the constructor runs: nothing of this class's own is there yet.
    await takeOver(this).catch((error: unknown) => this.emit('error', error as Error))
    return super.run()
  }

  override processJob(job: Job, token: string) {
    return super.processJob(job, token, () => false)
  }
}

async function takeOver(worker: Worker): Promise<void> {
  const prefix = `${worker.opts.prefix ?? 'bull'}:${worker.name}:`
  const redis = openRedis(worker.opts.connection as RedisOptions)
  try {
    const deadline = performance.now() + patienceMs
    let isLooking = false
    while (!worker.closing && performance.now() < deadline && (await redis.llen(`${prefix}active`)) > 0) {
      if (!isLooking) await worker.startStalledCheckTimer()
      isLooking = true
      await sleep(lookEveryMs)
    }
    await redis.eval(sortWaiting, 1, `${prefix}wait`, prefix)
  } finally {
    redis.disconnect()
  }
}
