import { areCalled, relativeDays } from './relative-days.ts'

/** A Saturday, late enough to be Sunday in Tokyo. */
const at = new Date('2023-08-19T18:00:00Z')
const daysOf = (text: string, timeZone = 'UTC') =>
  relativeDays(text, at, timeZone).map(({ from, to }) => [dayOf(from), dayOf(to)])
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10)

describe('days as seen from when something was said', () => {
  test.each([
    ['what did I eat yesterday?', '2023-08-18', '2023-08-19'],
    ['the day before yesterday', '2023-08-17', '2023-08-18'],
    ['last week', '2023-08-07', '2023-08-14'],
    ['last weekend', '2023-08-12', '2023-08-14'],
    ['last month I drove', '2023-07-01', '2023-08-01'],
    ['last Friday', '2023-08-18', '2023-08-19'],
    ['last Saturday', '2023-08-12', '2023-08-13'],
    ['two months ago', '2023-06-01', '2023-07-01'],
    ['a week ago', '2023-08-09', '2023-08-16'],
    ['last summer', '2022-06-01', '2022-09-01'],
    ['last winter', '2022-12-01', '2023-03-01'],
    ['vor drei Tagen', '2023-08-16', '2023-08-17'],
    ['letzten Freitag', '2023-08-18', '2023-08-19'],
    ['в прошлом году', '2022-01-01', '2023-01-01'],
    ['позавчера', '2023-08-17', '2023-08-18'],
    ['два дня назад', '2023-08-17', '2023-08-18'],
    ['il y a deux mois', '2023-06-01', '2023-07-01'],
    ['la semana pasada', '2023-08-07', '2023-08-14'],
  ])('%s', (text, from, to) => {
    expect(daysOf(text)).toEqual([[from, to]])
  })

  test('by the clocks of a zone', () => {
    expect(daysOf('yesterday', 'Asia/Tokyo')).toEqual([['2023-08-19', '2023-08-20']])
  })

  test.each(['how long ago was it?', 'at last I did it', 'the last of them'])('%s: none', (text) => {
    expect(daysOf(text)).toEqual([])
  })

  test('a month that is named is last month or is not', () => {
    const [days] = relativeDays('last month', at, 'UTC')

    expect(areCalled(days!, { month: 'july', year: 2023 })).toBe(true)
    expect(areCalled(days!, { month: 'july', year: 2022 })).toBe(false)
    expect(areCalled(days!, { weekday: 'monday', day: 3 })).toBe(true)
  })
})
