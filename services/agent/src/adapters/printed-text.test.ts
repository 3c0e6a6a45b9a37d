import { PrintedText } from './printed-text.ts'

const plain = (text: string) => text

describe('what a command prints', () => {
  test('less than is shown: all of it', () => {
    const printed = new PrintedText(100)
    printed.add(Buffer.from('a\n'))
    printed.add(Buffer.from('b\n'))

    expect(printed.result(plain)).toEqual({ text: 'a\nb\n', omittedBytes: 0 })
  })

  test('far more than memory holds: the beginning, and how much is left out', () => {
    const printed = new PrintedText(100)
    const piece = Buffer.alloc(2 ** 20, 'x')

    for (let pieces = 0; pieces < 200_000; pieces++) printed.add(piece)

    expect(printed.result(plain)).toEqual({ text: 'x'.repeat(100), omittedBytes: 200_000 * 2 ** 20 - 100 })
  })

  test('cut within a letter: the letter is left out', () => {
    const printed = new PrintedText(5)
    printed.add(Buffer.from('€€€'))

    expect(printed.result(plain)).toEqual({ text: '€', omittedBytes: 4 })
  })
})
