import type { RecalledPassage } from '@aika/recall'
import { contentWords } from './content-words.ts'
import type { ConversationState, Daily, PastExchange } from './conversation-state.ts'
import { cutMiddle, tokensOf } from './tokens.ts'

// All that is remembered is somebody's words on one line: no line of it can look like a heading or another part. What is
// said now, or was in the last exchanges, keeps its lines (`shortenedMessage`, `shortenedFilesLine`): it stands by itself.

/** An exchange this small costs less than its summary: it is kept as it is. */
export const smallExchangeTokens = 40
const oldSideTokens = 400
/** Thirty words; what is longer was not written by the summarizer. */
const maxSentenceChars = 280
const maxNoteChars = 400
const maxPassageChars = 200
/** Of many files that came at once, the first and the last are named. */
const maxFilesChars = 2_300
/** What stands where something was cut. */
const missingChars = 80

export const isSmall = ({ question, answer }: Pick<PastExchange, 'question' | 'answer'>) =>
  tokensOf(question + answer) <= smallExchangeTokens

/** Where the missing middle of a message can be read: memory_search knows the number. */
export const fullTextIn = (number: number) => (missing: number) =>
  `[… ${missing} characters left out; full text: message #${number} …]`

export const noteLine = (text: string) => clipped(text, maxNoteChars)
/** Whether a line says all of a note. */
export const isWholeNote = (text: string) => text.length <= maxNoteChars
export const sentenceLine = (text: string) => clipped(text, maxSentenceChars)

export function dailyLine({ day, sentences }: Daily): string {
  return `${day}: ${sentences.map(sentenceLine).join(' ')}`
}

/** So much of a day stays however little room there is. */
const leastDayChars = 100

/** The day, and how its first sentence begins. */
export function shortDailyLine({ day, sentences: [first = ''] }: Daily): string {
  return `${day}: ${clipped(first, leastDayChars)}`
}

/**
 * An exchange's sentence, or itself where it is small, or its start until the summarizer comes to it. Of what was said
 * before a /new nothing but the sentence.
 */
export function exchangeLine({ question, answer, sentence, isEarlier }: PastExchange): string[] {
  if (sentence) return [sentenceLine(sentence)]
  if (isEarlier || (!question && !answer)) return []
  if (isSmall({ question, answer })) return [`“${oneLine(question)}” → “${oneLine(answer)}”`]
  const half = smallExchangeTokens * 2 + 20
  return [`“${clipped(question, half)}” → “${clipped(answer, half)}”`]
}

/** A found passage: of a long one the piece with the words that were looked for. */
export function recalledLine(
  { at, number, role, body }: RecalledPassage,
  { question, timeZone }: Pick<ConversationState, 'question' | 'timeZone'>,
): string {
  const from = role === 'note' ? 'note' : `${role === 'question' ? 'they' : 'you'} #${number}`
  return `${dayOf(at, timeZone)}, ${from}: “${around(oneLine(body), contentWords(searchedText(question)))}”`
}

const dayFormats = new Map<string, Intl.DateTimeFormat>()

/** `Mon 23 Nov 2026`: the beginning of what `describeTime` says, in a tenth of the time. */
function dayOf(at: Date, timeZone: string): string {
  const format = dayFormats.get(timeZone) ?? new Intl.DateTimeFormat('en-US', { timeZone, ...dayParts })
  dayFormats.set(timeZone, format)
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]))
  return `${parts['weekday']} ${parts['day']} ${parts['month']} ${parts['year']}`
}

const dayParts = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const

/** What somebody wants to know stands at a message's ends; each word of a pasted book would take its time. */
const searchedChars = 900

/** As much of a message as others are searched for. */
export const searchedText = (question: string) => cutMiddle(question, searchedChars, () => '…')

/** An old message, cut in its middle. */
export function shortenedMessage(text: string, number: number): string {
  return cutMiddle(text, oldSideTokens * 4 - missingChars, fullTextIn(number))
}

/** The line on files, cut in its middle. */
export function shortenedFilesLine(filesLine: string): string {
  return cutMiddle(filesLine, maxFilesChars, (missing) => `[… ${missing} characters left out …]`)
}

/** The piece of a text that says the most of these words, in whatever form. */
function around(text: string, words: string[]): string {
  if (text.length <= maxPassageChars) return text
  const start = Math.min(startOf(text.toLowerCase(), words), text.length - maxPassageChars)
  const end = start + maxPassageChars
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

/** So much stands before the first word. */
const leadChars = 40
/** More words, or a word more often, tell nothing more of where to look. */
const [mostWords, mostPlaces] = [20, 10]

function startOf(said: string, words: string[]): number {
  const beginnings = [...new Set(words.slice(0, mostWords).map(beginningOf))]
  const places = beginnings.flatMap((word) => placesOf(word, said).map((at) => ({ at, word })))
  const saidFrom = (from: number) => {
    const isNear = ({ at }: { at: number }) => at >= from && at < from + maxPassageChars - leadChars
    return new Set(places.filter(isNear).map(({ word }) => word)).size
  }
  const starts = places.map(({ at }) => ({ at, words: saidFrom(at) }))
  const [best] = starts.toSorted((a, b) => b.words - a.words || a.at - b.at)
  return Math.max(0, (best?.at ?? 0) - leadChars)
}

/** What endings leave alone, roughly. */
const beginningOf = (word: string) => (word.length > 4 ? word.slice(0, Math.max(4, word.length - 3)) : word)

function placesOf(word: string, said: string): number[] {
  const places: number[] = []
  for (let at = said.indexOf(word); at >= 0 && places.length < mostPlaces; at = said.indexOf(word, at + 1))
    places.push(at)
  return places
}

function clipped(text: string, maxChars: number): string {
  // A pasted book is not read to its end for one line.
  const line = oneLine(text.slice(0, 4 * maxChars))
  return line.length <= maxChars ? line : `${line.slice(0, maxChars - 1)}…`
}

function oneLine(text: string): string {
  return text.replace(/[\s\u0085]+/g, ' ').trim()
}
