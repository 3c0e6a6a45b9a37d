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

/** “The number of the flight”, “the name of her lawyer”: what is meant comes after it. */
const general = /\b(?:number|name|date|kind|sort|title)\s+of\s+(?=\S)/giu

export function wantedBy(question: string): Wanted {
  const words = contentWords(question.replace(general, ''))
  const asked = new Set(words.map(stem))
  return words.map((word) => {
    const name = isName(word, question)
    // One word of a line is not two of the question: “plate” is no “licence” where both are asked for.
    const others = name ? [] : synonymsOf(stem(word), stem).filter((other) => !asked.has(stem(other)))
    return { word, isName: name, synonyms: others }
  })
}

/** What one of the question's words counts that a line has by a synonym alone. */
const bySynonym = 0.9

export const firstHand = 1
export const summedUp = 0.9
export const own = 0.5

interface Fit {
  line: Line
  /** The share of a question's words that it holds, by their rarity: 0 to 1. */
  share: number
  /** How well it holds each of the question's words: 0 to 1. */
  held: number[]
}

const heldIn = ({ text }: Line, wanted: Wanted): number[] => {
  const words = new Set(wordsOf(text).map(stem))
  return wanted.map(({ word, synonyms }) => {
    if (words.has(stem(word))) return 1
    return synonyms.some((each) => words.has(stem(each))) ? bySynonym : 0
  })
}

/** What holds all the names of a question, and something else of it. */
function fitsOf(lines: Line[], wanted: Wanted): Fit[] {
  const all = lines.map((line) => ({ line, held: heldIn(line, wanted) }))
  const named = all.filter(({ held }) => wanted.every(({ isName }, index) => !isName || held[index]! > 0))
  const weights = wanted.map((_, index) => rarity(named.map(({ held }) => held[index]!)))
  const sumOf = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0)
  return named
    .filter(({ held }) => wanted.some((word, index) => !word.isName && held[index]! > 0))
    .map(({ line, held }) => {
      const share = sumOf(held.map((worth, index) => worth * weights[index]!)) / sumOf(weights)
      return { line, held, share: share * line.worth }
    })
}

/** Of the words of a question, what few lines on its names hold tells more than what nearly all of them do. */
const rarity = (held: number[]) =>
  Math.log(2 + held.length / Math.max(1, held.filter((worth) => worth > 0).length))

/** What fits so well beside the best line may be a later word on the same. */
const aboutAsWell = 0.5

/** It says most of what the other one says of a question, names aside, and none of it in looser words. */
function isOnTheSame(one: Fit, other: Fit, wanted: Wanted): boolean {
  const said = wanted.flatMap((word, index) => (!word.isName && other.held[index]! > 0 ? index : []))
  const both = said.filter((index) => one.held[index]! > 0)
  const isMost = both.length * 2 > said.length || (both.length * 2 === said.length && isNews(one, wanted))
  return isMost && both.every((index) => one.held[index]! >= other.held[index]!)
}

const ofChange = new Set(['new', 'another', 'other'])

/** It tells of a new one, or another, of what the question asks for first: “has a new door code”. */
function isNews({ line }: Fit, wanted: Wanted): boolean {
  const askedFor = wanted.find(({ isName }) => !isName)
  const alike = new Set([askedFor?.word ?? '', ...(askedFor?.synonyms ?? [])].map(stem))
  const words = wordsOf(line.text).map(stem)
  return words.some(
    (word, at) => alike.has(word) && words.slice(Math.max(0, at - 3), at).some((each) => ofChange.has(each)),
  )
}

/**
 * The line that answers best, the first of equals; if something later says as much on the same, that. Undefined where none
 * fits so far.
 */
export function bestOf(lines: Line[], wanted: Wanted, least: number): Line | undefined {
  const fits = fitsOf(lines, wanted)
  const [first] = fits
  if (!first) return undefined
  const top = fits.reduce((one, other) => (other.share > one.share ? other : one), first)
  if (top.share < least) return undefined
  const rivals = fits.filter(
    (fit) =>
      fit.line.worth >= top.line.worth &&
      fit.share >= top.share * aboutAsWell &&
      isOnTheSame(fit, top, wanted),
  )
  return rivals.reduce((one, other) => (isLater(other.line, one.line) ? other : one), top).line
}

const isLater = (one: Line, other: Line) =>
  one.at !== undefined && other.at !== undefined && one.at > other.at
