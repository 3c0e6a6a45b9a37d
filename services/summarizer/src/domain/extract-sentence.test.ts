import fc from 'fast-check'
import { anyText } from '../testing/any-text.ts'
import { extractSentence } from './extract-sentence.ts'
import { readSentences } from './read-sentences.ts'

describe('a sentence without a model', () => {
  test('question and answer begin in it', () => {
    const sentence = extractSentence({
      question: 'How many files? Tell me!',
      answer: 'You have 3. All in `src`.',
    })

    expect(sentence).toBe('The user wrote “How many files; Tell me” and was told “You have 3; All in src”.')
  })

  test('code is left out, and an answer of nothing is said to be none', () => {
    const sentence = extractSentence({ question: 'Run this ```\nrm -rf\n```', answer: '' })

    expect(sentence).toBe('The user wrote “Run this” and was given no answer.')
  })

  test('whatever was written, it is one sentence of at most 30 words', () => {
    fc.assert(
      fc.property(anyText, anyText, (question, answer) => {
        const sentence = extractSentence({ question, answer })
        expect(readSentences(sentence, 1)).toEqual({ ok: true, sentences: [sentence] })
      }),
      { numRuns: 500 },
    )
  })
})
