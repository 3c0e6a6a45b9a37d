import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { extractSentences } from './extract-sentences.ts'
import { readSentences } from './read-sentences.ts'
import { mayHave } from './sentences.ts'

describe('sentences without a model', () => {
  test('of each group the sentence that says most, as it is', () => {
    const sentences = extractSentences([
      ['They said hello to each other.', 'Ray moved to Oslo on 4 May 2026.'],
      ['Mia was told “Three”.', 'What is that about the weather'],
    ])

    expect(sentences).toEqual(['Ray moved to Oslo on 4 May 2026.', 'Mia was told “Three”.'])
  })

  test('text that is no sentence is quoted', () => {
    const [first] = extractSentences([['buy milk! And eggs, 12 of them'], ['Mia likes green tea.']])

    expect(first).toBe('It was said that “buy milk; And eggs, 12 of them”.')
  })

  test('nothing at all: what is written claims nothing', () => {
    expect(extractSentences([[], [], [], []])).toHaveLength(4)
  })

  test.each([2, 4] as const)('whatever was written, there are exactly %i sentences to keep', (count) => {
    const groups = fc.array(fc.array(anyText, { maxLength: 4 }), { minLength: count, maxLength: count })
    fc.assert(
      fc.property(groups, (given) => {
        const sentences = extractSentences(given)
        expect(readSentences(sentences.join('\n'), count)).toEqual({ ok: true, sentences })
        expect(mayHave(count, sentences.join(' '))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('thousands of sentences are no trouble', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => `Ray wrote line ${index} of his book.`)

    expect(extractSentences([many, [many.join(' ')]])).toHaveLength(2)
  })
})
