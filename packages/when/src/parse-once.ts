import { DateTime } from 'luxon'
import { readDescribed } from './describe-time.ts'
import { clockOf, namesDay } from './read-clock.ts'
import { isElapsed, isRelative, read, readDayFirst, type Start } from './reader.ts'
import { dateOf, dayMs, instantOf, wallOf, type WallMs } from './wall-clock.ts'

/** What a time is read against. */
export interface When {
  now: Date
  /** IANA name. */
  timeZone: string
}

/** A point in time, past ones included. Undefined when not all of the text is about one. */
export function parseOnce(text: string, when: When): Date | undefined {
  return readIso(text, when.timeZone) ?? readDescribed(text) ?? readWords(text.toLowerCase(), when)
}

const iso =
  /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)? ?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i

function readIso(text: string, timeZone: string): Date | undefined {
  const match = iso.exec(text)
  if (!match) return undefined
  const [, date, clock = '09:00', offset] = match
  const at = DateTime.fromISO(`${date}T${clock}${offset?.toUpperCase() ?? 'Z'}`)
  if (!at.isValid) return undefined
  return offset ? at.toJSDate() : instantOf(at.toMillis(), timeZone)
}

/** A date of figures that has passed as English has it may be meant the other way round. */
function readWords(text: string, when: When): Date | undefined {
  const wall = withSeconds(wallOf(when.now, when.timeZone))
  const at = momentIn(read(text, wall), wall, when)
  if (!at || at > when.now || !/\d\/\d/.test(text)) return at
  return momentIn(readDayFirst(text, wall), wall, when) ?? at
}

function momentIn(start: Start | undefined, wall: WallMs, { now, timeZone }: When): Date | undefined {
  if (!start || !isWhole(start)) return undefined
  if (isElapsed(start)) return new Date(now.getTime() + wallIn(start, wall) - wall)
  const at = (shown: WallMs) => momentOf(shown, start, timeZone)
  const shown = wallIn(start, wall)
  return at(shown + daysToAdd(start, shown, wall, at(shown) <= now) * dayMs)
}

/** Never on a full minute: chrono puts the present seconds where no time of day was said. */
const withSeconds = (wall: WallMs) => (wall % 60_000 < 1_000 ? wall - (wall % 60_000) + 1_000 : wall)

/** `may` is not a time to be reminded at. */
function isWhole(start: Start): boolean {
  const hasDay = start.isCertain('day') || start.isCertain('weekday') || isRelative(start)
  return hasDay || (clockOf(start) !== undefined && !start.isCertain('month') && !start.isCertain('year'))
}

function wallIn(start: Start, wall: WallMs): WallMs {
  const [year, month, day] = [start.get('year')!, start.get('month')!, start.get('day')!]
  const midnight = Date.UTC(year, month - 1, day)
  if (isElapsed(start)) return midnight + timeOf(start)
  const clock = clockOf(start)
  if (!clock && isRelative(start)) return midnight + (wall % dayMs)
  return midnight + ((clock?.hour ?? 9) * 60 + (clock?.minute ?? 0)) * 60_000
}

function timeOf(start: Start): number {
  const seconds = (start.get('hour')! * 60 + start.get('minute')!) * 60 + start.get('second')!
  return seconds * 1_000 + (start.get('millisecond') ?? 0)
}

/** A zone that is named in the text goes before the person's. */
function momentOf(shown: WallMs, start: Start, timeZone: string): Date {
  const offset = isRelative(start) ? null : start.get('timezoneOffset')
  return typeof offset === 'number' ? new Date(shown - offset * 60_000) : instantOf(shown, timeZone)
}

/** A time of day that has passed is tomorrow's, a weekday that has passed is next week's; so is today's, said alone. */
function daysToAdd(start: Start, shown: WallMs, wall: WallMs, isOver: boolean): number {
  const isWeekday = start.isCertain('weekday') && !start.isCertain('day') && !isRelative(start)
  if (isWeekday) return isOver || (!clockOf(start) && dateOf(shown) === dateOf(wall)) ? 7 : 0
  return isOver && !namesDay(start) && !isRelative(start) ? 1 : 0
}
