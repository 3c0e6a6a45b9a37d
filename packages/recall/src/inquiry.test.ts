import { inquire } from './inquiry.ts'
import type { PassageIndex } from './passage-index.ts'

/** A log of 1,000 passages, of which as many hold a word as it has letters x; half of them Bob says. */
const index = {
  count: async () => 1_000,
  occurrences: async (_: number, words: string[]) =>
    new Map(
      words.flatMap((word): [string, number][] => {
        if (/^bob:?$/.test(word)) return [[word, 500]]
        return /^ax+$/.test(word) ? [[word, word.length - 1]] : []
      }),
    ),
  wordsFrom: async () => [],
} as unknown as PassageIndex
const scope = { userId: 7, chatId: 7 }
const common = Array.from({ length: 30 }, (_, at) => `a${'x'.repeat(at + 1)}`).reverse()
const ask = (text: string, altTerms: string[] = []) =>
  inquire(index, scope, { text, altTerms, limit: 5, timeZone: 'UTC' })

describe('what is looked for', () => {
  test('of a long message the ten words that fewest passages hold, in their order', async () => {
    const { words } = await ask(`${common.join(' ')} unheard`)

    expect(words.map(({ passages }) => passages)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
  })

  test('all other words that whoever asks has for it', async () => {
    expect((await ask('axx', common)).words).toHaveLength(30)
  })

  test('names of speakers are not, unless nothing else is asked for', async () => {
    const wordsOf = async (text: string) => (await ask(text)).words.map(({ word }) => word)

    expect(await wordsOf('What did Bob drink?')).toEqual(['drink'])
    expect(await wordsOf('Bob?')).toEqual(['bob'])
  })
})
