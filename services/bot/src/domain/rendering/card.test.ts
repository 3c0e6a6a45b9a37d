/* oxlint-disable no-control-regex */
import type { Card } from '@aika/contracts'
import { acceptTelegramText } from '@aika/stand-ins'
import fc from 'fast-check'
import { footerUnits, writeCard } from './card.ts'
import { maxMessageUnits, renderRich } from './render.ts'
import { makeVisible } from './visible.ts'

const limit = maxMessageUnits - 25

/** The card as the chat shows it, read by Telegram's own rules. */
function shown(card: Card, footer = 'Waits.') {
  const { message, whole } = writeCard(card, footer, limit)
  const pieces = renderRich(message, limit)
  expect(pieces).toHaveLength(1)
  const { text, entities } = acceptTelegramText({ text: pieces[0]!.html, parse_mode: 'HTML' })
  expect(acceptTelegramText({ text: pieces[0]!.plain }).text).toBe(text)
  const blocks = (entities ?? [])
    .filter(({ type }) => type === 'pre')
    .map(({ offset, length }) => text.slice(offset, offset + length))
  return { text, blocks, whole }
}

const card = (what: string, more: Partial<Card> = {}): Card => ({
  title: 'Run',
  what,
  why: 'Because.',
  ...more,
})

// prettier-ignore
const pieces = [
  '`', '```', '<b>', '</pre>', '&lt;', '&', '"', '\u202e', '\u2066', '\u200b', '\u00a0', '\u3164', '\ufeff', '\u0000', '\u001b[2J',
  '\r', '\r\n', '\n', '\t', '    ', 'rm -rf /', '😀', '👩‍💻', 'ש', 'ع', '\ud800', '\udc00', '$(x)', '|', '*', '_', '\u{e0041}', '\u2028',
]
const command = fc
  .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 60 })
  .map((parts) => parts.join(''))

/** Nothing in it hides or turns anything around. */
const unseen =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00a0\u061c\u115f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ud800-\udfff]/u

describe('a card shows exactly what would run', () => {
  test('any command: letter by letter, or cut visibly with all of it as a file', () => {
    fc.assert(
      fc.property(command, fc.integer({ min: 1, max: 200 }), (part, times) => {
        const what = part.repeat(times).slice(0, 10_000)
        const { text, blocks, whole } = shown(card(what))
        expect(text.length).toBeLessThanOrEqual(limit)
        expect(unseen.test(text)).toBe(false)
        const visible = makeVisible(what)
        if (whole === undefined) expect(blocks.join('')).toBe(visible.trim() ? visible : (blocks[0] ?? ''))
        else {
          expect(whole).toBe(what)
          expect(visible.startsWith(blocks[0]!)).toBe(true)
          expect(text).toMatch(/✂ \d+ more characters/)
        }
      }),
      { numRuns: 200 },
    )
  })

  test('any title, reason and diff beside it', () => {
    fc.assert(
      fc.property(command, command, command, (title, why, diff) => {
        const long = {
          title: `t${title}`.slice(0, 200),
          why: why.slice(0, 500),
          diff: diff.repeat(50).slice(0, 20_000),
        }
        const { text } = shown(card('x'.repeat(3_000), long), 'f'.repeat(1_000))
        expect(text.length).toBeLessThanOrEqual(limit)
        expect(text).toMatch(/x{1000}/)
      }),
      { numRuns: 100 },
    )
  })

  test('which part is shown does not depend on how the question ended', () => {
    const long = card('y'.repeat(9_000), { diff: '+z\n'.repeat(3_000) })

    expect(shown(long, 'Waits.').blocks).toEqual(shown(long, 'e'.repeat(footerUnits)).blocks)
  })

  test('what hides is written as its code, what is only foreign is not', () => {
    expect(makeVisible('a\u202eb\u0000\u00a0c')).toBe('a⟨U+202E⟩b⟨U+0000⟩⟨U+00A0⟩c')
    expect(makeVisible('Привет, 你好 👩‍💻 👩🏽‍💻 ❤️ שלום\tx\n')).toBe('Привет, 你好 👩‍💻 👩🏽‍💻 ❤️ שלום\tx\n')
    expect(makeVisible('a\u200db')).toBe('a⟨U+200D⟩b')
  })
})
