import { DateTime } from 'luxon'

const format = 'ccc d LLL yyyy, HH:mm'

/** The absolute time as the people of that zone read it: `Mon 23 Nov 2026, 09:00 (UTC+01:00, Europe/Berlin)`. */
export function describeTime(at: Date, timeZone: string): string {
  const local = DateTime.fromJSDate(at, { zone: timeZone }).setLocale('en-US')
  return `${local.toFormat(format)} (UTC${local.toFormat('ZZ')}, ${timeZone})`
}

const described = /^\p{L}{3} (\d{1,2} \p{L}{3} \d{4}), (\d{2}:\d{2}) \(UTC([+-]\d{2}:\d{2}), [^()]+\)$/u

/** Reads what `describeTime` wrote, to the minute. */
export function readDescribed(text: string): Date | undefined {
  const match = described.exec(text.trim())
  if (!match) return undefined
  const at = DateTime.fromFormat(`${match[1]} ${match[2]} ${match[3]}`, 'd LLL yyyy HH:mm ZZ', {
    locale: 'en-US',
  })
  return at.isValid ? at.toJSDate() : undefined
}
