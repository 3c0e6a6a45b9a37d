import { isRelative, read, type Start } from './reader.ts'

export interface ClockTime {
  hour: number
  minute: number
}

/** Some day whose seconds no time of day has, so that what chrono takes from it is told from what was said. */
const someDay = Date.UTC(2026, 0, 1, 1, 2, 3)

/** A time of day and nothing else: `at 9`, `18:00`, `в 9 вечера`, `noon`. Text in lower case. */
export function readClock(text: string): ClockTime | undefined {
  const start = read(/^\d{1,2}$/.test(text) ? `at ${text}` : text, someDay)
  if (!start || isRelative(start) || namesDay(start)) return undefined
  return clockOf(start)
}

/** Whether it says which day, of a date or of a week. */
export const namesDay = (start: Start) =>
  start.isCertain('day') || start.isCertain('weekday') || start.isCertain('month') || start.isCertain('year')

/** The time of day that was said, in figures or as `evening`; undefined when there was none. */
export function clockOf(start: Start): ClockTime | undefined {
  const [hour, minute] = [start.get('hour')!, start.get('minute')!]
  if (start.isCertain('hour')) return { hour, minute }
  const said = saidAs(start)
  if (said === 'morning') return { hour: 9, minute: 0 }
  // Chrono takes noon, or the present time to the second, where nothing was said.
  const isTaken = hour === 12 || start.get('second') !== 0
  return said !== undefined || !isTaken ? { hour, minute } : undefined
}

function saidAs(start: Start): string | undefined {
  const parts = ['morning', 'noon', 'afternoon', 'evening', 'tonight', 'night', 'midnight']
  return parts.find((part) => start.tags().has(`casualReference/${part}`))
}
