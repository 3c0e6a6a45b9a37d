import { describeRule, describeTime, parseWhen } from './index.ts'

/** A Saturday. */
const now = new Date('2026-11-21T10:22:33.444Z')
const berlin = { now, timeZone: 'Europe/Berlin' }

/** What was understood, as people see it. */
function understood(text: string, when = berlin): string {
  const parsed = parseWhen(text, when)
  if (parsed.kind === 'refused') return parsed.reason
  if (parsed.kind === 'once') return describeTime(parsed.at, when.timeZone)
  return `${describeRule(parsed.rule)}, next ${describeTime(parsed.next, when.timeZone)}`
}
const short = (text: string, when = berlin) =>
  understood(text, when)
    .replace(/ 2026, | 2027, /, ' ')
    .replace(/ \(.*\)$/, '')

describe('a time to be reminded at', () => {
  test.each([
    ['in 10m', 'Sat 21 Nov 11:32'],
    ['10m', 'Sat 21 Nov 11:32'],
    ['in 2h', 'Sat 21 Nov 13:22'],
    ['1h30m', 'Sat 21 Nov 12:52'],
    ['in 1.5 hours', 'Sat 21 Nov 12:52'],
    ['in 3 days', 'Tue 24 Nov 11:22'],
    ['in a week', 'Sat 28 Nov 11:22'],
    ['tomorrow', 'Sun 22 Nov 09:00'],
    ['Tomorrow 9am', 'Sun 22 Nov 09:00'],
    ['tomorrow morning', 'Sun 22 Nov 09:00'],
    ['tonight', 'Sat 21 Nov 22:00'],
    ['in the evening', 'Sat 21 Nov 20:00'],
    ['at 9', 'Sun 22 Nov 09:00'],
    ['at 13', 'Sat 21 Nov 13:00'],
    ['half past 9', 'Sun 22 Nov 09:30'],
    ['monday', 'Mon 23 Nov 09:00'],
    ['next monday 18:00', 'Mon 23 Nov 18:00'],
    ['saturday', 'Sat 28 Nov 09:00'],
    ['saturday 18:00', 'Sat 21 Nov 18:00'],
    ['saturday 8:00', 'Sat 28 Nov 08:00'],
    ['1 december', 'Tue 1 Dec 09:00'],
    ['dec 5 at 14:30', 'Sat 5 Dec 14:30'],
    ['5 january', 'Tue 5 Jan 09:00'],
    ['01.12.2026 09:00', 'Tue 1 Dec 09:00'],
    ['1.12 9:00', 'Tue 1 Dec 09:00'],
    ['12/1', 'Tue 1 Dec 09:00'],
    ['01/12/2026', 'Tue 1 Dec 09:00'],
    ['tonight 8', 'Sat 21 Nov 20:00'],
    ['tonight at eight', 'Sat 21 Nov 20:00'],
    ['heute Abend um acht', 'Sat 21 Nov 20:00'],
    ['morgen früh um 7', 'Sun 22 Nov 07:00'],
    ['vanavond om 8', 'Sat 21 Nov 20:00'],
    ['morgenavond om 8', 'Sun 22 Nov 20:00'],
    ['завтра днём', 'Sun 22 Nov 15:00'],
    ['через 1,5 часа', 'Sat 21 Nov 12:52'],
    ['через полтора часа', 'Sat 21 Nov 12:52'],
    ['завтра в 9', 'Sun 22 Nov 09:00'],
    ['завтра', 'Sun 22 Nov 09:00'],
    ['завтра вечером', 'Sun 22 Nov 20:00'],
    ['завтра в девять', 'Sun 22 Nov 09:00'],
    ['через 10 минут', 'Sat 21 Nov 11:32'],
    ['через полчаса', 'Sat 21 Nov 11:52'],
    ['через 2 ч', 'Sat 21 Nov 13:22'],
    ['через 3 дня', 'Tue 24 Nov 11:22'],
    ['в 9 часов', 'Sun 22 Nov 09:00'],
    ['в понедельник', 'Mon 23 Nov 09:00'],
    ['во вторник', 'Tue 24 Nov 09:00'],
    ['послезавтра в 18:00', 'Mon 23 Nov 18:00'],
    ['1 декабря в 9 утра', 'Tue 1 Dec 09:00'],
    ['morgen um 9 Uhr', 'Sun 22 Nov 09:00'],
    ['in 2 Stunden', 'Sat 21 Nov 13:22'],
    ['mañana a las 9', 'Sun 22 Nov 09:00'],
    ['el lunes a las 18:00', 'Mon 23 Nov 18:00'],
    ['demain à 9h', 'Sun 22 Nov 09:00'],
    ['domani alle 9', 'Sun 22 Nov 09:00'],
    ['amanhã às 9', 'Sun 22 Nov 09:00'],
    ['em 10 minutos', 'Sat 21 Nov 11:32'],
    ['morgen om 9 uur', 'Sun 22 Nov 09:00'],
    ['завтра о 9', 'Sun 22 Nov 09:00'],
  ])('“%s” is %s', (text, expected) => {
    expect(short(text)).toBe(expected)
  })

  test.each([
    ['2026-12-01T09:00', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01 09:00', '2026-12-01T08:00:00.000Z'],
    ['2026-12-01T09:00Z', '2026-12-01T09:00:00.000Z'],
    ['2026-12-01T09:00:30+03:00', '2026-12-01T06:00:30.000Z'],
    ['tomorrow at 9am UTC', '2026-11-22T09:00:00.000Z'],
    ['in 10 minutes', '2026-11-21T10:32:33.444Z'],
  ])('“%s” is exactly %s', (text, expected) => {
    expect(parseWhen(text, berlin)).toEqual({ kind: 'once', at: new Date(expected) })
  })

  test.each([
    ['yesterday', 'past'],
    ['5 minutes ago', 'past'],
    ['2020-01-01', 'past'],
    ['2026-11-21T10:00Z', 'past'],
    ['today at 8', 'past'],
    ['вчера', 'past'],
    ['now', 'too_soon'],
    ['in 6 years', 'too_far'],
    ['2040-01-01T09:00', 'too_far'],
    ['every minute', 'too_often'],
    ['every 4 minutes', 'too_often'],
    ['каждую минуту', 'too_often'],
    ['each second', 'too_often'],
    ['', 'not_understood'],
    ['buy milk', 'not_understood'],
    ['9', 'not_understood'],
    ['may', 'not_understood'],
    ['feb 30', 'not_understood'],
    ['2026-02-30', 'not_understood'],
    ['at 25:00', 'not_understood'],
    ['tomorrow buy milk', 'not_understood'],
    ['tomorrow or monday', 'not_understood'],
    ['the month', 'not_understood'],
    ['01/01/2020', 'past'],
    ['monday to friday', 'not_understood'],
    ['every', 'not_understood'],
    ['every banana', 'not_understood'],
    ['every day at 25:00', 'not_understood'],
    ['every 31 february', 'not_understood'],
  ])('“%s” is refused as %s', (text, reason) => {
    expect(understood(text)).toBe(reason)
  })
})

describe('a time that comes again', () => {
  test.each([
    ['every day at 9', 'every day at 09:00'],
    ['daily', 'every day at 09:00'],
    ['at 9 every day', 'every day at 09:00'],
    ['every morning at 7', 'every day at 07:00'],
    ['every evening', 'every day at 20:00'],
    ['every weekday at 8', 'every weekday at 08:00'],
    ['weekdays at 8:30', 'every weekday at 08:30'],
    ['every weekend at 10', 'every weekend at 10:00'],
    ['every monday', 'every Monday at 09:00'],
    ['mondays at 6pm', 'every Monday at 18:00'],
    ['every mon, wed and fri at 18:00', 'every Monday, Wednesday and Friday at 18:00'],
    ['every week on sunday at 12:00', 'every Sunday at 12:00'],
    ['every 2 weeks on monday at 9', 'every 2 weeks on Monday at 09:00'],
    ['every other day at 7am', 'every 2 days at 07:00'],
    ['monthly on the 1st at 9', 'every month on the 1st at 09:00'],
    ['every 22nd of the month', 'every month on the 22nd at 09:00'],
    ['every 3 months on the 15th at 10:00', 'every 3 months on the 15th at 10:00'],
    ['every december 24 at 18:00', 'every year on 24 December at 18:00'],
    ['every hour', 'every hour'],
    ['every 90 minutes', 'every 90 minutes'],
    ['каждый день в 9', 'every day at 09:00'],
    ['ежедневно в 9', 'every day at 09:00'],
    ['каждый будний день в 8', 'every weekday at 08:00'],
    ['по будням в 8:30', 'every weekday at 08:30'],
    ['каждый понедельник и четверг в 18:00', 'every Monday and Thursday at 18:00'],
    ['по субботам в 11', 'every Saturday at 11:00'],
    ['каждые 2 часа', 'every 2 hours'],
    ['каждое 15 число в 10', 'every month on the 15th at 10:00'],
    ['каждый год 1 декабря', 'every year on 1 December at 09:00'],
    ['jeden Montag um 18 Uhr', 'every Monday at 18:00'],
    ['alle 2 Stunden', 'every 2 hours'],
    ['todos los lunes a las 9', 'every Monday at 09:00'],
    ['tous les jours à 9h', 'every day at 09:00'],
    ['ogni giorno alle 9', 'every day at 09:00'],
    ['todos os dias às 9', 'every day at 09:00'],
    ['elke dag om 9 uur', 'every day at 09:00'],
    ['щодня о 9', 'every day at 09:00'],
  ])('“%s” is %s', (text, expected) => {
    expect(understood(text).split(', next')[0]).toBe(expected)
  })
})

describe('clocks that change', () => {
  const inZone = (timeZone: string, at: string) => ({ timeZone, now: new Date(at) })

  test('an hour that is left out in spring: the first moment after it', () => {
    const when = inZone('Europe/Berlin', '2027-03-27T12:00:00Z')
    expect(parseWhen('tomorrow 2:30', when)).toEqual({ kind: 'once', at: new Date('2027-03-28T01:00:00Z') })
  })

  test('half an hour is left out on Lord Howe: the first moment after it', () => {
    const when = inZone('Australia/Lord_Howe', '2026-10-03T00:00:00Z')
    expect(understood('tomorrow 2:15', when)).toBe('Sun 4 Oct 2026, 02:30 (UTC+11:00, Australia/Lord_Howe)')
  })

  test('an hour that comes twice in autumn: the first of the two', () => {
    const when = inZone('America/New_York', '2026-10-31T12:00:00Z')
    expect(parseWhen('tomorrow 1:30', when)).toEqual({ kind: 'once', at: new Date('2026-11-01T05:30:00Z') })
  })

  test('“in 2 hours” across the change is two hours of real time, “in 1 day” the same time of the clock', () => {
    const when = inZone('Europe/Berlin', '2027-03-28T00:30:15Z')
    expect(parseWhen('in 2 hours', when)).toEqual({ kind: 'once', at: new Date('2027-03-28T02:30:15Z') })
    const before = inZone('Europe/Berlin', '2027-03-27T11:30:15Z')
    expect(short('in 1 day', before)).toBe('Sun 28 Mar 12:30')
  })

  test('a zone three quarters of an hour off: its own clock counts', () => {
    expect(understood('tomorrow 9am', { now, timeZone: 'Asia/Kathmandu' })).toBe(
      'Sun 22 Nov 2026, 09:00 (UTC+05:45, Asia/Kathmandu)',
    )
  })
})
