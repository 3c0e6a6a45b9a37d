import { closestTimeZone, isTimeZone } from './index.ts'

describe('names of time zones', () => {
  test.each(['Europe/Berlin', 'UTC', 'Asia/Kathmandu', 'Etc/GMT-3'])('%s is one', (name) => {
    expect(isTimeZone(name)).toBe(true)
  })

  test.each(['', 'berlin', 'Europe/Berln', '+03:00', 'Mars/Olympus', '../../etc/passwd'])(
    '%j is none',
    (name) => {
      expect(isTimeZone(name)).toBe(false)
    },
  )

  test.each([
    ['berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['Europe/Berln', 'Europe/Berlin'],
    ['beriln', 'Europe/Berlin'],
    ['New York', 'America/New_York'],
    ['São Paulo', 'America/Sao_Paulo'],
    ['moscow', 'Europe/Moscow'],
    ['Москва', 'Europe/Moscow'],
    ['msk', 'Europe/Moscow'],
    ['kyiv', 'Europe/Kyiv'],
    ['utc', 'UTC'],
    ['utc+3', 'Etc/GMT-3'],
    ['GMT-5', 'Etc/GMT+5'],
    ['+5:30', 'Asia/Kolkata'],
  ])('“%s” may mean %s', (asked, zone) => {
    const found = closestTimeZone(asked)!
    expect(isTimeZone(found)).toBe(true)
    expect(clockOf(found)).toBe(clockOf(zone))
  })

  test.each(['', 'xx', 'nowhere at all', 'utc+30', 'a'.repeat(10_000)])('%j means none', (asked) => {
    expect(closestTimeZone(asked)).toBeUndefined()
  })
})

/** Names of one zone differ between versions of ICU; what their clocks show does not. */
function clockOf(timeZone: string): string {
  const show = (month: number) => new Date(Date.UTC(2026, month, 5)).toLocaleString('en-GB', { timeZone })
  return `${show(0)} ${show(6)}`
}
