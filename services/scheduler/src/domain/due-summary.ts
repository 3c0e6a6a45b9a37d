import type { DailySummary, WeeklySummary } from '@aika/contracts'
import { dayBefore, dayToSumUp, lastMemoryWeek, memoryDayOf, weekToSumUp } from '@aika/when'

/** How far somebody's private chat is summed up. */
export interface MemoryProgress {
  /** When the oldest exchange that is in no day's summary began. */
  firstUncoveredAt: Date | undefined
  /** The newest day that is summed up, of those that have begun. */
  lastDay: string | undefined
  /** Whether something was forgotten of a day that is not written anew yet. */
  hasStale: boolean
  /** The oldest summed-up day that is in no week's. */
  firstDayAfterMajor: string | undefined
  /** The Sunday of the newest week that is, of those that have come. */
  lastWeek: string | undefined
}

export type DueSummary = Pick<DailySummary, 'kind' | 'through'> | Pick<WeeklySummary, 'kind' | 'through'>

/**
 * What is to be summed up by now, by somebody's own clocks: every day to its 04:00, every week to its Sunday 05:00. It
 * follows from what is missing alone, so whatever was missed while the machine was off is due when it is on again.
 *
 * A week is due when all its days are there. So a day never waits behind a week that Groq has no quota for, and what is
 * due at the same time is about different days.
 */
export function dueSummaries(now: Date, timeZone: string, progress: MemoryProgress): DueSummary[] {
  const { firstUncoveredAt, lastDay, hasStale, firstDayAfterMajor, lastWeek } = progress
  const nextDay = firstUncoveredAt && dayToSumUp(firstUncoveredAt, timeZone, lastDay)
  const [yesterday, sunday] = [dayBefore(memoryDayOf(now, timeZone)), lastMemoryWeek(now, timeZone)]
  const isDayDue = hasStale || (nextDay !== undefined && nextDay <= yesterday)
  const hasItsDays = !hasStale && (nextDay === undefined || nextDay >= sunday)
  const isWeekDue = firstDayAfterMajor !== undefined && weekToSumUp(firstDayAfterMajor, lastWeek) <= sunday
  return [
    ...(isDayDue ? [{ kind: 'daily', through: yesterday } as const] : []),
    ...(isWeekDue && hasItsDays ? [{ kind: 'weekly', through: sunday } as const] : []),
  ]
}
