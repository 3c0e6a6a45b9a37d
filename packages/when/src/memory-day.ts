import { dateOf, dayMs, instantOf, wallOf, weekdayOf } from './wall-clock.ts'

const hourMs = 3_600_000
/** A day of the memory ends when people sleep. */
const dayBeginsMs = 4 * hourMs
/** After the day before has been summed up. */
const weekBeginsMs = 5 * hourMs

/** The day, `2026-11-21`, that a moment belongs to for its person: from 04:00 to 04:00 by their clocks. */
export function memoryDayOf(at: Date, timeZone: string): string {
  return dateOf(wallOf(at, timeZone) - dayBeginsMs)
}

/** The moment at which such a day is over. */
export function endOfMemoryDay(day: string, timeZone: string): Date {
  return instantOf(Date.parse(day) + dayMs + dayBeginsMs, timeZone)
}

/** The Sunday, `2026-11-22`, on which the week of a day is summed up: the first one after it. */
export function memoryWeekOf(day: string): string {
  const wall = Date.parse(day)
  return dateOf(wall + (7 - weekdayOf(wall)) * dayMs)
}

/** The last Sunday whose 05:00 has passed by their clocks. */
export function lastMemoryWeek(now: Date, timeZone: string): string {
  const wall = wallOf(now, timeZone) - weekBeginsMs
  return dateOf(wall - weekdayOf(wall) * dayMs)
}

/** The day before. */
export function dayBefore(day: string): string {
  return dateOf(Date.parse(day) - dayMs)
}

/**
 * When some things, one after the other, happened: one that is dated after now, by a clock that was ahead, at the time of
 * the next that is not. One with none behind it keeps its date.
 * @param times - moments, or days.
 */
export function believableTimes<Time extends Date | string>(times: readonly Time[], now: Time): Time[] {
  let next: Time | undefined
  return times
    .toReversed()
    .map((at) => {
      if (at <= now) next = at
      return next ?? at
    })
    .reverse()
}

/**
 * The day with which something said at a moment is summed up. Never one that has been already, nor one before it: for
 * somebody who flew west a day comes twice, and its second half goes with the next.
 * @param lastDay - the newest day that is summed up, of those that have begun.
 */
export function dayToSumUp(at: Date, timeZone: string, lastDay: string | undefined): string {
  const day = memoryDayOf(at, timeZone)
  return lastDay !== undefined && day <= lastDay ? later(lastDay, 1) : day
}

/** The Sunday with whose week a day is summed up, by the same rule. */
export function weekToSumUp(day: string, lastWeek: string | undefined): string {
  const week = memoryWeekOf(day)
  return lastWeek !== undefined && week <= lastWeek ? later(lastWeek, 7) : week
}

const later = (day: string, days: number) => dateOf(Date.parse(day) + days * dayMs)
