import { synonymsOf } from './thesaurus.ts'
import { contentWords, isName, stem, wordsOf } from './words.ts'

/** Something the model was shown, that may hold an answer. */
export interface Line {
  text: string
  /** When it was said, in Unix milliseconds: `Infinity` a moment ago, undefined where it does not show. */
  at: number | undefined
  /** What it is worth: the person's own words most, then summaries of them, then what the model said itself. */
  worth: number
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

export const firstHand = 1
export const summedUp = 0.9
export const own = 0.5

interface Fit {
  line: Line
  /** The share of a question's words that it holds; 0 where a name is missing, or all but a name. */
  share: number
  /** Which of the question's words it holds. */
  held: boolean[]
}

function fitOf(line: Line, wanted: Wanted): Fit {
  const words = new Set(wordsOf(line.text).map(stem))
  const worths = wanted.map(({ word, synonyms }) => {
    if (words.has(stem(word))) return 1
    return synonyms.some((each) => words.has(stem(each))) ? bySynonym : 0
  })
  const held = worths.map((worth) => worth > 0)
  const hasNames = wanted.every(({ isName: isNeeded }, index) => !isNeeded || held[index])
  const hasMore = wanted.some((word, index) => !word.isName && held[index])
  const sum = worths.reduce<number>((total, worth) => total + worth, 0)
  const share = hasNames && hasMore ? sum / wanted.length : 0
  return { line, held, share: share * line.worth }
}

/** What holds all that the best line holds of the question, and fits so well beside it, may be a later word on the same. */
const aboutAsWell = 0.7

/**
 * The line that answers best, the first of equals; if something later says as much on the same, that. Undefined where none
 * fits so far.
 */
export function bestOf(lines: Line[], wanted: Wanted, least: number): Line | undefined {
  const fits = lines.map((line) => fitOf(line, wanted))
  const top = fits.reduce<Fit | undefined>(
    (one, other) => (!one || other.share > one.share ? other : one),
    undefined,
  )
  if (!top || top.share === 0 || top.share < least) return undefined
  const rivals = fits.filter(
    ({ line, share, held }) =>
      line.worth >= top.line.worth &&
      share >= top.share * aboutAsWell &&
      held.every((holds, index) => holds || !top.held[index]),
  )
  return rivals.reduce((one, other) => (isLater(other.line, one.line) ? other : one), top).line
}

const isLater = (one: Line, other: Line) =>
  one.at !== undefined && other.at !== undefined && one.at > other.at
