import type { RecalledPassage } from '@aika/recall'
import { describeTime } from '@aika/when'
import { contentWords } from './content-words.ts'
import type { ConversationState, Daily, PastExchange } from './conversation-state.ts'
import { cutMiddle, tokensOf } from './tokens.ts'

// Everything here is somebody's words on one line: no line of it can look like a heading or another part.

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
export const sentenceLine = (text: string) => clipped(text, maxSentenceChars)

export function dailyLine({ day, sentences }: Daily): string {
  return `${day}: ${sentences.map(sentenceLine).join(' ')}`
}

/** An exchange's sentence, or itself where it is small, or its start until the summarizer comes to it. */
export function exchangeLine({ question, answer, sentence }: PastExchange): string[] {
  if (sentence) return [sentenceLine(sentence)]
  if (!question && !answer) return []
  if (isSmall({ question, answer })) return [`“${oneLine(question)}” → “${oneLine(answer)}”`]
  const half = smallExchangeTokens * 2 + 20
  return [`“${clipped(question, half)}” → “${clipped(answer, half)}”`]
}

/** A found passage, around the first of the words that were looked for. */
export function recalledLine(
  { at, number, role, body }: RecalledPassage,
  { question, timeZone }: Pick<ConversationState, 'question' | 'timeZone'>,
): string {
  const [day] = describeTime(at, timeZone).split(',')
  const from = role === 'note' ? 'note' : `${role === 'question' ? 'they' : 'you'} #${number}`
  return `${day}, ${from}: “${around(oneLine(body), contentWords(question))}”`
}

/** An old message, cut in its middle. */
export function shortenedMessage(text: string, number: number): string {
  return cutMiddle(text, oldSideTokens * 4 - missingChars, fullTextIn(number))
}

/** The line on files, cut in its middle. */
export function shortenedNote(note: string): string {
  return cutMiddle(note, maxFilesChars, (missing) => `[… ${missing} characters left out …]`)
}

function around(text: string, words: string[]): string {
  if (text.length <= maxPassageChars) return text
  const said = text.toLowerCase()
  const found = words.map((word) => said.indexOf(word)).filter((at) => at >= 0)
  const from = Math.min(Math.max(0, Math.min(...found, text.length) - 40), text.length - maxPassageChars)
  const start = found.length > 0 ? from : 0
  const end = start + maxPassageChars
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`
}

function clipped(text: string, maxChars: number): string {
  // A pasted book is not read to its end for one line.
  const line = oneLine(text.slice(0, 4 * maxChars))
  return line.length <= maxChars ? line : `${line.slice(0, maxChars - 1)}…`
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
