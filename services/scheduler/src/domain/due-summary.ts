import type { DailySummary, WeeklySummary } from '@aika/contracts'
import { dayBefore, dayToSumUp, lastMemoryWeek, memoryDayOf, weekToSumUp } from '@aika/when'

/** How far somebody's private chat is summed up. */
export interface MemoryProgress {
  /** When the oldest exchange that is in no day's summary began. */
  firstUncoveredAt: Date | undefined
  /** The newest day that is summed up. */
  lastDay: string | undefined
  /** Whether something was forgotten of a day that is not written anew yet. */
  hasStale: boolean
  /** The oldest summed-up day that is in no week's. */
  firstDayAfterMajor: string | undefined
  /** The Sunday of the newest week that is. */
  lastWeek: string | undefined
}

export type DueSummary = Pick<DailySummary, 'kind' | 'through'> | Pick<WeeklySummary, 'kind' | 'through'>

/**
 * What is to be summed up by now, by somebody's own clocks: every day to its 04:00, every week to its Sunday 05:00. It
 * follows from what is missing alone, so whatever was missed while the machine was off is due when it is on again.
 *
 * @returns at most one: a week brings its days along, so what is left of them is due after it.
 */
export function dueSummary(now: Date, timeZone: string, progress: MemoryProgress): DueSummary | undefined {
  const { firstUncoveredAt, lastDay, hasStale, firstDayAfterMajor, lastWeek } = progress
  const nextDay = firstUncoveredAt && dayToSumUp(firstUncoveredAt, timeZone, lastDay)
  const firstOfWeek = firstDayAfterMajor ?? nextDay
  const sunday = lastMemoryWeek(now, timeZone)
  if (firstOfWeek !== undefined && weekToSumUp(firstOfWeek, lastWeek) <= sunday)
    return { kind: 'weekly', through: sunday }
  const yesterday = dayBefore(memoryDayOf(now, timeZone))
  const isDayDue = nextDay !== undefined && nextDay <= yesterday
  return isDayDue || hasStale ? { kind: 'daily', through: yesterday } : undefined
}
