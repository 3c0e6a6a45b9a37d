import { IANAZone } from 'luxon'

/** What a clock on the wall shows, as the epoch milliseconds at which a clock in UTC shows the same. */
export type WallMs = number

export const dayMs = 86_400_000
const minuteMs = 60_000

/** What the clocks of that zone show at a moment. */
export function wallOf(at: Date, timeZone: string): WallMs {
  return at.getTime() + offsetMs(at.getTime(), timeZone)
}

/**
 * The moment at which the clocks of that zone show this. Where they show it twice (autumn) it is the first time; where
 * they never do (spring) it is the first moment after the gap.
 */
export function instantOf(wall: WallMs, timeZone: string): Date {
  const before = offsetMs(wall - dayMs, timeZone)
  const after = offsetMs(wall + dayMs, timeZone)
  const shown = [wall - before, wall - after].filter((at) => wallOf(new Date(at), timeZone) === wall)
  if (shown.length > 0) return new Date(Math.min(...shown))
  return new Date(changeBetween(wall - dayMs, wall + dayMs, timeZone))
}

/** `2026-11-23`. */
export const dateOf = (wall: WallMs) => new Date(wall).toISOString().slice(0, 10)

/** From Sunday, 0. */
export const weekdayOf = (wall: WallMs) => new Date(wall).getUTCDay()

/** When the offset changes between two moments that are less than one change apart. */
function changeBetween(from: number, to: number, timeZone: string): number {
  const before = offsetMs(from, timeZone)
  let [low, high] = [Math.floor(from / minuteMs), Math.ceil(to / minuteMs)]
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (offsetMs(middle * minuteMs, timeZone) === before) low = middle
    else high = middle
  }
  return high * minuteMs
}

function offsetMs(at: number, timeZone: string): number {
  return IANAZone.create(timeZone).offset(at) * minuteMs
}
