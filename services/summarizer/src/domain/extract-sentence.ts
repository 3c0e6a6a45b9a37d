import { readSentences } from './read-sentences.ts'
import { firstWords } from './words.ts'

/** Nothing of the exchange could be put between the quotes. */
const lastResort = 'The user and the assistant exchanged something that could not be put into words.'

/**
 * One sentence without a model: how the question and how the answer begin. The last resort, so that the memory has no
 * hole where a model writes nothing usable. Always passes `readSentences`.
 */
export function extractSentence({ question, answer }: { question: string; answer: string }): string {
  const asked = gist(question)
  const told = gist(answer)
  const sentence = asked
    ? `The user wrote “${asked}” and was ${told ? `told “${told}”` : 'given no answer'}.`
    : `The user was ${told ? `told “${told}”` : 'given no answer'}.`
  return isOneSentence(sentence) ? sentence : lastResort
}

/** Whether it can be kept as it is. */
export function isOneSentence(text: string): boolean {
  const verdict = readSentences(text, 1)
  return verdict.ok && verdict.sentences[0] === text
}

/** 2 × 11 words and the 7 around them stay below 30. */
const wordsEach = 11

/** How a text begins, without what would end a sentence or look like markup. */
export function gist(text: string, words = wordsEach): string {
  // Far more than is taken, far less than a pasted book.
  const prose = text
    .slice(0, 4_000)
    .toWellFormed()
    .replaceAll(/```[\s\S]*?(```|$)/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replaceAll(/[“”"«»`*_#<>|[\]{}]+/g, '')
    .replaceAll(/[.!?…。！？।؟։።]+(?=[\s)’']|$)/gu, ';')
  return firstWords(prose, words).replace(/[\s;,:]+$/u, '')
}
