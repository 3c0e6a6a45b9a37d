import { saysTime } from './calendar-words.ts'
import { weigh } from './corrections.ts'
import type { PassageIndex } from './passage-index.ts'
import { readQuestion, type Question } from './question.ts'
import type { RecallQuery, RecallScope } from './recall.ts'
import { relativeDays, type Days } from './relative-days.ts'
import { speakersCalled } from './speakers.ts'
import { stemOf } from './stem.ts'
import { isStopWord } from './stop-words.ts'
import type { WeighedTerm } from './terms.ts'
import { wordsOf } from './words.ts'
import { writtenAsOne } from './written-apart.ts'

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
  /** The days that the question speaks of as seen from now. */
  days: Days[]
  /** How many passages the person has. */
  total: number
}

export async function inquire(index: PassageIndex, scope: RecallScope, query: RecallQuery): Promise<Inquiry> {
  const { words, names, proper, date, asksForTime } = readQuestion(query.text)
  const total = await index.count(scope.userId)
  const called = await speakersCalled({ index, userId: scope.userId, total }, names, proper)
  const speakers = new Set(called.values())
  // A stretch of time that is given says it better than the word for it.
  const isGiven = (word: string) => (query.from || query.to) !== undefined && saysTime(word)
  const asked = withoutSpeakers(
    words.filter((word) => !isGiven(word)),
    called,
  )
  const alternatives = (query.altTerms ?? []).flatMap(wordsOf).filter((word) => !isStopWord(word))
  const texts = [query.text, ...(query.altTerms ?? [])].join('\n')
  const [separate, joined] = await Promise.all([
    weigh(index, scope.userId, [...new Set([...asked, ...alternatives])]),
    writtenAsOne(index, scope.userId, texts),
  ])
  const weighed = [...separate, ...joined]
  const named = proper.filter((word) => asked.includes(word)).map(stemOf)
  const isWidened = alternatives.length > 0
  const days = query.now ? relativeDays(query.text, query.now, query.timeZone) : []
  const sought = isWidened ? weighed : tellingMost(weighed)
  return { scope, query, words: sought, speakers, named, isWidened, days, total, date, asksForTime }
}

/** A question has fewer words; of a long message the rarest are looked for, each costs time. */
const mostWords = 10

function tellingMost(words: WeighedTerm[]): WeighedTerm[] {
  if (words.length <= mostWords) return words
  const rarity = ({ passages }: WeighedTerm) => passages || Infinity
  const rarest = new Set(words.toSorted((a, b) => rarity(a) - rarity(b)).slice(0, mostWords))
  return words.filter((word) => rarest.has(word))
}

/** Who speaks is no word to look for, unless nothing else is asked for. */
function withoutSpeakers(words: string[], called: Map<string, string>): string[] {
  const others = words.filter((word) => !called.has(word))
  return others.length > 0 ? others : words
}
