import type { ClockTime } from './read-clock.ts'
import type { Rule } from './rule.ts'

/** Weekdays from Sunday (0); months from January (1). */
export type Days =
  | { kind: 'week'; days: number[] }
  | { kind: 'month'; day: number; months?: { every: number; of: number[] } }
  | { kind: 'year'; month: number; day: number }
  | { kind: 'step'; days: number; from: string; weekday?: number }

const weekdayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const monthNames = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
] // prettier-ignore
const longestMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** A rule at a time of day; undefined for days that no year has. */
export function clockRule(days: Days, { hour, minute }: ClockTime): Rule | undefined {
  if (!exists(days)) return undefined
  const clock = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  const step = days.kind === 'step' ? { step: { days: days.days, from: days.from } } : {}
  return {
    kind: 'clock',
    cron: `${minute} ${hour} ${cronDays(days)}`,
    ...step,
    words: `${wordsOf(days)} at ${clock}`,
  }
}

/** A rule of so many minutes of real time. */
export function intervalRule(minutes: number, from: Date): Rule {
  return { kind: 'interval', minutes, from: from.toISOString(), words: `every ${wordsOfMinutes(minutes)}` }
}

function exists(days: Days): boolean {
  if (days.kind === 'month') return days.day >= 1 && days.day <= 31
  if (days.kind === 'year') return days.day >= 1 && days.day <= longestMonths[days.month - 1]!
  return true
}

function cronDays(days: Days): string {
  switch (days.kind) {
    case 'week':
      return days.days.length === 7 ? '* * *' : `* * ${days.days.join(',')}`
    case 'month':
      return `${days.day} ${days.months?.of.join(',') ?? '*'} *`
    case 'year':
      return `${days.day} ${days.month} *`
    case 'step':
      return '* * *'
    default:
      throw days satisfies never
  }
}

function wordsOf(days: Days): string {
  switch (days.kind) {
    case 'week':
      return `every ${wordsOfWeek(days.days)}`
    case 'month':
      return `every ${days.months ? `${days.months.every} months` : 'month'} on the ${ordinal(days.day)}`
    case 'year':
      return `every year on ${days.day} ${monthNames[days.month - 1]}`
    case 'step':
      if (days.weekday === undefined) return `every ${days.days} days`
      return `every ${days.days / 7} weeks on ${weekdayNames[days.weekday]}`
    default:
      throw days satisfies never
  }
}

function wordsOfWeek(days: number[]): string {
  const set = days.join('')
  const known: Record<string, string> = { '0123456': 'day', '12345': 'weekday', '06': 'weekend' }
  if (known[set]) return known[set]
  const fromMonday = [...days].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7))
  return new Intl.ListFormat('en-GB').format(fromMonday.map((day) => weekdayNames[day]!))
}

function wordsOfMinutes(minutes: number): string {
  const [count, unit] = minutes % 60 === 0 ? [minutes / 60, 'hour'] : [minutes, 'minute']
  return count === 1 ? unit : `${count} ${unit}s`
}

function ordinal(day: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th', many: 'th', zero: 'th' }
  return `${day}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(day)]}`
}
