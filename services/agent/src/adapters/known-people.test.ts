import { knownPeople } from './known-people.ts'

const people = knownPeople(
  { timeZoneOf: async (userId) => (userId === 42 ? 'Asia/Tokyo' : undefined) },
  {
    allowed: [42, 43, 44, 45],
    admins: [42],
    names: new Map([[42, 'Ray'], [43, 'Alice'], [44, 'alice'], [99, 'Mallory']]), // prettier-ignore
    timeZone: 'Europe/Berlin',
  },
)

describe('the people that the tools know', () => {
  test.each([
    ['42', 42],
    ['ray', 42],
    [' @Ray ', 42],
    ['45', 45],
    ['43', 43],
    ['Alice', undefined],
    ['Mallory', undefined],
    ['99', undefined],
    ['', undefined],
    ['042', undefined],
  ])('%j is %p', (who, userId) => {
    expect(people.find(who)).toBe(userId)
  })

  test('their own time zone goes before the server’s', async () => {
    expect(await people.timeZoneOf(42)).toBe('Asia/Tokyo')
    expect(await people.timeZoneOf(43)).toBe('Europe/Berlin')
  })
})
