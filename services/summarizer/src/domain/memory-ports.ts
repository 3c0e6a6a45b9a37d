import type { Exchange, Summaries } from '@aika/store'
import type { SentenceModels } from './write-sentences.ts'

/** An exchange of a private chat, as much of it as is summed up. */
export type PastExchange = Pick<Exchange, 'number' | 'turnId' | 'question' | 'answer' | 'sentence' | 'at'>

/** What summing up a person's private chat needs from the world. */
export interface MemoryPorts {
  exchanges: {
    /** Finished ones after that number, and before `until` if given, oldest first, at most `count`. */
    after(chatId: number, number: number, count: number, until?: Date): Promise<PastExchange[]>
    /** The oldest turn that has not ended. */
    firstOpen(chatId: number): Promise<{ number: number; at: Date } | undefined>
  }
  summaries: Pick<Summaries, 'standing' | 'recent' | 'after' | 'stale' | 'add' | 'renew'>
  models: SentenceModels
  clock: { now(): Date }
}

/** Whose chat is summed up, and by which clocks. */
export interface Whose {
  userId: number
  timeZone: string
  traceId: string
}

/**
 * Exchanges after a number that may be summed up: none beyond a turn that has not ended, as a summary covers every turn
 * up to its last.
 */
export async function finishedAfter(
  { exchanges }: Pick<MemoryPorts, 'exchanges'>,
  userId: number,
  number: number,
  count: number,
): Promise<PastExchange[]> {
  const open = await exchanges.firstOpen(userId)
  const past = await exchanges.after(userId, number, count)
  return open ? past.filter((exchange) => exchange.number < open.number) : past
}
