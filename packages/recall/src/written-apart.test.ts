import type { PassageIndex } from './passage-index.ts'
import { writtenApart, writtenAsOne } from './written-apart.ts'

/** The words of a log, each in one passage. */
const logOf = (...known: string[]) =>
  ({
    occurrences: async (_: number, words: string[]) =>
      new Map(words.filter((word) => known.includes(word)).map((word) => [word, 1])),
    beginnings: async () => new Map<string, number>(),
  }) as unknown as PassageIndex

const textsOf = async (word: string, ...known: string[]) =>
  (await writtenApart(logOf(...known), 7, word)).map(({ text }) => text)

describe('one word or two', () => {
  test('a word that nobody wrote is looked for as two that they did', async () => {
    expect(await textsOf('wifi', 'wi', 'fi')).toEqual(['wi fi'])
    expect(await textsOf('email', 'e', 'mail')).toEqual(['e mail'])
    expect(await textsOf('wifi', 'wi')).toEqual([])
  })

  test('not as what an apostrophe or an article makes of it, nor one that is too long for the list', async () => {
    expect(await textsOf('stall', 's', 'tall')).toEqual([])
    expect(await textsOf('apart', 'a', 'part')).toEqual([])
    expect(await textsOf('notable', 'not', 'able')).toEqual([])
    expect(await textsOf(`e${'x'.repeat(40)}`, 'e', 'x'.repeat(40))).toEqual([])
  })

  test('what has a hyphen is looked for without, where it was written so', async () => {
    const wordsOf = async (text: string, ...known: string[]) =>
      (await writtenAsOne(logOf(...known), 7, text)).map(({ word }) => word)

    expect(await wordsOf('the Wi-Fi and the mother-in-law', 'wifi', 'wi', 'fi')).toEqual(['wifi'])
    expect(await wordsOf('Wi-Fi', 'wi', 'fi')).toEqual([])
  })
})
