import { asksForTime, monthOf, weekdayOf } from './calendar-words.ts'
import { isStopWord } from './stop-words.ts'
import { indexText, wordsOf } from './words.ts'

/** Days that a question speaks of; each part that is there has to fit. */
export interface NamedDate {
  day?: number
  month?: string
  year?: number
  weekday?: string
}

/** What a question is made of. */
export interface Question {
  /** Words that say what is looked for, in order, each once. */
  words: string[]
  /** Words and pairs of words that may be somebody's name. */
  names: string[]
  /** Words that are written large though no sentence begins with them; in lower case. */
  proper: string[]
  date: NamedDate | undefined
  asksForTime: boolean
}

export function readQuestion(text: string): Question {
  const all = wordsOf(text.replace(negated, ' ').replace(scaffold, ' '))
  const date = dateIn(text)
  return {
    words: tellingWords(all, date, stopNamesIn(text)),
    names: [...new Set([...all, ...all.slice(1).map((word, index) => `${all[index]} ${word}`)])],
    proper: properIn(text),
    date,
    asksForTime: asksForTime(text),
  }
}

/** “Don't”, “isn’t”: without their end they would look like words that say something. */
const negated = /\b[a-z]+n['’]t\b/giu

/** “What kind of …”: how it is asked, not what is looked for. */
const scaffold =
  /\b(?:(?:what|which|other|any) )?(?:kinds?|types?|sorts?) of\b|\b(?:in|some|what|which) ways?\b|\baccording to\b|\bin common\b|\b(?:was|welche) (?:für (?:eine?[nmrs]?)?|arte?n? von)\b|\bquel(?:le)?s? (?:genre|sorte|type)s? de\b|\bqué (?:tipo|clase)s? de\b|(?<!\p{L})как(?:ого|ие|ой) (?:рода|типа|вида)(?!\p{L})/giu

/** In their order, each once. Single letters say little, unless there is nothing else: “C++”. */
function tellingWords(all: string[], date: NamedDate | undefined, names: Set<string>): string[] {
  const isMonth = (word: string) => word === 'may' && date?.month === 'may'
  const telling = all.filter((word) => !isStopWord(word) || isMonth(word) || names.has(word))
  const long = telling.filter((word) => word.length > 1 || /[^a-z]/.test(word))
  return [...new Set(long.length > 0 ? long : telling)]
}

/** Polite German writes “you” large. */
const polite = /^(?:sie|ihr(?:e[nmrs]?)?|ihnen|du|dich|dir|deine?[nmrs]?|euch)$/

/** Little words that are somebody's name, or something's: “Will”, “the IT department”. Others are large to be louder. */
function stopNamesIn(text: string): Set<string> {
  const words = (text.match(/[\p{L}\p{N}’']+/gu) ?? []).slice(1)
  const large = words.filter((word) => /^\p{Lu}/u.test(word))
  // Where everything is written large it says nothing.
  if (large.length >= 0.6 * words.length) return new Set()
  const names =
    text.match(/(?<=[\p{L}\p{N},;’']\s+)(?:\p{Lu}\p{Ll}+|IT|US|WHO)(?!\p{L}|['’](?!s(?!\p{L})))/gu) ?? []
  return new Set(names.flatMap(wordsOf).filter((word) => isStopWord(word) && !polite.test(word)))
}

function properIn(text: string): string[] {
  const large = text.match(/(?<=[\p{L}\p{N},;’']\s+)\p{Lu}[\p{L}’'-]*\p{Ll}/gu) ?? []
  return [...new Set(large.flatMap(wordsOf))].filter((word) => !isStopWord(word))
}

function dateIn(text: string): NamedDate | undefined {
  const words = indexText(text).match(/[\p{L}\p{N}]+/gu) ?? []
  const month = words.findIndex((word, index) => monthOf(word) !== undefined && !isVerb(word, words, index))
  const weekday = words.map(weekdayOf).find((name) => name !== undefined)
  const year = words.map(Number).find((number) => number >= 1970 && number < 2200)
  const day = month < 0 ? undefined : dayBeside(words, month)
  const date: NamedDate = {
    ...(day !== undefined && { day }),
    ...(month >= 0 && { month: monthOf(words[month]!)! }),
    ...(year !== undefined && { year }),
    ...(weekday && { weekday }),
  }
  return Object.keys(date).length > 0 ? date : undefined
}

/** “May I” is no month, nor is “march with them”. */
function isVerb(word: string, words: string[], index: number): boolean {
  if (word !== 'may' && word !== 'march') return false
  const [before = '', after = ''] = [words[index - 1], words[index + 1]]
  const isDated = /^(?:in|of|on|since|until|by|last|this|next|during|early|late|mid)$/.test(before)
  return !isDated && ![before, after].some((word) => /^\d+(?:st|nd|rd|th)?$/.test(word))
}

function dayBeside(words: string[], month: number): number | undefined {
  const beside = [
    words[month - 1],
    words[month + 1],
    words[month - 2] && words[month - 1] === 'of' ? words[month - 2] : '',
  ]
  const days = beside.map((word) => /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(word ?? '')?.[1])
  const day = Number(days.find((found) => found !== undefined))
  return day >= 1 && day <= 31 ? day : undefined
}
