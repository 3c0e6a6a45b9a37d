import {
  believableTimes,
  dayBefore,
  endOfMemoryDay,
  lastMemoryWeek,
  memoryDayOf,
  memoryWeekOf,
} from './memory-day.ts'

const berlin = 'Europe/Berlin'

test.each([
  ['2026-11-21T02:59:59Z', '2026-11-20'],
  ['2026-11-21T03:00:00Z', '2026-11-21'],
  ['2026-11-22T02:59:59Z', '2026-11-21'],
])('%s belongs to the day %s, which begins at 04:00', (at, day) => {
  expect(memoryDayOf(new Date(at), berlin)).toBe(day)
})

test.each(['2026-03-27', '2026-03-28', '2026-03-29', '2026-10-24', '2026-10-25'])(
  '%s ends where the next begins, also when the clocks change',
  (day) => {
    const end = endOfMemoryDay(day, berlin)
    expect(memoryDayOf(end, berlin)).not.toBe(day)
    expect(memoryDayOf(new Date(end.getTime() - 1), berlin)).toBe(day)
  },
)

test.each([
  ['2026-11-21', '2026-11-22'],
  ['2026-11-22', '2026-11-29'],
  ['2026-11-23', '2026-11-29'],
])('%s is summed up on Sunday %s', (day, sunday) => {
  expect(memoryWeekOf(day)).toBe(sunday)
})

test.each([
  ['2026-11-22T03:59:59Z', '2026-11-15'],
  ['2026-11-22T04:00:00Z', '2026-11-22'],
  ['2026-11-28T23:00:00Z', '2026-11-22'],
])('at %s the last week ended on Sunday %s', (now, sunday) => {
  expect(lastMemoryWeek(new Date(now), berlin)).toBe(sunday)
})

test('a clock was far ahead for a moment: what it dated was said when the next was', () => {
  const [now, ahead] = [new Date('2026-11-21T12:00:00Z'), new Date('2036-01-01T00:00:00Z')]
  const [first, second] = [new Date('2026-11-19T12:00:00Z'), new Date('2026-11-20T12:00:00Z')]

  expect(believableTimes([first, ahead, ahead, second], now)).toEqual([first, second, second, second])
  expect(believableTimes([second, first, now], now)).toEqual([second, first, now])
  expect(believableTimes([first, ahead], now)).toEqual([first, ahead])
})

test('the day before the first of a month is the last of another', () => {
  expect(dayBefore('2026-03-01')).toBe('2026-02-28')
})
