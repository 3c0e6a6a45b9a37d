import type { Exchange, Summaries } from '@aika/store'
import { believableTimes } from '@aika/when'
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
  summaries: Pick<Summaries, 'standing' | 'recent' | 'lastPeriod' | 'after' | 'stale' | 'add' | 'renew'>
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
 * up to its last. One that is dated in the future, by a clock that was ahead, has the time of the next that is not:
 * otherwise no day would end until then.
 */
export async function finishedAfter(
  { exchanges, clock }: Pick<MemoryPorts, 'exchanges' | 'clock'>,
  userId: number,
  number: number,
  count: number,
): Promise<PastExchange[]> {
  const open = await exchanges.firstOpen(userId)
  const page = await exchanges.after(userId, number, count)
  const [last, now] = [page.at(-1), clock.now()]
  const next = last && last.at > now ? await exchanges.after(userId, last.number, 1, now) : []
  const times = believableTimes(
    [...page, ...next].map(({ at }) => at),
    now,
  )
  const past = page.map((exchange, index) => ({ ...exchange, at: times[index]! }))
  return open ? past.filter((exchange) => exchange.number < open.number) : past
}
