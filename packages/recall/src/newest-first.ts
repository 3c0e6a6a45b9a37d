import { saysChange } from './change-words.ts'
import { saidOf, saidShares, stemsOf, type Sought } from './coverage.ts'
import type { FoundPassage } from './passage-index.ts'
import type { Recipe } from './recipe.ts'

/** What a question is about. */
export interface About {
  sought: Sought[]
  /** Stems of the names among these. */
  named: string[]
  /** Other words stand among them: of so many nobody says a large part. */
  isWidened: boolean
}

interface Read {
  passage: FoundPassage
  /** What it says of the words that are sought, as one text. */
  said: string
  shares: number[]
}

/**
 * A fact that changed was said twice: who reads from the top meets the newer one first.
 * @param chosen - that many of the passages are in their places; below them only what replaces one of these counts.
 */
export function newestFirst(
  passages: FoundPassage[],
  chosen: number,
  about: About,
  recipe: Recipe,
): FoundPassage[] {
  const mayChange = about.named.length > 0
  const read = passages.slice(0, mayChange ? passages.length : chosen).map((passage) => {
    const stems = stemsOf(passage)
    return { passage, said: saidOf(stems, about.sought), shares: saidShares(stems, about.sought) }
  })
  const ordered = [...sameWordsNewestFirst(read.slice(0, chosen), recipe.sameShare), ...read.slice(chosen)]
  const told = mayChange ? changesFirst(ordered, chosen, about, recipe) : ordered
  return told.map(({ passage }) => passage)
}

/** Of neighbours that say the very same of what is sought. */
function sameWordsNewestFirst(read: Read[], sameShare: number): Read[] {
  const ordered = [...read]
  for (let last = 1; last < ordered.length; last++) {
    for (let index = last; index > 0; index--) {
      const [above, below] = [ordered[index - 1]!, ordered[index]!]
      const isSame = above.said === below.said && below.passage.score >= sameShare * above.passage.score
      if (!isSame || above.passage.at >= below.passage.at) break
      ;[ordered[index - 1], ordered[index]] = [below, above]
    }
  }
  return ordered
}

/** What the person said later, that it is another one now, stands before what it was; wherever it was found. */
function changesFirst(read: Read[], chosen: number, about: About, recipe: Recipe): Read[] {
  const ordered = [...read]
  for (let index = 1; index < ordered.length; index++) {
    const one = ordered[index]!
    if (one.passage.role === 'answer' || !saysChange(one.passage.body)) continue
    const place = ordered
      .slice(0, Math.min(index, chosen))
      .findIndex((other) => isChangeOf(one, other, about, recipe))
    if (place >= 0) ordered.splice(place, 0, ...ordered.splice(index, 1))
  }
  return ordered
}

/** Of the same people, later, and on most of what the other one says of the question. */
function isChangeOf(one: Read, other: Read, { sought, named, isWidened }: About, recipe: Recipe): boolean {
  if (one.passage.at <= other.passage.at) return false
  if (one.passage.score < recipe.changedScore * other.passage.score) return false
  const isName = sought.map(({ stem }) => named.includes(stem))
  const lacksName = other.shares.some((share, index) => isName[index] && share > 0 && one.shares[index] === 0)
  const isAnswer = isWidened || sum(other.shares) >= recipe.changedLeast
  const things = other.shares.map((share, index) => (isName[index] ? 0 : share))
  const both = things.filter((_, index) => one.shares[index]! > 0)
  return !lacksName && isAnswer && sum(things) > 0 && sum(both) >= recipe.changedSaid * sum(things)
}

const sum = (shares: number[]) => shares.reduce((sum, share) => sum + share, 0)
