import { synonymsOf } from './thesaurus.ts'
import { contentWords, isName, stem, wordsOf } from './words.ts'

/** Something the model was shown, that may hold an answer. */
export interface Line {
  text: string
  /** When it was said, in Unix milliseconds: `Infinity` a moment ago, undefined where it does not show. */
  at: number | undefined
}

/** What a question is about. */
export type Wanted = {
  word: string
  isName: boolean
  /** Other words for it; none for a name. */
  synonyms: string[]
}[]

export function wantedBy(question: string): Wanted {
  return contentWords(question).map((word) => {
    const name = isName(word, question)
    return { word, isName: name, synonyms: name ? [] : synonymsOf(stem(word), stem) }
  })
}

/** What one of the question's words counts that a line has by a synonym alone. */
const bySynonym = 0.9

/** The share of a question's words that a line holds; 0 where a name is missing. */
export function fitOf({ text }: Line, wanted: Wanted): number {
  const held = new Set(wordsOf(text).map(stem))
  const worths = wanted.map(({ word, synonyms }) => {
    if (held.has(stem(word))) return 1
    return synonyms.some((each) => held.has(stem(each))) ? bySynonym : 0
  })
  if (wanted.some(({ isName: isNeeded }, index) => isNeeded && worths[index] === 0)) return 0
  return wanted.length === 0 ? 0 : worths.reduce<number>((sum, worth) => sum + worth, 0) / wanted.length
}

/** Of lines that fit about as well as the best one, what was said last counts. */
const aboutAsWell = 0.8

/** The line that answers best; undefined where none fits so far. */
export function bestOf(lines: Line[], wanted: Wanted, least: number): Line | undefined {
  const fitting = lines.map((line) => ({ line, fit: fitOf(line, wanted) }))
  const top = Math.max(...fitting.map(({ fit }) => fit), 0)
  if (top === 0 || top < least) return undefined
  const good = fitting.filter(({ fit }) => fit >= top * aboutAsWell)
  return good.reduce((one, other) => (isBetter(other, one) ? other : one)).line
}

type Fitting = { line: Line; fit: number }

function isBetter(one: Fitting, other: Fitting): boolean {
  const [at, otherAt] = [one.line.at, other.line.at]
  if (at !== undefined && otherAt !== undefined && at !== otherAt) return at > otherAt
  return one.fit > other.fit
}
