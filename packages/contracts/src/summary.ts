import { z } from 'zod'
import { defineQueue } from './define-queue.ts'
import { ChatId, TraceId, TurnId, UserId } from './ids.ts'

const LocalDate = z.iso.date()
const TimeZone = z.string().regex(/^[A-Za-z][\w+/-]{0,63}$/)

/** An exchange has left the verbatim window: put it into one sentence. Producer: agent. */
const ExchangeSummary = z.object({
  kind: z.literal('exchange'),
  turnId: TurnId,
  chatId: ChatId,
  traceId: TraceId,
})

/** Too many sentences of today: the oldest of them, up to this turn, and the fold before become two. Producer: agent. */
const FoldSummary = z.object({
  kind: z.literal('fold'),
  userId: UserId,
  throughNumber: z.int().positive(),
  timeZone: TimeZone,
  traceId: TraceId,
})

/** Every day that is over and not summed up, up to this one, becomes two sentences. Producer: scheduler. */
const DailySummary = z.object({
  kind: z.literal('daily'),
  userId: UserId,
  through: LocalDate,
  timeZone: TimeZone,
  traceId: TraceId,
})

/** Every week that is over, up to the one that ends with this Sunday, goes into the four sentences. Producer: scheduler. */
const WeeklySummary = DailySummary.extend({ kind: z.literal('weekly') })

const Summary = z.discriminatedUnion('kind', [ExchangeSummary, FoldSummary, DailySummary, WeeklySummary])

/**
 * Something to sum up. Consumer: summarizer.
 *
 * Each is done once however often it is asked for: what is done is known from the database. Off the reply path: when Groq
 * is down the work waits here.
 */
export const summaryQueue = defineQueue({
  name: 'summary',
  payload: Summary,
  result: z.object({ stored: z.boolean() }),
  // When Groq is back after hours, all that waited is made within minutes; a month of it being away loses nothing.
  attempts: 15_000,
  backoffMs: 5_000,
  longestBackoffMs: 180_000,
  jobId: jobIdOf,
  keepForSeconds: 0,
})

export type ExchangeSummary = z.output<typeof ExchangeSummary>
export type FoldSummary = z.output<typeof FoldSummary>
export type DailySummary = z.output<typeof DailySummary>
export type WeeklySummary = z.output<typeof WeeklySummary>
export type Summary = z.output<typeof Summary>

function jobIdOf(work: Summary): string {
  switch (work.kind) {
    case 'exchange':
      return `summary-${work.turnId}`
    case 'fold':
      return `fold-${work.userId}-${work.throughNumber}`
    case 'daily':
    case 'weekly':
      return `${work.kind}-${work.userId}-${work.through}`
    default:
      return work satisfies never
  }
}
