import { firstWords } from './words.ts'
import { readOneSentence } from './one-sentence.ts'

/** Nothing of the exchange could be put between the quotes. */
const lastResort = 'The user and the assistant exchanged something that could not be put into words.'

/**
 * One sentence without a model: how the question and how the answer begin. The last resort, so that the memory has no
 * hole where a model writes nothing usable. Always passes `readOneSentence`.
 */
export function extractSentence({ question, answer }: { question: string; answer: string }): string {
  const asked = gist(question)
  const told = gist(answer)
  const sentence = asked
    ? `The user wrote “${asked}” and was ${told ? `told “${told}”` : 'given no answer'}.`
    : `The user was ${told ? `told “${told}”` : 'given no answer'}.`
  const verdict = readOneSentence(sentence)
  return verdict.ok ? verdict.sentence : lastResort
}

/** 2 × 11 words and the 7 around them stay below 30. */
const wordsEach = 11

function gist(text: string): string {
  const prose = text
    .replaceAll(/```[\s\S]*?(```|$)/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .replaceAll(/[“”"«»`*_#<>|[\]{}]+/g, '')
    .replaceAll(/[.!?…。！？।؟]+(?=[\s)’']|$)/gu, ';')
  return firstWords(prose, wordsEach).replace(/[\s;,:]+$/u, '')
}
