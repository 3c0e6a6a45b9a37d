import fc from 'fast-check'
import { extractSentence } from './extract-sentence.ts'
import { readOneSentence } from './one-sentence.ts'

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
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.array(fc.constantFrom('Yes.', 'e.g.', 'No!', '我们今天讨论了很多文件。', '…', '?!', '\n', '“', '```', 'x'.repeat(500), '</think>', '<think>', 'J.', '…)'), { maxLength: 40 }).map((parts) => parts.join(' ')), // prettier-ignore
    )
    fc.assert(
      fc.property(text, text, (question, answer) => {
        const sentence = extractSentence({ question, answer })
        expect(readOneSentence(sentence)).toEqual({ ok: true, sentence })
      }),
      { numRuns: 500 },
    )
  })
})
