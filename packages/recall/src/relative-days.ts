import { weekdayOf } from './calendar-words.ts'
import { namedDay, type NamedDay } from './date-text.ts'
import type { NamedDate } from './question.ts'

/** Whole days by the clocks of a zone, as moments of UTC midnight: `from` counts, `to` no longer does. */
export interface Days {
  from: number
  to: number
}

const dayMs = 86_400_000

/** How far back a word reaches, in a text in lower case. */
const words: [pattern: RegExp, days: (today: number) => Days][] = [
  [
    /\b(?:the day before yesterday|vorgestern|avant-hier|anteayer)\b|позавчера/gu,
    (today) => stretch(today - 2 * dayMs, 1),
  ],
  [
    /(?<!day before |\p{L})(?:yesterday|last night|gestern|hier soir|ayer|anoche)\b|(?<!поза)вчера/gu,
    (today) => stretch(today - dayMs, 1),
  ],
  [
    /\b(?:last week|letzten? woche|vorige woche|la semaine dernière|la semana pasada)(?!\p{L})|прошл(?:ой|ую) недел/gu,
    (today) => stretch(today - (7 + weekdayNumber(today)) * dayMs, 7),
  ],
  [
    /\b(?:last weekend|letztes wochenende|le week-end dernier|el fin de semana pasado)\b|прошлы[ех] выходны/gu,
    (today) => stretch(today - (2 + weekdayNumber(today)) * dayMs, 2),
  ],
  [
    /\b(?:last month|letzten monat|vorigen monat|le mois dernier|el mes pasado)\b|прошл(?:ом|ый) месяц/gu,
    (today) => month(today, -1),
  ],
  [
    /\b(?:last year|letztes jahr|voriges jahr|l['’]année dernière|l['’]an dernier|el año pasado)(?!\p{L})|прошл(?:ом|ый) год/gu,
    (today) => year(today, -1),
  ],
]

/** “Three weeks ago”. */
const ago =
  /\b(a|an|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|\d{1,2}) (day|week|month|year)s? ago\b|\bvor (einem|einer|zwei|drei|vier|fünf|sechs|\d{1,2}) (tag|woche|monat|jahr)(?:en|n|e)?\b|\bil y a (un|une|deux|trois|quatre|cinq|six|\d{1,2}) (jour|semaine|mois|an)s?\b|\bhace (un|una|dos|tres|cuatro|cinco|seis|\d{1,2}) (día|semana|mes|año)(?:s|es)?(?!\p{L})|(?<!\p{L})(?:(\d{1,2}|два|две|три|четыре|пять) )?(день|дня|дней|неделю|недели|недель|месяц|месяца|месяцев|год|года|лет) назад/gu

const numbers: Record<string, number> = {
  two: 2, 'a couple of': 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10,
  zwei: 2, drei: 3, vier: 4, fünf: 5, sechs: 6, deux: 2, trois: 3, quatre: 4, cinq: 5, dos: 2, tres: 3, cuatro: 4, cinco: 5,
  seis: 6, два: 2, две: 2, три: 3, четыре: 4, пять: 5,
} // prettier-ignore

/** “Last Friday”. */
const lastWeekday =
  /\b(?:last|letzten|vorigen) (\p{L}+)|(?<!\p{L})(\p{L}+) (?:dernier|pasado)\b|прошл(?:ый|ую|ое) (\p{L}+)/gu

/** “Last summer”: by the seasons of the north. */
const lastSeason =
  /\b(?:last|letzten) (spring|summer|autumn|fall|winter|frühling|sommer|herbst)\b|прошл(?:ым|ой|ую) (весной|летом|осенью|зимой)/gu
const seasons: [RegExp, number][] = [
  [/^(?:spring|frühling|весн)/, 2],
  [/^(?:summer|sommer|лет)/, 5],
  [/^(?:autumn|fall|herbst|осен)/, 8],
  [/^(?:winter|зим)/, 11],
]

/** Every passage that is looked at is asked for one of these, few have one; without the flag u, which makes it slow. */
const backwards =
  /\b(?:last|ago|yesterday|day before|letzte|vor|gestern|hier|derni|il y a|ayer|hace|pasad|anoche)|назад|прошл|вчера/i

/** The days that a text speaks of as seen from when it was said: “yesterday”, “two weeks ago”, “last Friday”. */
export function relativeDays(text: string, at: Date, timeZone: string): Days[] {
  if (!backwards.test(text)) return []
  const said = text.toLowerCase()
  const today = dayOf(at, timeZone)
  return [
    ...words.filter(([pattern]) => said.search(pattern) >= 0).map(([, days]) => days(today)),
    ...[...said.matchAll(ago)].map((found) => before(today, found.slice(1).filter(Boolean) as string[])),
    ...[...said.matchAll(lastWeekday)].flatMap((found) =>
      weekdayBefore(today, found.slice(1).find(Boolean)!),
    ),
    ...[...said.matchAll(lastSeason)].map((found) => seasonBefore(today, found.slice(1).find(Boolean)!)),
  ]
}

const stretch = (from: number, days: number): Days => ({ from, to: from + days * dayMs })
/** 0 on Mondays. */
const weekdayNumber = (day: number) => (new Date(day).getUTCDay() + 6) % 7

function month(day: number, by: number): Days {
  const date = new Date(day)
  const at = (by: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + by, 1)
  return { from: at(by), to: at(by + 1) }
}

function year(day: number, by: number): Days {
  const now = new Date(day).getUTCFullYear()
  return { from: Date.UTC(now + by, 0, 1), to: Date.UTC(now + by + 1, 0, 1) }
}

/** People say “two weeks ago” on most days around it. */
function before(today: number, parts: string[]): Days {
  const unit = parts.at(-1)!
  const many = parts.length > 1 ? (numbers[parts[0]!] ?? (Number(parts[0]) || 1)) : 1
  if (/^(?:year|jahr|an|año|год|лет)/.test(unit)) return year(today, -many)
  if (/^(?:month|monat|mois|mes|месяц)/.test(unit)) return month(today, -many)
  if (/^(?:week|woche|semaine|semana|недел)/.test(unit)) return stretch(today - (many * 7 + 3) * dayMs, 7)
  return stretch(today - many * dayMs, 1)
}

function weekdayBefore(today: number, name: string): Days[] {
  const weekday = weekdays.indexOf(weekdayOf(name) ?? '')
  if (weekday < 0) return []
  const back = (weekdayNumber(today) - weekday + 7) % 7 || 7
  return [stretch(today - back * dayMs, 1)]
}

function seasonBefore(today: number, name: string): Days {
  const first = seasons.find(([beginning]) => beginning.test(name))![1]
  const now = new Date(today)
  const isOver = now.getUTCMonth() >= (first + 3) % 12 && first < 11
  const begun = isOver ? now.getUTCFullYear() : now.getUTCFullYear() - 1
  return { from: Date.UTC(begun, first, 1), to: Date.UTC(begun, first + 3, 1) }
}

const weekdays = 'monday tuesday wednesday thursday friday saturday sunday'.split(' ')
const months = 'january february march april may june july august september october november december'.split(
  ' ',
)

/** The same moments are asked for again and again; zones differ by quarters of an hour. */
const known = new Map<string, number>()
const [mostKnown, quarterMs] = [20_000, 900_000]

/** The day of a moment by the clocks of a zone. */
export function dayOf(at: Date, timeZone: string): number {
  const key = `${Math.floor(at.getTime() / quarterMs)} ${timeZone}`
  const day = known.get(key) ?? midnightOf(namedDay(at, timeZone))
  if (known.size >= mostKnown) known.clear()
  known.set(key, day)
  return day
}

const midnightOf = ({ day, month, year }: NamedDay) => Date.UTC(year, months.indexOf(month), day)

/** Whether a day of them is called like that. */
export function areCalled(days: Days, { day, month, year, weekday }: NamedDate): boolean {
  for (let at = days.from; at < days.to; at += dayMs) {
    const date = new Date(at)
    const fits =
      (day === undefined || day === date.getUTCDate()) &&
      (month === undefined || month === months[date.getUTCMonth()]) &&
      (year === undefined || year === date.getUTCFullYear()) &&
      (weekday === undefined || weekday === weekdays[weekdayNumber(at)])
    if (fits) return true
  }
  return false
}

export const oneDay = (day: number): Days => stretch(day, 1)

export const overlap = (a: Days, b: Days): boolean => a.from < b.to && b.from < a.to
