import { finders, dayList, type Found } from './find-pattern.ts'
import { languages, type Language, type Unit } from './languages.ts'
import { begins, compile } from './match.ts'
import { readClock, type ClockTime } from './read-clock.ts'
import { shortestMinutes, type Rule } from './rule.ts'
import { clockRule, intervalRule } from './say-rule.ts'
import { dateOf, dayMs, weekdayOf, type WallMs } from './wall-clock.ts'

/** What a rule's text is read against: the moment, and what the person's clock shows. */
export interface RuleContext {
  now: Date
  wall: WallMs
}

type Parsed = Rule | 'too_often' | undefined

/**
 * Reads `every weekday at 8`, `каждый день в 9`, `at 9 every day`, `every 2 weeks on monday`. Undefined when it is not
 * about something that comes again, or not all of it is understood. `text` is in lower case.
 */
export function parseRule(text: string, context: RuleContext): Parsed {
  if (!again.test(text)) return undefined
  for (const language of languages) {
    for (const order of [text, turned(language, text)]) {
      const rule = order === undefined ? undefined : inLanguage(language, order, context)
      if (rule) return rule
    }
  }
  return undefined
}

/** Without one of these nothing comes again; most texts have none. */
const again = compile(
  languages
    .flatMap(({ every, alone, daysAlone }) => [every, ...Object.values(alone), ...daysAlone])
    .join('|'),
)

/** `at 9 every day` as `every day at 9`. */
function turned({ every }: Language, text: string): string | undefined {
  const match = compile(`^(.+?)[ ,]+((?:${every}) .+)$`).exec(text)
  return match ? `${match[2]} ${match[1]}` : undefined
}

function inLanguage(language: Language, text: string, context: RuleContext): Parsed {
  for (const find of finders) {
    const found = find(language, text)
    const rule = found && complete(language, found, context)
    if (rule) return rule
  }
  return undefined
}

function complete(language: Language, { pattern, rest }: Found, context: RuleContext): Parsed {
  if (pattern.kind === 'often') return completeOften(language, pattern.count, pattern.unit, rest, context)
  const clock = timeIn(rest, pattern.hour)
  return clock && clockRule(pattern.days, clock)
}

function completeOften(
  language: Language,
  count: number,
  unit: Unit,
  rest: string,
  context: RuleContext,
): Parsed {
  if (count === 0) return undefined
  switch (unit) {
    case 'second':
      return rest === '' ? 'too_often' : undefined
    case 'minute':
    case 'hour':
      return rest === '' ? interval(unit === 'hour' ? count * 60 : count, context) : undefined
    case 'day':
      return inDays(count, rest, context)
    case 'week':
      return inWeeks(language, count, rest, context)
    case 'month':
      return inMonths(language, count, rest, context)
    case 'year':
      return inYears(count, rest, context)
    default:
      throw unit satisfies never
  }
}

function interval(minutes: number, { now }: RuleContext): Parsed {
  if (minutes < shortestMinutes) return 'too_often'
  return minutes <= 366 * 1_440 ? intervalRule(minutes, now) : undefined
}

function inDays(count: number, rest: string, { wall }: RuleContext): Parsed {
  const clock = timeIn(rest)
  if (!clock || count > 366) return undefined
  if (count === 1) return clockRule({ kind: 'week', days: [0, 1, 2, 3, 4, 5, 6] }, clock)
  const from = isAhead(clock, wall) ? wall : wall + dayMs
  return clockRule({ kind: 'step', days: count, from: dateOf(from) }, clock)
}

/** Without a day it is today's; of several weeks it is one day alone. */
function inWeeks(language: Language, count: number, rest: string, { wall }: RuleContext): Parsed {
  const onDay = begins(language.on, rest)?.rest ?? rest
  const list = dayList(language, onDay)
  const days = list?.days ?? [weekdayOf(wall)]
  const clock = timeIn(list?.rest ?? rest)
  if (!clock) return undefined
  if (count === 1) return clockRule({ kind: 'week', days }, clock)
  if (days.length > 1 || count > 52) return undefined
  const weekday = days[0]!
  const daysAhead = (weekday - weekdayOf(wall) + 7) % 7
  const from = daysAhead === 0 && !isAhead(clock, wall) ? wall + 7 * dayMs : wall + daysAhead * dayMs
  return clockRule({ kind: 'step', days: 7 * count, from: dateOf(from), weekday }, clock)
}

/** Of several months only those that divide a year. Without a day it is today's. */
function inMonths({ on, ordinal }: Language, count: number, rest: string, { wall }: RuleContext): Parsed {
  const day = begins(`(?:(?:${on}) )?(\\d{1,2})(?:${ordinal})`, rest)
  const clock = timeIn(day?.rest ?? rest)
  if (!clock || 12 % count !== 0) return undefined
  const today = new Date(wall)
  const number = day ? Number(day.groups[0]) : today.getUTCDate()
  if (count === 1) return clockRule({ kind: 'month', day: number }, clock)
  const isLater = number > today.getUTCDate() || (number === today.getUTCDate() && isAhead(clock, wall))
  const first = today.getUTCMonth() + (isLater || day === undefined ? 0 : 1)
  const of = Array.from({ length: 12 / count }, (_, index) => ((first + index * count) % 12) + 1)
  return clockRule(
    { kind: 'month', day: number, months: { every: count, of: of.sort((a, b) => a - b) } },
    clock,
  )
}

function inYears(count: number, rest: string, { wall }: RuleContext): Parsed {
  const clock = timeIn(rest)
  if (!clock || count !== 1) return undefined
  const today = new Date(wall)
  return clockRule({ kind: 'year', month: today.getUTCMonth() + 1, day: today.getUTCDate() }, clock)
}

/** What is left is a time of day, or nothing: then it is nine in the morning, or what the pattern says. */
function timeIn(rest: string, hour = 9): ClockTime | undefined {
  return rest === '' ? { hour, minute: 0 } : readClock(rest)
}

function isAhead({ hour, minute }: ClockTime, wall: WallMs): boolean {
  return (hour * 60 + minute) * 60_000 > wall % dayMs
}
