import { startOfDay } from './start-of-day.ts'

test.each([
  ['2026-11-21T08:00:00.123Z', 'America/Los_Angeles', '2026-11-21T08:00:00.000Z'],
  ['2026-11-21T07:59:59.999Z', 'America/Los_Angeles', '2026-11-20T08:00:00.000Z'],
  ['2026-11-21T03:30:00.000Z', 'Asia/Kolkata', '2026-11-20T18:30:00.000Z'],
  ['2026-03-29T12:00:00.000Z', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'], // clocks went forward that day
  ['2026-10-25T12:00:00.000Z', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'], // and back on this one
  ['2026-11-01T04:30:00.000Z', 'America/Havana', '2026-11-01T04:00:00.000Z'], // midnight came twice:
  ['2026-11-01T05:30:00.000Z', 'America/Havana', '2026-11-01T04:00:00.000Z'], // half an hour after the second
  ['2026-11-01T12:00:00.000Z', 'America/Havana', '2026-11-01T04:00:00.000Z'],
  ['2026-03-08T12:00:00.000Z', 'America/Havana', '2026-03-08T05:00:00.000Z'], // midnight was left out
])('%s in %s: the day began at %s', (now, timeZone, expected) => {
  expect(startOfDay(new Date(now), timeZone).toISOString()).toBe(expected)
})
