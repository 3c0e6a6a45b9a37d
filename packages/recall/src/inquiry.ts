import { saysTime } from './calendar-words.ts'
import type { PassageIndex } from './passage-index.ts'
import { readQuestion, type Question } from './question.ts'
import type { RecallQuery, RecallScope } from './recall.ts'
import { stemOf } from './stem.ts'
import { isStopWord } from './stop-words.ts'
import { weigh, type WeighedTerm } from './terms.ts'
import { wordsOf } from './words.ts'

/** A question, and what the log of the person who asks says of its words. */
export interface Inquiry extends Pick<Question, 'date' | 'asksForTime'> {
  scope: RecallScope
  query: RecallQuery
  /** What is looked for; names of speakers are not. */
  words: WeighedTerm[]
  /** Who speaks in the log, of those that the question names; in lower case. */
  speakers: Set<string>
  /** Stems of the names among the words: it is about them and about nobody else. */
  named: string[]
  /** Other words for the same are among the words. */
  isWidened: boolean
  /** How many passages the person has. */
  total: number
}

export async function inquire(index: PassageIndex, scope: RecallScope, query: RecallQuery): Promise<Inquiry> {
  const { words, names, proper, date, asksForTime } = readQuestion(query.text)
  const [speakers, total] = await Promise.all([
    speakersAmong(index, scope.userId, names),
    index.count(scope.userId),
  ])
  // A stretch of time that is given says it better than the word for it.
  const isGiven = (word: string) => (query.from || query.to) !== undefined && saysTime(word)
  const asked = words.filter((word) => !speakers.has(word) && !isGiven(word))
  const alternatives = (query.altTerms ?? []).flatMap(wordsOf).filter((word) => !isStopWord(word))
  const weighed = await weigh(index, scope.userId, [...new Set([...asked, ...alternatives])])
  const named = proper.filter((word) => asked.includes(word)).map(stemOf)
  const isWidened = alternatives.length > 0
  return { scope, query, words: weighed, speakers, named, isWidened, total, date, asksForTime }
}

async function speakersAmong(index: PassageIndex, userId: number, names: string[]): Promise<Set<string>> {
  const counted = await index.occurrences(userId, names.map(asSpeaker))
  return new Set(names.filter((name) => counted.has(asSpeaker(name))))
}

/** As `countedWords` has it. */
const asSpeaker = (name: string) => `${name}:`
