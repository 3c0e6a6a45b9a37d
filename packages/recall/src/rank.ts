import { saysTime } from './calendar-words.ts'
import { namedDay } from './date-text.ts'
import { stemsOf } from './coverage.ts'
import type { Inquiry } from './inquiry.ts'
import { byScore } from './merge.ts'
import type { FoundPassage } from './passage-index.ts'
import type { NamedDate } from './question.ts'
import type { Recipe } from './recipe.ts'
import { speakerOf } from './words.ts'

/** Weighs passages by what a question asks beside its words: days, times, people. */
export function rank(found: FoundPassage[], inquiry: Inquiry, recipe: Recipe): FoundPassage[] {
  return found
    .map((passage) => ({ ...passage, score: passage.score * factorOf(passage, inquiry, recipe) }))
    .sort(byScore)
}

function factorOf({ body, at }: FoundPassage, inquiry: Inquiry, recipe: Recipe): number {
  const { date, asksForTime, speakers, named, isWidened, query } = inquiry
  let factor = 1 - (1 - recipe.questionFactor) * shareOfQuestions(body)
  if (date && isOn(at, date, query.timeZone)) factor *= recipe.dateFactor
  if (asksForTime && saysTime(body)) factor *= recipe.timeFactor
  if (speakers.size > 0 && isOneOf(speakerOf(body), speakers)) factor *= recipe.speakerFactor
  const nameFactor = isWidened ? recipe.widenedNameFactor : recipe.nameFactor
  if (named.length > 0) factor *= 1 - (1 - nameFactor) * shareMissing(named, body)
  return factor
}

function shareMissing(named: string[], body: string): number {
  const stems = stemsOf({ body })
  return named.filter((name) => !stems.has(name)).length / named.length
}

const isOneOf = (speaker: string | undefined, speakers: Set<string>) =>
  speaker !== undefined && (speakers.has(speaker) || speaker.split(' ').some((name) => speakers.has(name)))

function isOn(at: Date, date: NamedDate, timeZone: string): boolean {
  const day = namedDay(at, timeZone)
  return (Object.keys(date) as (keyof NamedDate)[]).every((part) => date[part] === day[part])
}

/** How much of a text asks something, by its characters; what stands in brackets is no sentence. */
function shareOfQuestions(body: string): number {
  if (!/[?？]/.test(body)) return 0
  const sentences = body.replace(/\[[^\]]*\]/g, '').match(/[^.!?…。！？]+[.!?…。！？]*/g) ?? []
  const lengthOf = (some: string[]) => some.reduce((sum, { length }) => sum + length, 0)
  return lengthOf(sentences.filter((sentence) => /[?？]/.test(sentence))) / Math.max(1, lengthOf(sentences))
}
