import { startOfDay } from './start-of-day.ts'

test.each([
  ['2026-11-21T08:00:00.123Z', 'America/Los_Angeles', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21T07:59:59.999Z', 'America/Los_Angeles', '2026-11-20T08:00:00.000Z'],
  ['2026-11-21T03:30:00.000Z', 'Asia/Kolkata', '2026-11-20T18:30:00.000Z'],
  ['2026-03-08T20:00:00.000Z', 'America/Los_Angeles', '2026-03-08T08:00:00.000Z'], // clocks went forward that day
  ['2026-11-01T20:00:00.000Z', 'America/Los_Angeles', '2026-11-01T07:00:00.000Z'], // and back on this one
])('%s in %s: the day began at %s', (now, timeZone, expected) => {
  expect(startOfDay(new Date(now), timeZone).toISOString()).toBe(expected)
})
