import type { z } from 'zod'

/** What both ends of one queue agree on. Payload and result are parsed on the way in and on the way out. */
export interface QueueContract<Payload extends z.ZodType = z.ZodType, Result extends z.ZodType = z.ZodType> {
  /** The queue's name in Redis, kebab-case. */
  name: string
  payload: Payload
  result: Result
  /** How often a job is tried in all, the first time included. */
  attempts: number
  /** Delay before the second try, doubled for each later one. */
  backoffMs: number
  /** No delay grows beyond this: for what waits for somebody who may be away for hours. Left out: they double on. */
  longestBackoffMs?: number
  /**
   * The same id means the same work: adding it again finds the first job while that is kept.
   * BullMQ refuses `:` and ids that look like an integer. Left out: each job is its own.
   */
  jobId?(payload: z.output<Payload>): string
  /** At most one job of this key is active and at most one more waits; the last payload wins. */
  oneAtATime?(payload: z.output<Payload>): string
  /** How long a finished job, and with it its result and its id, is kept. 0 drops it at once. */
  keepForSeconds: number
}

/** Declares a queue. The identity function, there for its types. */
export function defineQueue<Payload extends z.ZodType, Result extends z.ZodType>(
  contract: QueueContract<Payload, Result>,
): QueueContract<Payload, Result> {
  return contract
}

/** A lossy broadcast: whoever does not listen at that moment misses it, and nothing may depend on it. */
export interface ChannelContract<Message extends z.ZodType = z.ZodType> {
  name: string
  message: Message
}

/** Declares a channel. The identity function, there for its types. */
export function defineChannel<Message extends z.ZodType>(
  contract: ChannelContract<Message>,
): ChannelContract<Message> {
  return contract
}
