import type { FoundPassage } from './passage-index.ts'
import { isStopWord } from './stop-words.ts'
import { stemOf } from './stem.ts'
import type { WeighedTerm } from './terms.ts'
import { wordsOf } from './words.ts'

const shortest = 3

/** Words of passages that a question does not hold, each with the scores of the passages that hold it. */
export function wordsOfBest(best: FoundPassage[], asked: string[]): Map<string, number> {
  const known = new Set(asked.map(stemOf))
  const weights = new Map<string, number>()
  for (const { body, score } of best) {
    for (const word of new Set(wordsOf(body))) {
      if (word.length < shortest || isStopWord(word) || known.has(stemOf(word))) continue
      weights.set(word, (weights.get(word) ?? 0) + score)
    }
  }
  return weights
}

/** The words that tell most: rare in the log, common in its best passages. One that occurs there alone finds nothing. */
export function telling(
  weights: Map<string, number>,
  counted: WeighedTerm[],
  total: number,
  most: number,
): WeighedTerm[] {
  const telling = ({ word, passages }: WeighedTerm) => weights.get(word)! * Math.log(1 + total / passages)
  return counted
    .filter(({ passages }) => passages > 1)
    .sort((a, b) => telling(b) - telling(a) || (a.word < b.word ? -1 : 1))
    .slice(0, most)
}
