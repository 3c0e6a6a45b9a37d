import { describeRule, describeTime, splitWhen } from './index.ts'

const berlin = { now: new Date('2026-11-21T10:22:33Z'), timeZone: 'Europe/Berlin' }

function split(text: string): string[] {
  const { when, text: rest } = splitWhen(text, berlin)
  if (when.kind === 'refused') return [when.reason, rest]
  const said = when.kind === 'recurring' ? describeRule(when.rule) : describeTime(when.at, berlin.timeZone)
  return [said.replace(/ 2026,| \(.*\)/g, ''), rest]
}

describe('a time and what to remind of, in one line', () => {
  test.each([
    ['in 10m buy milk', 'Sat 21 Nov 11:32', 'buy milk'],
    ['buy milk tomorrow 9am', 'Sun 22 Nov 09:00', 'buy milk'],
    ['call mum in 10 minutes', 'Sat 21 Nov 11:32', 'call mum'],
    ['завтра в 9 купить молоко', 'Sun 22 Nov 09:00', 'купить молоко'],
    ['купить молоко завтра в 9', 'Sun 22 Nov 09:00', 'купить молоко'],
    ['через 10 минут чай', 'Sat 21 Nov 11:32', 'чай'],
    ['every weekday at 8 standup', 'every weekday at 08:00', 'standup'],
    ['каждый день в 9 зарядка', 'every day at 09:00', 'зарядка'],
    ['every 2 weeks on monday at 9 pay rent', 'every 2 weeks on Monday at 09:00', 'pay rent'],
    ['next monday 18:00 call mum', 'Mon 23 Nov 18:00', 'call mum'],
    ['2026-12-01T09:00 the dentist', 'Tue 1 Dec 09:00', 'the dentist'],
    ['2026-12-01T09:00Z the dentist', 'Tue 1 Dec 10:00', 'the dentist'],
    ['2026-12-01T09:00+03:00 the dentist', 'Tue 1 Dec 07:00', 'the dentist'],
    ['monday 9:00: standup', 'Mon 23 Nov 09:00', 'standup'],
    ['tomorrow buy milk at 9', 'Sun 22 Nov 09:00', 'buy milk'],
    ['in 2h', 'Sat 21 Nov 13:22', ''],
    ['daily standup', 'every day at 09:00', 'standup'],
    ['daily standup at 10', 'every day at 10:00', 'standup'],
    ['daily standup tomorrow 9:30', 'Sun 22 Nov 09:30', 'daily standup'],
    ['tomorrow — first line\nsecond line', 'Sun 22 Nov 09:00', 'first line\nsecond line'],
  ])('“%s”: %s, %s', (text, when, rest) => {
    expect(split(text)).toEqual([when, rest])
  })

  test.each([
    ['tomorrow read chapter 5', 'Sun 22 Nov 09:00', 'read chapter 5'],
    ['tomorrow wish her a good evening', 'Sun 22 Nov 09:00', 'wish her a good evening'],
  ])('what only looks like a time stays in the text: “%s”', (text, when, rest) => {
    expect(split(text)).toEqual([when, rest])
  })

  test.each(['buy 5 apples', 'what to do', 'buy sun cream', 'you may go', ''])(
    'no time at all: “%s” is not understood, and nothing of it is lost',
    (text) => {
      expect(split(text)).toEqual(['not_understood', text])
    },
  )

  test('a time that has passed is told as such', () => {
    expect(split('yesterday buy milk')).toEqual(['past', 'buy milk'])
    expect(split('every minute drink')).toEqual(['too_often', 'drink'])
  })
})
