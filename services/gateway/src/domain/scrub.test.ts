import { scrubber } from './scrub.ts'

test.each([
  ['a key of ours', 'API key our-own-secret-1 not valid', 'API key [key removed] not valid'],
  ['a Google key', 'bad key AIzaSyA-1234567890_abcdefghijklmnopqrstuv', 'bad key [key removed]'],
  ['a Groq key', '{"m":"gsk_abcdefghij0123456789"}', '{"m":"[key removed]"}'],
  ['no key', 'models/gone is not found', 'models/gone is not found'],
])('a text with %s: what is left holds no key', (_title, text, expected) => {
  expect(scrubber(['our-own-secret-1'])(text)).toBe(expected)
})
