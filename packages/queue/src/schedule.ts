import type { QueueContract } from '@aika/contracts'
import { Queue } from 'bullmq'
import type { z } from 'zod'
import { impatient, type Connection } from './connection.ts'

export interface Schedule<Payload extends z.ZodType> {
  /** Stable: setting the same id again replaces the schedule, so many replicas make one. */
  id: string
  everyMs: number
  payload: z.input<Payload>
}

/**
 * Puts a job on a queue again and again, from now on, across restarts. One job per beat however many call this, and
 * calling it again does not move the next beat. Waits for a Redis that is not there yet.
 */
export async function scheduleEvery<Payload extends z.ZodType>(
  contract: QueueContract<Payload>,
  connection: Connection,
  { id, everyMs, payload }: Schedule<Payload>,
): Promise<void> {
  const queue = new Queue(contract.name, { connection: impatient(connection), skipVersionCheck: true })
  queue.on('error', () => {
    // Reconnects by itself; BullMQ would print it.
  })
  try {
    const keep = { age: contract.keepForSeconds, count: 100 }
    await queue.upsertJobScheduler(
      id,
      { every: everyMs },
      {
        name: contract.name,
        data: contract.payload.parse(payload),
        opts: { attempts: contract.attempts, removeOnComplete: keep, removeOnFail: keep },
      },
    )
  } finally {
    await queue.close()
  }
}
