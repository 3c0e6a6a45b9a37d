import { inflected } from './inflected.ts'
import type { Term } from './match-expression.ts'
import type { PassageIndex } from './passage-index.ts'
import { errorsAllowed, nearest } from './spelling.ts'
import { withoutAccents } from './words.ts'

/** A word as it is searched for. */
export interface WeighedTerm {
  word: string
  terms: Term[]
  /** In about how many of the person's passages it occurs; 0: in none that is known. */
  passages: number
}

/** Below that many letters nearly any word is an error away from another. */
const shortestCorrected = 4

/** How common words are in a person's log. */
export async function count(index: PassageIndex, userId: number, words: string[]): Promise<WeighedTerm[]> {
  const forms = words.map((word) => ({ word, ...inflected(withoutAccents(word)) }))
  const counts = await index.occurrences(userId, [...new Set(forms.flatMap(({ known }) => known))])
  return forms.map(({ word, known, terms }) => ({
    word,
    terms,
    passages: known.reduce((sum, form) => sum + (counts.get(form) ?? 0), 0),
  }))
}

/** Correcting compares a word with thousands: of a text full of unknown words, the longest get it, which say most. */
const mostCorrected = 6
const mostCompared = 4_000

/** The same; a word that does not occur is searched for as what it may have been meant to be. */
export async function weigh(index: PassageIndex, userId: number, words: string[]): Promise<WeighedTerm[]> {
  const counted = await count(index, userId, words)
  const unknown = counted
    .filter(({ passages }) => passages === 0)
    .toSorted((a, b) => b.word.length - a.word.length)
  const corrections = new Map<WeighedTerm, WeighedTerm>()
  for (const term of unknown.slice(0, mostCorrected))
    corrections.set(term, await corrected(index, userId, term))
  return counted.map((term) => corrections.get(term) ?? term)
}

/** A word that nobody wrote like that: an inflected form, or a typing error. */
async function corrected(index: PassageIndex, userId: number, term: WeighedTerm): Promise<WeighedTerm> {
  const plain = withoutAccents(term.word)
  const prefix = term.terms.find(({ isPrefix }) => isPrefix)
  const inflections = prefix
    ? await index.wordsFrom(userId, prefix.text, { min: 1, max: plain.length + 4, most: 1 })
    : []
  if (inflections.length > 0) return { ...term, passages: 1 }
  if (plain.length < shortestCorrected || /\d/.test(plain)) return term
  const meant = nearest(plain, await similar(index, userId, plain))
  if (meant.length === 0) return term
  return { ...term, terms: [...term.terms, ...meant.flatMap((other) => inflected(other).terms)], passages: 1 }
}

/** Words of about that length with the same first letter, or with its second one where the first is missing or swapped. */
async function similar(index: PassageIndex, userId: number, word: string): Promise<string[]> {
  const allowed = errorsAllowed(word)
  const range = { min: word.length - allowed, max: word.length + allowed, most: mostCompared }
  const beginnings = new Set([word.slice(0, 1), word.slice(1, 2)])
  const found = await Promise.all([...beginnings].map((letter) => index.wordsFrom(userId, letter, range)))
  return [...new Set(found.flat())]
}

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
