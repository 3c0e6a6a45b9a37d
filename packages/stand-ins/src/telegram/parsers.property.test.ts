import fc from 'fast-check'
import { parseTelegramHtml } from './html.ts'
import { parseMarkdownV2 } from './markdown-v2.ts'
import { TelegramRefusal } from './refusal.ts'

const pieces = [
  '<b>',
  '</b>',
  '<',
  '>',
  '&lt;',
  '&',
  '"',
  '<pre>',
  '</pre>',
  '<a href="',
  '*',
  '_',
  '__',
  '`',
  '```',
]
const source = fc
  .array(
    fc.oneof(fc.constantFrom(...pieces, '\\', '[', '](', ')', '\n', '>'), fc.string({ unit: 'grapheme' })),
  )
  .map((parts) => parts.join(''))

describe.each([
  ['HTML', parseTelegramHtml],
  ['MarkdownV2', parseMarkdownV2],
])('any text at all as %s', (_name, parse) => {
  test('is refused as Telegram refuses, or gives entities inside the text', () => {
    fc.assert(
      fc.property(source, (text) => {
        try {
          const parsed = parse(text)
          for (const { offset, length } of parsed.entities) {
            expect(offset).toBeGreaterThanOrEqual(0)
            expect(length).toBeGreaterThan(0)
            expect(offset + length).toBeLessThanOrEqual(parsed.text.length)
          }
        } catch (error) {
          if (!(error instanceof TelegramRefusal)) throw error
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

test('escaped text in HTML: comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
      expect(parseTelegramHtml(escaped).text).toBe(text)
    }),
  )
})
