import type { PassageIndex } from './passage-index.ts'
import { weigh } from './terms.ts'

/** Knows no word, and notes what it is asked to compare with. */
class NothingKnown {
  readonly compared: { beginning: string; most: number }[] = []
  occurrences = async () => new Map<string, number>()
  wordsFrom = async (_: number, beginning: string, { most }: { most: number }) => {
    if (most > 1) this.compared.push({ beginning, most })
    return []
  }
}

test('a text full of words that nobody wrote: a few of them are compared with a bounded number of words', async () => {
  const index = new NothingKnown()
  const words = Array.from(
    { length: 120 },
    (_, at) => `qu${'abcdefghij'[at % 10]}${'klmno'[at % 5]}xz${'w'.repeat(at % 7)}`,
  )

  const weighed = await weigh(index as unknown as PassageIndex, 7, words)

  expect(weighed).toHaveLength(120)
  expect(index.compared.length).toBeLessThanOrEqual(12)
  expect(Math.max(...index.compared.map(({ most }) => most))).toBeLessThanOrEqual(4_000)
})
