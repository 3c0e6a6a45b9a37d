import { newestFirst, type About } from './newest-first.ts'
import type { FoundPassage } from './passage-index.ts'
import type { Recipe } from './recipe.ts'

/** What is chosen from; further down nothing comes up any more. */
const looked = 60
/** Of fewer the order would hang on how many are wanted. */
const leastChosen = 10

/** The passages that are shown: of several days rather than of one, and of two that say the same the newer one first. */
export function choose(ranked: FoundPassage[], limit: number, about: About, recipe: Recipe): FoundPassage[] {
  const chosen = spread(
    ranked.slice(0, Math.max(looked, limit)),
    Math.max(leastChosen, recipe.changedLooked, limit),
    recipe.dayFactor,
  )
  return newestFirst(chosen, Math.max(leastChosen, limit), about, recipe).slice(0, limit)
}

/** Takes the best again and again, where each passage lowers what is left of its day. */
function spread(ranked: FoundPassage[], limit: number, dayFactor: number): FoundPassage[] {
  const left = ranked.map((passage) => ({ passage, score: passage.score, day: dayOf(passage) }))
  const taken: FoundPassage[] = []
  while (taken.length < limit && left.length > 0) {
    const best = left.reduce((best, one, index) => (one.score > left[best]!.score ? index : best), 0)
    const [one] = left.splice(best, 1)
    taken.push({ ...one!.passage, score: one!.score })
    for (const other of left) if (other.day === one!.day) other.score *= dayFactor
  }
  return taken
}

const dayMs = 86_400_000
const dayOf = ({ at }: FoundPassage) => Math.floor(at.getTime() / dayMs)
