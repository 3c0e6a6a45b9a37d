import type { FoundPassage } from './passage-index.ts'

/** Best first; equal ones in the order of their ids. */
export const byScore = (a: FoundPassage, b: FoundPassage) => b.score - a.score || a.id - b.id

/** Scores from 0 to 1, so that what two queries found can be compared. */
export function normalised(found: FoundPassage[]): FoundPassage[] {
  const best = Math.max(...found.map(({ score }) => score), Number.MIN_VALUE)
  return found.map((passage) => ({ ...passage, score: passage.score / best }))
}

/** What a second query found is added at its weight. */
export function merge(first: FoundPassage[], second: FoundPassage[], weight: number): FoundPassage[] {
  const all = new Map(normalised(first).map((passage) => [passage.id, passage]))
  for (const passage of normalised(second)) {
    const score = weight * passage.score + (all.get(passage.id)?.score ?? 0)
    all.set(passage.id, { ...passage, score })
  }
  return [...all.values()].sort(byScore)
}
