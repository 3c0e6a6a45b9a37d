/** A day of the memory, `2026-11-21`, as a list shows it: `Sat 21 Nov`, with the year where it is another one. */
export function dayName(day: string, now: Date): string {
  const date = new Date(`${day}T00:00:00Z`)
  return new Intl.DateTimeFormat('en-GB', {
    timeZone: 'UTC',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    ...(date.getUTCFullYear() !== now.getUTCFullYear() && { year: 'numeric' }),
  })
    .format(date)
    .replace(',', '')
}
