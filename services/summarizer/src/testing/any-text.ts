import fc from 'fast-check'

const pieces = [
  'Yes.', 'Ray asked for three files.', 'Mia moved to Oslo on 4 May!', 'e.g.', 'No!', 'J.', '…', '?!', '…)', '"', '“',
  '我们今天讨论了很多文件。', 'ภาษาไทยไม่มีจุด', 'Рэй живёт в Осло.', 'ნინო აქ ცხოვრობს.', 'هل هذا ملف؟', '😀', '👩‍👩‍👧', '\ud800',
  '\n', '\n\n', '```', '```js\nlet x = 1\n```', '</think>', '<think>', '<b>', '{"a": 1}', '1. ', '- ', '**Summary:**', '\u0000',
  'x'.repeat(500), 'word '.repeat(40), '.'.repeat(50), '3.5 and', 'iPhone came.',
] // prettier-ignore

/** Whatever may be written: nothing, emoji, scripts without spaces, code, markup, halves of characters, many sentences. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(' ')),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('\n')),
)
