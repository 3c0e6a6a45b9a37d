import type { Language, Unit } from './languages.ts'
import { anyOf, begins, compile, indexIn } from './match.ts'
import type { Days } from './say-rule.ts'

/** What comes again, before its time of day is known. */
export type Pattern =
  { kind: 'days'; days: Days; hour?: number } | { kind: 'often'; count: number; unit: Unit }

export interface Found {
  pattern: Pattern
  /** What follows: a day, a time of day, or nothing. */
  rest: string
}

/** In the order in which they are tried: the longer before what it begins with. */
export const finders = [dayOfYear, dayOfMonth, weekdays, partOfDay, counted, alone]

/** `every 1 december`, `every year on december 1`. */
function dayOfYear({ every, units, on, ordinal, months, alone }: Language, text: string): Found | undefined {
  const head = `(?:(?:(?:${every}) (?:${units.year})|${alone.year})(?: (?:${on}))?|(?:${every}))`
  const day = `(\\d{1,2})(?:${ordinal})?`
  const dayFirst = begins(`${head} ${day}(?: of)? (?:${anyOf(months)})`, text)
  if (dayFirst) return ofYear(indexIn(dayFirst.groups.slice(1)), dayFirst.groups[0], dayFirst.rest)
  const monthFirst = begins(`${head} (?:${anyOf(months)}) ${day}`, text)
  return monthFirst && ofYear(indexIn(monthFirst.groups), monthFirst.groups.at(-1), monthFirst.rest)
}

function ofYear(month: number, day: string | undefined, rest: string): Found {
  return { pattern: { kind: 'days', days: { kind: 'year', month: month + 1, day: Number(day) } }, rest }
}

/** `every month on the 15th`, `every 1st of the month`, `monthly on the 1st`. */
function dayOfMonth({ every, units, on, ordinal, of, alone }: Language, text: string): Found | undefined {
  const day = `(\\d{1,2})(?:${ordinal})?(?: (?:${of}))?`
  const monthly = `(?:(?:${every}) (?:${units.month})|${alone.month}) (?:(?:${on}) )?${day}`
  const numbered = `(?:${every}) (\\d{1,2})(?:(?:${ordinal})(?: (?:${of}))?| (?:${of}))`
  const found = begins(monthly, text) ?? begins(numbered, text)
  if (!found) return undefined
  return {
    pattern: { kind: 'days', days: { kind: 'month', day: Number(found.groups[0]) } },
    rest: found.rest,
  }
}

/** `every weekday`, `every monday and thursday`, `mondays`, `по будням`. */
function weekdays(language: Language, text: string): Found | undefined {
  const { every, workday, weekend, alone, daysAlone } = language
  const work = begins(`(?:${every}) (?:${workday})|${alone.workday}`, text)
  if (work) return ofWeek([1, 2, 3, 4, 5], work.rest)
  const free = begins(`(?:${every}) (?:${weekend})|${alone.weekend}`, text)
  if (free) return ofWeek([0, 6], free.rest)
  const each = begins(anyOf(daysAlone), text)
  if (each) return ofWeek([indexIn(each.groups)], each.rest)
  const first = begins(every, text)
  const list = first && dayList(language, first.rest)
  return list && ofWeek(list.days, list.rest)
}

function ofWeek(days: number[], rest: string): Found {
  return { pattern: { kind: 'days', days: { kind: 'week', days } }, rest }
}

/** `monday, wednesday and friday`. */
export function dayList(
  { days, and, every }: Language,
  text: string,
): { days: number[]; rest: string } | undefined {
  const found = new Set<number>()
  const between = compile(`^(?:${and}|${every}) (?=${days.join('|')})`)
  let rest = text
  for (let next = begins(anyOf(days), rest); next; next = begins(anyOf(days), rest)) {
    found.add(indexIn(next.groups))
    rest = next.rest.replace(between, '')
  }
  return found.size > 0 ? { days: [...found].sort((a, b) => a - b), rest } : undefined
}

/** `every morning`, which may be followed by a time of its own. */
function partOfDay({ every, parts }: Language, text: string): Found | undefined {
  const found = begins(`(?:${every}) (?:${anyOf([parts.morning, parts.evening, parts.night])})`, text)
  if (!found) return undefined
  const hour = [9, 20, 22][indexIn(found.groups)]!
  return {
    pattern: { kind: 'days', days: { kind: 'week', days: [0, 1, 2, 3, 4, 5, 6] }, hour },
    rest: found.rest,
  }
}

const unitNames = ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'] as const

/** `every day`, `every 2 hours`, `every other week`. */
function counted({ every, other, units }: Language, text: string): Found | undefined {
  const unit = anyOf(unitNames.map((name) => units[name]))
  const found = begins(`(?:${every}) (?:(?:(\\d{1,4}) ?|(${other}) ))?(?:${unit})`, text)
  if (!found) return undefined
  const [number, second, ...named] = found.groups
  const count = second === undefined ? Number(number ?? 1) : 2
  return { pattern: { kind: 'often', count, unit: unitNames[indexIn(named)]! }, rest: found.rest }
}

/** `daily`, `ежедневно`. */
function alone({ alone }: Language, text: string): Found | undefined {
  const names = ['day', 'week', 'month', 'hour', 'year'] as const
  const found = begins(anyOf(names.map((name) => alone[name])), text)
  if (!found) return undefined
  return { pattern: { kind: 'often', count: 1, unit: names[indexIn(found.groups)]! }, rest: found.rest }
}
