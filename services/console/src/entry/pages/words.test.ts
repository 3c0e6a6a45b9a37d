import { age, dollars, duration, timeOfDay } from './words.ts'

test.each([
  [12.4, '12 ms'],
  [2_449, '2.4 s'],
  [192_000, '3 min 12 s'],
])('%d ms took %s', (ms, words) => {
  expect(duration(ms)).toBe(words)
})

test.each([
  [-5, '0 s'],
  [12_000, '12 s'],
  [300_000, '5 min'],
  [12_000_000, '3 h 20 min'],
  [352_800_000, '4 d 2 h'],
])('%d ms ago is %s', (ms, words) => {
  expect(age(ms)).toBe(words)
})

test('a time of day is told in the operator’s zone', () => {
  expect(timeOfDay(new Date('2026-11-21T08:05:09Z'), 'Europe/Berlin')).toBe('09:05:09')
})

test.each([
  [0, '$0.00'],
  [0.0004, 'under $0.01'],
  [12.4, '$12.40'],
])('%d dollars are %s', (amount, words) => {
  expect(dollars(amount)).toBe(words)
})
