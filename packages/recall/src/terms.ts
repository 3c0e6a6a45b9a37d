import type { Term } from './match-expression.ts'
import type { PassageIndex } from './passage-index.ts'
import type { Recipe } from './recipe.ts'
import { nearest, errorsAllowed } from './spelling.ts'
import { inflected } from './inflected.ts'
import { withoutAccents } from './words.ts'

/** A word of a question as it is searched for. */
export interface WeighedTerm {
  word: string
  terms: Term[]
  /** In about how many of the person's passages it occurs. */
  passages: number
}

/** Below that many letters nearly any word is an error away from another. */
const shortestCorrected = 4

/** What a person's own words say of the words of a question: how common each is, and what a mistyped one may be. */
export async function weigh(index: PassageIndex, userId: number, words: string[]): Promise<WeighedTerm[]> {
  const forms = new Map(words.map((word) => [word, inflected(withoutAccents(word))]))
  const counts = await index.occurrences(userId, [
    ...new Set([...forms.values()].flatMap(({ known }) => known)),
  ])
  return Promise.all(
    words.map(async (word) => {
      const { known, terms } = forms.get(word)!
      const passages = known.reduce((sum, form) => sum + (counts.get(form) ?? 0), 0)
      return passages > 0 ? { word, terms, passages } : unknown(index, userId, { word, terms })
    }),
  )
}

/** A word that nobody wrote like that: an inflected form, or a typing error. */
async function unknown(
  index: PassageIndex,
  userId: number,
  { word, terms }: Omit<WeighedTerm, 'passages'>,
): Promise<WeighedTerm> {
  const plain = withoutAccents(word)
  if (plain.length < shortestCorrected || /\d/.test(plain)) return { word, terms, passages: 1 }
  const prefix = terms.find(({ isPrefix }) => isPrefix)
  const any = { min: 1, max: 100 }
  if (prefix && (await index.wordsFrom(userId, prefix.text, any)).length > 0)
    return { word, terms, passages: 1 }
  const corrected = nearest(plain, await similar(index, userId, plain))
  return { word, terms: [...terms, ...corrected.map((text) => ({ text }))], passages: 1 }
}

/** Words of about that length with the same first letter, or with its second one where the first is missing or swapped. */
async function similar(index: PassageIndex, userId: number, word: string): Promise<string[]> {
  const allowed = errorsAllowed(word)
  const length = { min: word.length - allowed, max: word.length + allowed }
  const beginnings = new Set([...word].slice(0, 2))
  const found = await Promise.all([...beginnings].map((letter) => index.wordsFrom(userId, letter, length)))
  return [...new Set(found.flat())]
}

/** Rare words first, as many as may be looked at; words that occur everywhere only where there are no others. */
export function worthSearching(
  weighed: WeighedTerm[],
  total: number,
  { commonShare, mostPassages }: Recipe,
): WeighedTerm[] {
  const byRarity = weighed.toSorted((a, b) => a.passages - b.passages)
  const rare = byRarity.filter(({ passages }) => passages <= Math.max(1, commonShare * total))
  const wanted = rare.length > 0 ? rare : byRarity.slice(0, 1)
  let sum = 0
  return wanted.filter(({ passages }, index) => (sum += passages) <= mostPassages || index === 0)
}
