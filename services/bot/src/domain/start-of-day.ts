/** The moment at which the day of `now` began in that time zone. */
export function startOfDay(now: Date, timeZone: string): Date {
  const atZone = (date: Date) => {
    const parts = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(date)
    const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
    return ((of('hour') * 60 + of('minute')) * 60 + of('second')) * 1_000 + date.getMilliseconds()
  }
  const guess = new Date(now.getTime() - atZone(now))
  // A clock change between midnight and now moves the guess off midnight by up to some hours.
  const off = atZone(guess)
  const dayMs = 24 * 3_600_000
  return new Date(guess.getTime() - (off > dayMs / 2 ? off - dayMs : off))
}
