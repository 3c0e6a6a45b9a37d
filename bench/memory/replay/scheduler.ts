import type { Summary } from '../../../packages/contracts/src/index.ts'
import { dayBefore, endOfMemoryDay, lastMemoryWeek, memoryDayOf } from '../../../packages/when/src/index.ts'
import { dayMs, hourMs } from '../histories/history.ts'
import { userId } from './world.ts'

/** A moment at which the scheduler looks, and what it asks for then. */
export interface Beat {
  at: Date
  asks: Summary[]
}

/** Every 04:00 and 05:00 of a person's clocks after one moment and up to another. */
export function beatsBetween(after: Date, until: Date, timeZone: string): Beat[] {
  const beats: Beat[] = []
  for (let day = after.getTime(); day <= until.getTime() + dayMs; day += dayMs) {
    const four = endOfMemoryDay(dayBefore(memoryDayOf(new Date(day), timeZone)), timeZone)
    const five = new Date(four.getTime() + hourMs)
    beats.push({ at: four, asks: [daily(four, timeZone)] }, { at: five, asks: [weekly(five, timeZone)] })
  }
  return beats.filter(({ at }) => at > after && at <= until)
}

const daily = (now: Date, timeZone: string): Summary => ({
  kind: 'daily',
  through: dayBefore(memoryDayOf(now, timeZone)),
  userId,
  timeZone,
  traceId: 'replay-daily',
})

const weekly = (now: Date, timeZone: string): Summary =>
  ({
    ...daily(now, timeZone),
    kind: 'weekly',
    through: lastMemoryWeek(now, timeZone),
    traceId: 'replay-weekly',
  }) as Summary
