import { inflected } from './inflected.ts'
import type { Term } from './match-expression.ts'
import type { PassageIndex } from './passage-index.ts'
import { withoutAccents } from './words.ts'

/** A word as it is searched for. */
export interface WeighedTerm {
  word: string
  terms: Term[]
  /** In about how many of the person's passages it occurs; 0: in none that is known. */
  passages: number
}

/** How common words are in a person's log. */
export async function count(index: PassageIndex, userId: number, words: string[]): Promise<WeighedTerm[]> {
  const forms = words.map((word) => ({ word, ...inflected(withoutAccents(word)) }))
  const beginnings = forms.flatMap(beginningOf)
  const begun = beginnings.length > 0 ? await index.beginnings(userId, beginnings, mostWords) : noPassages
  const counts = await index.occurrences(userId, [...new Set(forms.flatMap(({ known }) => known))])
  return forms.map(({ word, known, terms }) => {
    const passages = known.reduce((sum, form) => sum + (counts.get(form) ?? 0), 0)
    const beginning = beginningOf({ terms }).reduce((sum, text) => sum + (begun.get(text) ?? 0), 0)
    return beginning <= mostBegun
      ? { word, terms, passages: Math.max(passages, beginning) }
      : { word, terms: terms.filter(({ isPrefix }) => !isPrefix), passages }
  })
}

const noPassages = new Map<string, number>()

/** A beginning that more passages share says nothing, and walking through them takes its time. */
const mostBegun = 1_500
const mostWords = 1_000

const beginningOf = ({ terms }: { terms: Term[] }) =>
  terms.filter(({ isPrefix }) => isPrefix).map(({ text }) => text)

/**
 * The words that are worth a query: the rarest first, as many as it may walk through. One that is in too many passages
 * finds nothing in particular and is left out, unless the rarer ones find next to nothing.
 * @param share - of all passages; what is in more of them is too common.
 * @param most - passages, all words together.
 */
export function worthSearching(
  words: WeighedTerm[],
  total: number,
  share: number,
  most: number,
): WeighedTerm[] {
  const worth: WeighedTerm[] = []
  let sum = 0
  for (const word of words.toSorted((a, b) => a.passages - b.passages)) {
    const isParticular = word.passages <= Math.max(few, share * total) || sum < few
    if (sum > 0 && (!isParticular || sum + word.passages > most)) break
    worth.push(word)
    sum += word.passages
  }
  return worth
}

/** So few passages are looked at in any case. */
const few = 10
