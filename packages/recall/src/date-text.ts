const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    day: '2-digit',
    month: 'long',
    year: 'numeric',
    weekday: 'long',
  })
  formats.set(timeZone, format)
  return format
}

/** A day by the clocks of a zone, as a question may name it. */
export interface NamedDay {
  day: number
  month: string
  year: number
  weekday: string
}

export function namedDay(at: Date, timeZone: string): NamedDay {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return {
    day: Number(parts['day']),
    month: parts['month']!.toLowerCase(),
    year: Number(parts['year']),
    weekday: parts['weekday']!.toLowerCase(),
  }
}

/** `07 May 2023 Sunday`: what stands in the index for a moment. */
export function dateText(at: Date, timeZone: string): string {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${parts['day']} ${parts['month']} ${parts['year']} ${parts['weekday']}`
}
