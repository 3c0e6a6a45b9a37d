/** The last midnight in a time zone, as an instant. */
export function startOfDay(now: Date, timeZone: string): Date {
  // Two passes: the first guess may lie on the other side of a change of daylight saving.
  const guess = new Date(now.getTime() - sinceMidnightMs(now, timeZone))
  const drift = sinceMidnightMs(guess, timeZone)
  if (drift === 0) return guess
  return new Date(guess.getTime() + (drift > 12 * HOUR_MS ? 24 * HOUR_MS - drift : -drift))
}

const HOUR_MS = 3_600_000

function sinceMidnightMs(at: Date, timeZone: string): number {
  const format = {
    timeZone,
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  } as const
  const parts = new Intl.DateTimeFormat('en', format).formatToParts(at)
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return read('hour') * HOUR_MS + read('minute') * 60_000 + read('second') * 1_000 + at.getMilliseconds()
}
