import type { QueueContract } from '@aika/contracts'
import { Queue } from 'bullmq'
import { impatient, openRedis, type Connection } from './connection.ts'

/** Holds some queues for everybody, whatever process works on them. */
export interface Brake extends AsyncDisposable {
  /** From now on no waiting job begins; what runs goes on, what is added waits. Doing it again keeps the first moment. */
  pauseQueues(at: Date): Promise<void>
  /** What waited begins. @returns whether they were paused. */
  resumeQueues(): Promise<boolean>
  /** Since when they are paused. It outlives every service, as it stands in Redis. */
  pausedSince(): Promise<Date | undefined>
}

const key = 'aika:paused'

/** Opens the brake of these queues. */
export function openBrake(contracts: Pick<QueueContract, 'name'>[], connection: Connection): Brake {
  const redis = openRedis(impatient(connection))
  const queues = contracts.map(({ name }) => {
    const queue = new Queue(name, { connection: redis, skipVersionCheck: true })
    queue.on('error', () => {
      // Reconnects by itself; a call that gives up rejects where it was made.
    })
    return queue
  })
  return {
    async pauseQueues(at) {
      // First what everybody reads: should we die in between, `resumeQueues` is told that there is something to resume.
      await redis.set(key, at.toISOString(), 'NX')
      await Promise.all(queues.map((queue) => queue.pause()))
    },
    async resumeQueues() {
      await Promise.all(queues.map((queue) => queue.resume()))
      return (await redis.del(key)) > 0
    },
    async pausedSince() {
      const at = await redis.get(key)
      return at === null ? undefined : new Date(at)
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(queues.map((queue) => queue.close()))
      redis.disconnect()
    },
  }
}
