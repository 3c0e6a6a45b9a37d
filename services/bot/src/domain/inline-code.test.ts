import fc from 'fast-check'
import { inlineCode, plainLine } from './inline-code.ts'
import { readMarkdown } from './rendering/markdown.ts'
import { renderMessages } from './rendering/render.ts'

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom(
      '`',
      ' ',
      '*',
      '_',
      '[',
      ']',
      '(',
      ')',
      '\\',
      '\n',
      '\u202e',
      'a',
      '<',
      '&',
      '|',
      '~',
    ),
  }),
)
const codesIn = (markdown: string) => {
  const { text, spans } = readMarkdown(markdown)
  return {
    text,
    codes: spans.filter(({ kind }) => kind === 'code').map(({ from, to }) => text.slice(from, to)),
  }
}

describe('F-FILE names of files in what the bot says', () => {
  test.each([
    ['cache/report.pdf', '`cache/report.pdf`'],
    ['a`b', '``a`b``'],
    ['`', '`` ` ``'],
    ['two\nlines\tand', '`two⟨U+000A⟩lines⟨U+0009⟩and`'],
    ['evil\u202egnp.exe', '`evil⟨U+202E⟩gnp.exe`'],
    ['zero\u200bwidth', '`zero⟨U+200B⟩width`'],
    ['👩‍💻.txt', '`👩‍💻.txt`'],
    ['', '`""`'],
    ['  ', '`"  "`'],
  ])('%j is shown as %s', (name, shown) => expect(inlineCode(name)).toBe(shown))

  test('a long name is cut between characters', () => {
    expect(inlineCode('👍'.repeat(300), 5)).toBe('`👍👍👍👍…`')
  })

  test('whatever the name holds, it is one code span on one line, and what follows is outside of it', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        const { text, codes } = codesIn(`- ${inlineCode(name)}: 12 kB`)

        expect(codes).toHaveLength(1)
        expect(text).toBe(`• ${codes[0]}: 12 kB`)
        expect(text).not.toMatch(/[\n\u202a-\u202e\u2066-\u2069]/)
      }),
    )
  })

  test('somebody’s words are shown as they were written', () => {
    fc.assert(
      fc.property(anyText, (words) => {
        const { text, spans } = readMarkdown(`- ${plainLine(words)} |`)

        expect(spans).toEqual([])
        expect(text).not.toContain('\n')
        if (words.trim() && /^[\w *[\]()`<>&|~]+$/.test(words)) {
          expect(text).toBe(`• ${words.replace(/\s+/g, ' ').trim()} |`)
        }
      }),
    )
    expect(renderMessages(plainLine('**no** <b>tags</b> [a](https://x.org) 1. x'))[0]?.plain).toBe(
      '**no** <b>tags</b> [a](https://x.org) 1. x',
    )
  })
})
