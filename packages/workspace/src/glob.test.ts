import fc from 'fast-check'
import { globMatcher } from './glob.ts'

describe('a glob', () => {
  test.each([
    ['*.pdf', 'files/deep/Report.PDF', true],
    ['*.pdf', 'files/report.pdf.txt', false],
    ['report', 'files/report', true],
    ['files/*.txt', 'files/a.txt', true],
    ['files/*.txt', 'files/deep/a.txt', false],
    ['files/**/*.txt', 'files/a.txt', true],
    ['files/**/*.txt', 'files/very/deep/a.txt', true],
    ['**', 'anything/at/all', true],
    ['**/node_modules/**', 'a/node_modules/b/c', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['*.{jpg,png}', 'cache/x.png', true],
    ['*.{jpg,png}', 'cache/x.gif', false],
    ['фото*', 'cache/Фото 1.jpg', true],
    ['a.c', 'abc', false],
    ['*', '.hidden', true],
  ])('%s on %s: %s', (glob, path, fits) => {
    expect(globMatcher(glob)(path)).toBe(fits)
  })

  test.each(['', 'x'.repeat(301), '{a,b}'.repeat(7)])('%s: is refused', (glob) => {
    expect(() => globMatcher(glob)).toThrow(expect.objectContaining({ code: 'bad_pattern' }))
  })

  test('many stars on a long name: it ends; a matcher that tries every way would not', () => {
    expect(globMatcher(`${'*a'.repeat(140)}b`)('a'.repeat(255))).toBe(false)
    expect(globMatcher(`${'**/a/'.repeat(50)}b`)('a/'.repeat(64))).toBe(false)
  })

  test('any name fits itself with any part of it starred', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '-', 'é'), minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(name, fc.nat(), fc.nat(), (text, a, b) => {
        const [from, to] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [
          number,
          number,
        ]
        return globMatcher(`${text.slice(0, from)}*${text.slice(to)}`)(text)
      }),
    )
  })
})
