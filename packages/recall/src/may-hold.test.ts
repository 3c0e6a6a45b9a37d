import { irregularForms } from './irregular-words.ts'
import { mayHold } from './may-hold.ts'
import { stemOf } from './stem.ts'
import { wordsOf } from './words.ts'

describe('whether a text may hold a word of a stem', () => {
  test.each([
    ['swimming', 'swim', true],
    ['She BOUGHT it', 'buy', true],
    ['_dogs_', 'dog', true],
    ['Café – “bon” 🐈', 'dog', false],
    ['ｄｏｇ', 'dog', true],
    ['do\u00adg', 'dog', true],
    ['Haus', 'häus', true],
    ['I started', 'art', false],
    ['', 'dog', false],
  ])('“%s”, %s: %s', (text, stem, may) => {
    expect(mayHold([stem])(text)).toBe(may)
  })

  test('no word is missed, whatever its form', () => {
    const endings = ['', 's', 'es', 'ed', 'ing', 'ning', 'ies', 'ied', 'e', 'y', 'ly']
    const words = ['run', 'hobb', 'pay', 'c3po', 'ox', ...irregularForms].flatMap((word) =>
      endings.map((ending) => word + ending),
    )

    const missed = words.filter((word) => !mayHold(wordsOf(word).map(stemOf))(`(a_${word.toUpperCase()}!`))

    expect(missed).toEqual([])
  })

  test('no character is overlooked of which a plain word could be made', () => {
    const from = (first: number) => Array.from({ length: 0x3000 }, (_, n) => String.fromCodePoint(first + n))
    const isHidden = (word: string) => word === 'zz' || /[a-y\d]/.test(word)

    const ruledOut = [...from(0), ...from(0xd000), ...from(0x1d000)].filter(
      (one) => !/[a-z\d]/i.test(one) && !mayHold(['y'])(one),
    )

    expect(ruledOut.length).toBeGreaterThan(1_000)
    expect(ruledOut.filter((one) => wordsOf(`z${one}z`).some(isHidden))).toEqual([])
  })

  test('of nothing, nothing', () => {
    expect(mayHold([])('anything')).toBe(false)
  })
})
