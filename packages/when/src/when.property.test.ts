import fc from 'fast-check'
import { DateTime } from 'luxon'
import {
  closestTimeZone,
  describeRule,
  describeTime,
  isTimeZone,
  nextAfter,
  parseWhen,
  readRule,
  splitWhen,
  type Rule,
} from './index.ts'

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']
const timeZone = fc.constantFrom(...zones)
const moment = fc.date({ min: new Date('2026-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
const runs = { numRuns: 200 }

const two = (number: number) => String(number).padStart(2, '0')
const clock = fc.tuple(fc.nat(23), fc.nat(59)).map(([hour, minute]) => `${two(hour)}:${two(minute)}`)
const weekday = fc.constantFrom('monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday')
const onTheClock = fc.oneof(
  fc.constantFrom(
    'day',
    'weekday',
    'weekend',
    '2 days',
    '10 days',
    '3 months on the 31st',
    'month on the 30th',
  ),
  fc.uniqueArray(weekday, { minLength: 1, maxLength: 6 }).map((days) => days.join(', ')),
  fc.tuple(fc.integer({ min: 2, max: 52 }), weekday).map(([weeks, day]) => `${weeks} weeks on ${day}`),
  fc.integer({ min: 1, max: 31 }).map((day) => `month on the ${day}.`.replace('.', 'th')),
  fc.constantFrom('year on 1 december', 'year on 28 february', 'december 31'),
)
const clockText = fc.tuple(onTheClock, clock).map(([days, time]) => `every ${days} at ${time}`)
const intervalText = fc.integer({ min: 5, max: 3_000 }).map((minutes) => `every ${minutes} minutes`)

function rule(text: string, now: Date, timeZone: string): Rule {
  const parsed = parseWhen(text, { now, timeZone })
  if (parsed.kind !== 'recurring') throw new Error(`${text}: ${JSON.stringify(parsed)}`)
  return parsed.rule
}

describe('whatever the time and place', () => {
  test('a time that was described is read as the same minute again, anywhere', () => {
    fc.assert(
      fc.property(
        moment,
        timeZone,
        timeZone,
        fc.integer({ min: 60, max: 2_000_000 }),
        (now, there, here, minutes) => {
          const at = new Date((Math.floor(now.getTime() / 60_000) + minutes) * 60_000)
          expect(parseWhen(describeTime(at, there), { now, timeZone: here })).toEqual({ kind: 'once', at })
        },
      ),
      runs,
    )
  })

  test('a rule that was described, or stored, is the same rule', () => {
    fc.assert(
      fc.property(fc.oneof(clockText, intervalText), moment, timeZone, (text, now, zone) => {
        const first = rule(text, now, zone)
        expect(rule(describeRule(first), now, zone)).toEqual(first)
        expect(readRule(JSON.stringify(first))).toEqual(first)
      }),
      runs,
    )
  })

  test('the moments of a rule follow one another, each at its time of the clock, or just after a gap', () => {
    fc.assert(
      fc.property(clockText, moment, timeZone, (text, now, zone) => {
        const found = rule(text, now, zone)
        const time = text.slice(-5)
        let before = now
        for (let count = 0; count < 5; count++) {
          const next = nextAfter(found, zone, before)!
          expect(next.getTime()).toBeGreaterThan(before.getTime())
          expect(isShown(next, time, zone)).toBe(true)
          before = next
        }
      }),
      runs,
    )
  })

  test('nothing lies between a moment and the next of an everyday rule: every day has its own', () => {
    fc.assert(
      fc.property(clock, moment, timeZone, (time, now, zone) => {
        const found = rule(`every day at ${time}`, now, zone)
        const first = nextAfter(found, zone, now)!
        const second = nextAfter(found, zone, first)!
        const day = (at: Date) => DateTime.fromJSDate(at, { zone }).startOf('day')
        expect(day(second).diff(day(first), 'days').days).toBe(1)
        expect(nextAfter(found, zone, new Date(first.getTime() - 1))).toEqual(first)
      }),
      runs,
    )
  })

  test('intervals are of real time', () => {
    fc.assert(
      fc.property(intervalText, moment, moment, timeZone, (text, now, after, zone) => {
        const found = rule(text, now, zone)
        if (found.kind !== 'interval') throw new Error(text)
        const next = nextAfter(found, zone, after)!
        expect((next.getTime() - now.getTime()) % (found.minutes * 60_000)).toBe(0)
        expect(next.getTime()).toBeGreaterThan(Math.max(now.getTime(), after.getTime()))
      }),
      runs,
    )
  })

  test('a local time is the moment at which the clock there shows it, the first if it does so twice', () => {
    fc.assert(
      fc.property(moment, timeZone, clock, fc.integer({ min: 2, max: 700 }), (now, zone, time, days) => {
        const date = DateTime.fromJSDate(now, { zone }).plus({ days }).toISODate()
        const parsed = parseWhen(`${date}T${time}`, { now, timeZone: zone })
        if (parsed.kind !== 'once') throw new Error(JSON.stringify(parsed))
        expect(isShown(parsed.at, time, zone)).toBe(true)
        const hourBefore = new Date(parsed.at.getTime() - 3_600_000)
        expect(shown(hourBefore, zone)).not.toBe(`${date} ${time}`)
      }),
      runs,
    )
  })

  test('no text makes it fail', () => {
    const words = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(' '))
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string(), words)
    fc.assert(
      fc.property(text, moment, timeZone, (anything, now, zone) => {
        const parsed = parseWhen(anything, { now, timeZone: zone })
        if (parsed.kind === 'once') expect(parsed.at.getTime()).toBeGreaterThan(now.getTime())
        if (parsed.kind === 'recurring') expect(parsed.next.getTime()).toBeGreaterThan(now.getTime())
        splitWhen(anything, { now, timeZone: zone })
        const near = closestTimeZone(anything)
        expect(near === undefined || isTimeZone(near)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

const pieces = [
  'every', 'каждый', 'in', 'через', 'at', 'в', 'tomorrow', 'завтра', 'monday', 'weekday', 'day', 'days', 'month',
  'on the', '31st', '9', '0', '99', '24:00', '23:59', '9am', '-5', '1e9', '31.02', '2026-13-45', 'T', 'Z', '+99:00',
  'minutes', 'минут', 'year', 'december', 'ago', 'last', 'next', '99999999', 'second', 'noon', 'and', ',', '1/2/3',
] // prettier-ignore

const shown = (at: Date, zone: string) => DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd HH:mm')

/** At that time of the clock; or at the end of a gap in which it would have been. */
function isShown(at: Date, time: string, zone: string): boolean {
  if (shown(at, zone).endsWith(time)) return true
  const offset = (ms: number) => DateTime.fromMillis(ms, { zone }).offset
  const justBefore = shown(new Date(at.getTime() - 60_000), zone).slice(-5)
  return (
    offset(at.getTime() - 1) < offset(at.getTime()) && justBefore < time && time < shown(at, zone).slice(-5)
  )
}
