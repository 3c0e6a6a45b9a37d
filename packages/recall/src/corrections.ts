import { inflected } from './inflected.ts'
import { commonBeginning, formsAmong } from './latin-endings.ts'
import type { Term } from './match-expression.ts'
import type { PassageIndex } from './passage-index.ts'
import { meantRelated } from './related-words.ts'
import { errorsAllowed, nearest } from './spelling.ts'
import { count, type WeighedTerm } from './terms.ts'
import { withoutAccents } from './words.ts'
import { writtenApart } from './written-apart.ts'

/** Below that many letters nearly any word is an error away from another. */
const shortestCorrected = 4

/** Correcting compares a word with thousands: of a text full of unknown words, the longest get it, which say most. */
const mostCorrected = 6
const mostCompared = 4_000

/** How common words are; one that does not occur is searched for as what it may have been meant to be. */
export async function weigh(index: PassageIndex, userId: number, words: string[]): Promise<WeighedTerm[]> {
  const counted = await count(index, userId, words)
  const unknown = counted
    .filter(({ passages }) => passages === 0)
    .toSorted((a, b) => b.word.length - a.word.length)
  const corrections = new Map<WeighedTerm, WeighedTerm>()
  for (const term of unknown.slice(0, mostCorrected))
    corrections.set(term, asMeant(await corrected(index, userId, term)))
  return counted.map((term) => corrections.get(term) ?? term)
}

/** An everyday word with an error in it: nobody may have written that word, but those that are related to it. */
function asMeant(term: WeighedTerm): WeighedTerm {
  const word = meantRelated(term.word)
  return word ? { ...term, word, terms: [...term.terms, ...inflected(word).terms] } : term
}

/** A word that nobody wrote like that: another form of it, two words, or a typing error. */
async function corrected(index: PassageIndex, userId: number, term: WeighedTerm): Promise<WeighedTerm> {
  const plain = withoutAccents(term.word)
  if (plain.length < shortestCorrected || /\d/.test(plain)) return term
  const [forms, apart] = await Promise.all([
    formsOf(index, userId, plain),
    writtenApart(index, userId, plain),
  ])
  const meant = [...apart, ...(forms.length > 0 ? forms : await meantBy(index, userId, plain))]
  return meant.length > 0 ? { ...term, terms: [...term.terms, ...meant], passages: 1 } : term
}

const mostForms = 8
/** Words that begin alike, of which the forms are taken. */
const mostKin = 200

/** How else a word of a language that porter does not know was written. */
async function formsOf(index: PassageIndex, userId: number, word: string): Promise<Term[]> {
  if (!/^[a-z]+$/.test(word)) return []
  const range = { min: shortestCorrected, max: word.length + 4, most: mostKin }
  const known = await index.wordsFrom(userId, commonBeginning(word), range)
  const forms = [...formsAmong(word, known), ...(await compoundsOf(index, userId, word))]
  return [...new Set(forms)].slice(0, mostForms).map((text) => ({ text }))
}

const shortestFirstPart = 6
const longestCompound = 40

/** “Zahnarztpraxis” of “Zahnarzt”. */
async function compoundsOf(index: PassageIndex, userId: number, word: string): Promise<string[]> {
  if (word.length < shortestFirstPart) return []
  return index.wordsFrom(userId, word, { min: word.length + 1, max: longestCompound, most: mostForms })
}

async function meantBy(index: PassageIndex, userId: number, word: string): Promise<Term[]> {
  const known = nearest(word, await similar(index, userId, word))
  // They stand like that in the log: by their beginnings more would come up than they were weighed by.
  return known.flatMap((other) => inflected(other).terms.filter(({ isPrefix }) => !isPrefix))
}

/** Words of about that length with the same first letter, or with its second one where the first is missing or swapped. */
async function similar(index: PassageIndex, userId: number, word: string): Promise<string[]> {
  const allowed = errorsAllowed(word)
  const range = { min: word.length - allowed, max: word.length + allowed, most: mostCompared }
  const beginnings = new Set([word.slice(0, 1), word.slice(1, 2)])
  const found = await Promise.all([...beginnings].map((letter) => index.wordsFrom(userId, letter, range)))
  return [...new Set(found.flat())]
}
