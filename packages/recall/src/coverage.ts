import type { FoundPassage } from './passage-index.ts'
import { related } from './related-words.ts'
import { stemOf } from './stem.ts'
import type { WeighedTerm } from './terms.ts'
import { wordsOf } from './words.ts'

/** A word of a question, the share of it that the word is, and the words by which the same may have been said. */
export interface Sought {
  stem: string
  share: number
  others: string[]
}

/** @param total - passages there are: of the words the rare ones say most. */
export function soughtBy(words: WeighedTerm[], total: number): Sought[] {
  const weights = words.map(({ passages }) => Math.log(1 + total / Math.max(1, passages)))
  const sum = weights.reduce((sum, weight) => sum + weight, 0)
  return words.map(({ word }, index) => ({
    stem: stemOf(word),
    share: weights[index]! / sum,
    others: related(word).map(stemOf),
  }))
}

/** One search reads the same passage several times, and so does the search for the next message. */
const read = new Map<string, ReadonlySet<string>>()
const mostRead = 1_000

export function stemsOf({ body }: Pick<FoundPassage, 'body'>): ReadonlySet<string> {
  const known = read.get(body)
  if (known) return known
  const stems = new Set(wordsOf(body).map(stemOf))
  if (read.size >= mostRead) read.delete(read.keys().next().value!)
  read.set(body, stems)
  return stems
}

/** How much of a question a passage says in other words only: 0 to 1. */
export function saidOtherwise(stems: ReadonlySet<string>, sought: Sought[]): number {
  return sought
    .filter(({ stem, others }) => !stems.has(stem) && others.some((other) => stems.has(other)))
    .reduce((sum, { share }) => sum + share, 0)
}

/** The shares of a question's words that a passage says, in other words or in these; 0 for what it does not say. */
export function saidShares(stems: ReadonlySet<string>, sought: Sought[]): number[] {
  return sought.map(({ stem, share, others }) =>
    stems.has(stem) || others.some((other) => stems.has(other)) ? share : 0,
  )
}

/** Which words of a question a passage says, as one text. */
export function saidOf(stems: ReadonlySet<string>, sought: Sought[]): string {
  return sought.map(({ stem }) => (stems.has(stem) ? stem : '')).join(' ')
}
