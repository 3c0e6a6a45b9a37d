import { saysTime } from './calendar-words.ts'
import { stemsOf } from './coverage.ts'
import type { Inquiry } from './inquiry.ts'
import { mayHold } from './may-hold.ts'
import { byScore } from './merge.ts'
import type { FoundPassage } from './passage-index.ts'
import type { Recipe } from './recipe.ts'
import { areCalled, dayOf, oneDay, overlap, relativeDays, type Days } from './relative-days.ts'
import { speakerOf } from './words.ts'

/** Weighs passages by what a question asks beside its words: days, times, people. */
export function rank(found: FoundPassage[], inquiry: Inquiry, recipe: Recipe): FoundPassage[] {
  const nameFactorOf = nameFactors(inquiry, recipe)
  const factor = (passage: FoundPassage) => factorOf(passage, inquiry, recipe) * nameFactorOf(passage.body)
  return found.map((passage) => ({ ...passage, score: passage.score * factor(passage) })).sort(byScore)
}

function factorOf({ body, at }: FoundPassage, inquiry: Inquiry, recipe: Recipe): number {
  const { asksForTime, speakers } = inquiry
  let factor = 1 - (1 - recipe.questionFactor) * shareOfQuestions(body)
  factor *= dayFactorOf({ body, at }, inquiry, recipe)
  if (asksForTime && saysTime(body)) factor *= recipe.timeFactor
  if (speakers.size > 0 && isOneOf(speakerOf(body), speakers)) factor *= recipe.speakerFactor
  return factor
}

/** Said on a day that the question means, or of one. */
function dayFactorOf(
  { body, at }: Pick<FoundPassage, 'body' | 'at'>,
  inquiry: Inquiry,
  recipe: Recipe,
): number {
  const { date, days, query } = inquiry
  if (!date && days.length === 0) return 1
  const said = dayOf(at, query.timeZone)
  const isMeant = (some: Days) =>
    (date !== undefined && areCalled(some, date)) || days.some((day) => overlap(some, day))
  if (isMeant(oneDay(said))) return recipe.dateFactor
  return relativeDays(body, at, query.timeZone).some(isMeant) ? recipe.spokenDateFactor : 1
}

/** For the names that a question has, by how many of them a text lacks. */
function nameFactors({ named, isWidened }: Inquiry, recipe: Recipe): (body: string) => number {
  if (named.length === 0) return () => 1
  const least = isWidened ? recipe.widenedNameFactor : recipe.nameFactor
  const mayName = mayHold(named)
  return (body) => 1 - (1 - least) * (mayName(body) ? shareMissing(named, body) : 1)
}

function shareMissing(named: string[], body: string): number {
  const stems = stemsOf({ body })
  return named.filter((name) => !stems.has(name)).length / named.length
}

const isOneOf = (speaker: string | undefined, speakers: Set<string>) =>
  speaker !== undefined && (speakers.has(speaker) || speaker.split(' ').some((name) => speakers.has(name)))

/** How much of a text asks something, by its characters; what stands in brackets is no sentence. */
function shareOfQuestions(body: string): number {
  if (!/[?？]/.test(body)) return 0
  const sentences = body.replace(/\[[^\]]*\]/g, '').match(/[^.!?…。！？]+[.!?…。！？]*/g) ?? []
  const lengthOf = (some: string[]) => some.reduce((sum, { length }) => sum + length, 0)
  return lengthOf(sentences.filter((sentence) => /[?？]/.test(sentence))) / Math.max(1, lengthOf(sentences))
}
