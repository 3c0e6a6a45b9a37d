import { dayMs, instantOf, wallOf } from './wall-clock.ts'

/**
 * The moment at which the calendar day of `now` began by the clocks of that zone: midnight; the first of two in the night
 * that has them, the first moment after the gap in one that has none.
 */
export function startOfDay(now: Date, timeZone: string): Date {
  return instantOf(Math.floor(wallOf(now, timeZone) / dayMs) * dayMs, timeZone)
}
