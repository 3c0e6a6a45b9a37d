import { dueSummaries, type MemoryProgress } from './due-summary.ts'

const nothing: MemoryProgress = {
  firstUncoveredAt: undefined,
  lastDay: undefined,
  hasStale: false,
  firstDayAfterMajor: undefined,
  lastWeek: undefined,
}
/** The week of these is over on Sunday, 29 November. */
const busy = { lastDay: '2026-11-23', firstDayAfterMajor: '2026-11-22', lastWeek: '2026-11-22' }
const due = (now: string, timeZone: string, progress: Partial<MemoryProgress>) =>
  dueSummaries(new Date(now), timeZone, { ...nothing, ...progress })
const saidAt = (at: string) => ({ ...busy, firstUncoveredAt: new Date(at) })

describe('what is to be summed up', () => {
  test('nothing was said, or today alone: nothing', () => {
    expect(due('2026-11-24T12:00:00Z', 'Europe/Berlin', {})).toEqual([])
    expect(due('2026-11-24T12:00:00Z', 'Europe/Berlin', saidAt('2026-11-24T08:00:00Z'))).toEqual([])
  })

  test.each([
    ['Europe/Berlin', '2026-11-24T08:00:00Z', '2026-11-25T02:59:59Z', '2026-11-25T03:00:00Z', '2026-11-24'],
    ['America/Los_Angeles', '2026-11-24T20:00:00Z', '2026-11-25T11:59:59Z', '2026-11-25T12:00:00Z', '2026-11-24'],
    ['Pacific/Kiritimati', '2026-11-24T00:00:00Z', '2026-11-24T13:59:59Z', '2026-11-24T14:00:00Z', '2026-11-24'],
    ['Asia/Kathmandu', '2026-11-24T08:00:00Z', '2026-11-24T22:14:59Z', '2026-11-24T22:15:00Z', '2026-11-24'],
  ])('%s: a day is due at its own 04:00, not a second before', (zone, said, before, at, day) => {
    expect(due(before, zone, saidAt(said))).toEqual([])
    expect(due(at, zone, saidAt(said))).toEqual([{ kind: 'daily', through: day }])
  }) // prettier-ignore

  test.each([
    ['spring, 02:00 becomes 03:00', 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T01:59:59Z', '2026-03-29T02:00:00Z', '2026-03-28'],
    ['autumn, 03:00 becomes 02:00', 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T02:59:59Z', '2026-10-25T03:00:00Z', '2026-10-24'],
    ['spring in Los Angeles', 'America/Los_Angeles', '2026-03-07T20:00:00Z', '2026-03-08T10:59:59Z', '2026-03-08T11:00:00Z', '2026-03-07'],
    ['autumn in Los Angeles', 'America/Los_Angeles', '2026-10-31T20:00:00Z', '2026-11-01T11:59:59Z', '2026-11-01T12:00:00Z', '2026-10-31'],
  ])('the clocks change in the night, %s: 04:00 by the new ones', (_what, zone, said, before, at, day) => {
    const progress = { firstUncoveredAt: new Date(said) }
    expect(due(before, zone, progress)).toEqual([])
    expect(due(at, zone, progress)).toEqual([{ kind: 'daily', through: day }])
  }) // prettier-ignore

  test.each([
    ['Europe/Berlin', '2026-11-29T03:59:59Z', '2026-11-29T04:00:00Z'],
    ['America/Los_Angeles', '2026-11-29T12:59:59Z', '2026-11-29T13:00:00Z'],
    ['Pacific/Kiritimati', '2026-11-28T14:59:59Z', '2026-11-28T15:00:00Z'],
    ['Asia/Kathmandu', '2026-11-28T23:14:59Z', '2026-11-28T23:15:00Z'],
  ])('%s: a week is due on its own Sunday at 05:00', (zone, before, at) => {
    expect(due(before, zone, busy)).toEqual([])
    expect(due(at, zone, busy)).toEqual([{ kind: 'weekly', through: '2026-11-29' }])
  })

  test('the machine was off for weeks: the days first; when those of the weeks are there, these', () => {
    const now = '2026-12-16T12:00:00Z'
    const weekly = { kind: 'weekly', through: '2026-12-13' }
    const daily = { kind: 'daily', through: '2026-12-15' }
    const then = (at: string, lastDay: string) => ({ ...busy, firstUncoveredAt: new Date(at), lastDay })

    expect(due(now, 'Europe/Berlin', then('2026-11-24T08:00:00Z', '2026-11-23'))).toEqual([daily])
    expect(due(now, 'Europe/Berlin', then('2026-12-12T08:00:00Z', '2026-12-11'))).toEqual([daily])
    expect(due(now, 'Europe/Berlin', then('2026-12-13T08:00:00Z', '2026-12-12'))).toEqual([daily, weekly])
    expect(due(now, 'Europe/Berlin', then('2026-12-16T08:00:00Z', '2026-12-15'))).toEqual([weekly])
  })

  test('nothing was ever summed up: the days', () => {
    const progress = { firstUncoveredAt: new Date('2026-11-10T08:00:00Z') }

    expect(due('2026-11-24T12:00:00Z', 'Europe/Berlin', progress)).toEqual([{ kind: 'daily', through: '2026-11-23' }]) // prettier-ignore
  })

  test('something was forgotten: its day is due at once, its week after it', () => {
    const progress = { ...busy, hasStale: true, firstDayAfterMajor: '2026-11-10', lastWeek: '2026-11-08' }
    const daily = { kind: 'daily', through: '2026-11-23' }

    expect(due('2026-11-24T12:00:00Z', 'Europe/Berlin', progress)).toEqual([daily])
  })

  test('the versions were deleted by a forgetting: they are due at once', () => {
    const progress = { ...busy, lastWeek: '2026-11-01', firstDayAfterMajor: '2026-11-03' }

    expect(due('2026-11-24T12:00:00Z', 'Europe/Berlin', progress)).toEqual([{ kind: 'weekly', through: '2026-11-22' }]) // prettier-ignore
  })

  test('somebody flew west and lives the same day again: it is due when the next one is over', () => {
    const progress = { ...saidAt('2026-11-24T20:00:00Z'), lastDay: '2026-11-24' }

    expect(due('2026-11-25T12:00:00Z', 'America/Los_Angeles', progress)).toEqual([])
    expect(due('2026-11-26T12:00:00Z', 'America/Los_Angeles', progress)).toEqual([{ kind: 'daily', through: '2026-11-25' }]) // prettier-ignore
  })

  test('somebody flew east: what is over by the new clocks is due', () => {
    const progress = saidAt('2026-11-24T20:00:00Z')

    expect(due('2026-11-25T11:00:00Z', 'America/Los_Angeles', progress)).toEqual([])
    expect(due('2026-11-25T14:00:00Z', 'Pacific/Kiritimati', progress)).toEqual([{ kind: 'daily', through: '2026-11-25' }]) // prettier-ignore
  })
})
