import type { PassageIndex } from './passage-index.ts'
import { weigh } from './corrections.ts'

/** Knows no word, and notes what it is asked to compare with. */
class NothingKnown {
  readonly compared: { beginning: string; most: number }[] = []
  occurrences = async () => new Map<string, number>()
  beginnings = async () => new Map<string, number>()
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
  expect(index.compared.length).toBeLessThanOrEqual(24)
  expect(Math.max(...index.compared.map(({ most }) => most))).toBeLessThanOrEqual(4_000)
})

/** A log of these words, each said once. */
class Known {
  readonly #words: string[]
  constructor(...words: string[]) {
    this.#words = words
  }
  occurrences = async (_: number, words: string[]) =>
    new Map(words.filter((word) => this.#words.includes(word)).map((word) => [word, 1]))
  beginnings = async (_: number, beginnings: string[]) =>
    new Map(beginnings.map((text) => [text, this.#words.filter((word) => word.startsWith(text)).length]))
  wordsFrom = async (_: number, beginning: string, { min, max }: { min: number; max: number }) =>
    this.#words.filter((word) => word.startsWith(beginning) && word.length >= min && word.length <= max)
}

test.each([
  ['häuser', 'haus'],
  ['chevaux', 'cheval'],
  ['hablamos', 'hable'],
  ['ragazzi', 'ragazza'],
  ['wohnungen', 'wohnung'],
  ['hosue', 'house'],
  ['zahnarzt', 'zahnarztpraxis'],
])('%s, which nobody wrote, is looked for as %s', async (asked, written) => {
  const [term] = await weigh(new Known(written, 'hat', 'chef') as unknown as PassageIndex, 7, [asked])

  expect(term!.terms.map(({ text }) => text)).toContain(written)
  expect(term!.terms.length).toBeLessThan(4)
})

test('an everyday word with an error in it, which nobody wrote, has its related ones', async () => {
  const [term] = await weigh(new Known() as unknown as PassageIndex, 7, ['educaton'])

  expect(term!.word).toBe('education')
})

describe('another alphabet, searched by the beginning of a word', () => {
  const weighed = async (...written: string[]) =>
    (await weigh(new Known(...written) as unknown as PassageIndex, 7, ['приказь']))[0]!

  test('counts for all that begins so', async () => {
    expect(await weighed('приказ', 'приказы', 'приказом')).toMatchObject({
      passages: 3,
      terms: [{ text: 'приказь' }, { text: 'приказ', isPrefix: true }],
    })
  })

  test('is searched for as it stands where too many begin so: every message would be walked through', async () => {
    const many = Array.from({ length: 1_600 }, (_, index) => `приказ${index}`)

    expect((await weighed(...many)).terms.filter(({ isPrefix }) => isPrefix)).toEqual([])
  })
})
