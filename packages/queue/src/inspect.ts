import * as contracts from '@aika/contracts'
import { Queue } from 'bullmq'
import { impatient, openRedis, type Connection } from './connection.ts'

export interface QueueDepth {
  waiting: number
  active: number
  delayed: number
  failed: number
}

const names = [
  contracts.wakeQueue.name,
  contracts.runQueue.name,
  contracts.replyQueue.name,
  contracts.summaryQueue.name,
  contracts.fetchQueue.name,
  contracts.accountQueue.name,
  contracts.adminRunQueue.name,
  contracts.incidentQueue.name,
  contracts.housekeepingQueue.name,
  contracts.sandboxSweepQueue.name,
]

/** Every queue, for dashboards and depths. */
export interface QueueInspector extends AsyncDisposable {
  queues: Queue[]
  depths(): Promise<Record<string, QueueDepth>>
}

export function inspectQueues(connection: Connection): QueueInspector {
  const redis = openRedis(impatient(connection))
  const queues = names.map((name) => {
    const queue = new Queue(name, { connection: redis, skipVersionCheck: true })
    queue.on('error', () => {
      // Reconnects by itself; a call that gives up rejects where it was made.
    })
    return queue
  })
  return {
    queues,
    async depths() {
      const entries = await Promise.all(
        queues.map(async (queue) => [queue.name, await depth(queue)] as const),
      )
      return Object.fromEntries(entries)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(queues.map((queue) => queue.close()))
      redis.disconnect()
    },
  }
}

async function depth(queue: Queue): Promise<QueueDepth> {
  const counts = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed', 'prioritized')
  return {
    waiting: (counts['waiting'] ?? 0) + (counts['prioritized'] ?? 0),
    active: counts['active'] ?? 0,
    delayed: counts['delayed'] ?? 0,
    failed: counts['failed'] ?? 0,
  }
}
