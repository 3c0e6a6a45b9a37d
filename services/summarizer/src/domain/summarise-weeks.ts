import type { WeeklySummary } from '@aika/contracts'
import {
  believableTimes,
  dayBefore,
  endOfMemoryDay,
  memoryDayOf,
  memoryWeekOf,
  weekToSumUp,
} from '@aika/when'
import { linesOf } from './line.ts'
import type { MemoryPorts, Whose } from './memory-ports.ts'
import { writeStretches, type Stretch, type Written } from './stretch.ts'
import { isUnderWay, nextOfDays } from './summarise-days.ts'

/** More than two weeks' days: one more than a week can have. */
const mostDays = 15

export type Weeks = Whose & Pick<WeeklySummary, 'through'>

/**
 * Puts every week that is over, up to the one that ends with a Sunday, into four sentences, each with the four before
 * it; all the days first, so that no week is without one of them. A week without days has none. Versions of before stay.
 * Safe to run twice; where versions were deleted they are made again from the first on, from the days as they are now.
 */
export function summariseWeeks(ports: MemoryPorts, weeks: Weeks, signal: AbortSignal): Promise<Written[]> {
  const days = { ...weeks, through: dayBefore(weeks.through) }
  const next = async () => (await nextOfDays(ports, days)) ?? (await nextWeek(ports, weeks))
  return writeStretches(ports, weeks, next, signal)
}

async function nextWeek(ports: MemoryPorts, weeks: Weeks): Promise<Stretch | undefined> {
  const { userId, timeZone, through } = weeks
  const [major] = await ports.summaries.recent(userId, 'major', 1)
  const today = memoryDayOf(ports.clock.now(), timeZone)
  const since = await daysAfter(ports, userId, major?.throughNumber ?? 0, today)
  const [first] = since
  if (!first) return undefined
  const week = weekToSumUp(first.period, await ports.summaries.lastPeriod(userId, 'major', today))
  if (week > through || (await isUnderWay(ports, userId, endOfMemoryDay(dayBefore(week), timeZone))))
    return undefined
  const days = since.filter(({ period }) => memoryWeekOf(period) <= week)
  // Something was forgotten since the days were looked at: its day is written anew first.
  if (days.some(({ state }) => state === 'stale')) return undefined
  return {
    kind: 'major',
    period: week,
    fromNumber: first.fromNumber,
    throughNumber: days.at(-1)!.throughNumber,
    before: major ? linesOf(major) : [],
    lines: days.flatMap((day) => linesOf(day, day.period)),
  }
}

/** A day that was written while the clock was ahead counts as the next that has begun: no week would end until then. */
async function daysAfter({ summaries }: MemoryPorts, userId: number, number: number, today: string) {
  const days = await summaries.after(userId, 'daily', number, mostDays)
  const periods = believableTimes(
    days.map(({ period }) => period),
    today,
  )
  return days.map((day, index) => ({ ...day, period: periods[index]! }))
}
