import { saysTime } from './calendar-words.ts'
import { namedDay } from './date-text.ts'
import type { FoundPassage } from './passage-index.ts'
import type { NamedDate, Question } from './question.ts'
import type { Recipe } from './recipe.ts'
import { speakerOf } from './words.ts'

export interface Asked extends Pick<Question, 'date' | 'asksForTime'> {
  /** Who speaks, of those the question names. */
  speakers: Set<string>
  timeZone: string
}

/** Weighs passages by what a question asks beside its words, the best first; equal ones in the order of their ids. */
export function rank(found: FoundPassage[], asked: Asked, recipe: Recipe): FoundPassage[] {
  return found
    .map((passage) => ({ ...passage, score: passage.score * factorOf(passage, asked, recipe) }))
    .sort(byScore)
}

export const byScore = (a: FoundPassage, b: FoundPassage) => b.score - a.score || a.id - b.id

function factorOf({ body, at }: FoundPassage, asked: Asked, recipe: Recipe): number {
  let factor = 1
  if (asked.date && isOn(at, asked.date, asked.timeZone)) factor *= recipe.dateFactor
  if (asked.asksForTime && saysTime(body)) factor *= recipe.timeFactor
  if (asked.speakers.size > 0 && isOneOf(speakerOf(body), asked.speakers)) factor *= recipe.speakerFactor
  return factor
}

const isOneOf = (speaker: string | undefined, speakers: Set<string>) =>
  speaker !== undefined && (speakers.has(speaker) || speaker.split(' ').some((name) => speakers.has(name)))

function isOn(at: Date, date: NamedDate, timeZone: string): boolean {
  const day = namedDay(at, timeZone)
  return (Object.keys(date) as (keyof NamedDate)[]).every((part) => date[part] === day[part])
}
