import { choose } from './choose.ts'
import { saidOtherwise, soughtBy, stemsOf, type Sought } from './coverage.ts'
import { telling, wordsOfBest } from './feedback.ts'
import { inquire, type Inquiry } from './inquiry.ts'
import { matchExpression } from './match-expression.ts'
import { merge } from './merge.ts'
import type { FoundPassage, PassageIndex } from './passage-index.ts'
import { rank } from './rank.ts'
import { recipe as standard, type Recipe } from './recipe.ts'
import type { Recall, RecalledPassage, RecallQuery, RecallScope } from './recall.ts'
import { related } from './related-words.ts'
import { count, worthSearching, type WeighedTerm } from './terms.ts'

/** Search in what was said, by words: the same log and the same question give the same passages. */
export function createRecall(index: PassageIndex, recipe: Recipe = standard): Recall {
  return {
    search: (scope, query) => search({ index, recipe }, scope, query),
    exchange: (scope, number) => index.exchange(scope, number),
  }
}

interface Searching {
  index: PassageIndex
  recipe: Recipe
}

/** Three queries, each of which may add to the one before: the question's words, related ones, those of the best hits. */
async function search(
  searching: Searching,
  scope: RecallScope,
  query: RecallQuery,
): Promise<RecalledPassage[]> {
  const { recipe } = searching
  const inquiry = await inquire(searching.index, scope, query)
  if (inquiry.total === 0 || inquiry.words.length === 0) return []
  const sought = soughtBy(inquiry.words, inquiry.total)
  const found = await byRelated(searching, inquiry, sought, await byOwnWords(searching, inquiry))
  const ranked = await byFeedback(searching, inquiry, rank(found, inquiry, recipe))
  const except = new Set(query.exceptTurnIds)
  const wanted = ranked.filter(({ sourceId }) => !except.has(sourceId))
  return choose(wanted, query.limit, sought, recipe).map(toRecalled)
}

function byOwnWords({ index, recipe }: Searching, inquiry: Inquiry): Promise<FoundPassage[]> {
  const words = worthSearching(inquiry.words, inquiry.total, recipe.commonShare, recipe.mostPassages)
  return find(index, inquiry, words, recipe.candidates)
}

/** What is said in other words comes up; what is said in related ones alone is found at all. */
async function byRelated(
  { index, recipe }: Searching,
  inquiry: Inquiry,
  sought: Sought[],
  found: FoundPassage[],
): Promise<FoundPassage[]> {
  const words = [...new Set(inquiry.words.flatMap(({ word }) => related(word)))]
  if (words.length === 0) return merge(found, [], 0)
  const more = await findGuessed({ index, recipe }, inquiry, await count(index, inquiry.scope.userId, words))
  return merge(found, more, recipe.relatedWeight).map((passage) => ({
    ...passage,
    score: passage.score + recipe.otherwiseWeight * saidOtherwise(stemsOf(passage), sought),
  }))
}

/** The best passages have words of their own: what else holds those may be the other half of the answer. */
async function byFeedback(
  { index, recipe }: Searching,
  inquiry: Inquiry,
  ranked: FoundPassage[],
): Promise<FoundPassage[]> {
  const asked = [...inquiry.words.map(({ word }) => word), ...inquiry.speakers]
  const weights = wordsOfBest(ranked.slice(0, recipe.feedbackPassages), asked)
  const counted = await count(index, inquiry.scope.userId, [...weights.keys()])
  const rare = counted.filter(({ passages }) => passages <= Math.max(2, recipe.guessedShare * inquiry.total))
  const words = telling(weights, rare, inquiry.total, recipe.feedbackTerms)
  const more = await findGuessed({ index, recipe }, inquiry, words)
  return merge(ranked, rank(more, inquiry, recipe), recipe.feedbackWeight)
}

async function findGuessed({ index, recipe }: Searching, inquiry: Inquiry, words: WeighedTerm[]) {
  const known = words.filter(({ passages }) => passages > 0)
  const worth = worthSearching(known, inquiry.total, recipe.commonShare, recipe.mostGuessed)
  return find(index, inquiry, worth, recipe.guessedCandidates)
}

async function find(index: PassageIndex, { scope, query }: Inquiry, words: WeighedTerm[], limit: number) {
  const match = matchExpression(scope, words.flatMap(({ terms }) => terms)) // prettier-ignore
  const { from, to } = query
  return match ? index.match(scope, match, { ...(from && { from }), ...(to && { to }), limit }) : []
}

function toRecalled({ sourceId, number, role, at, body }: FoundPassage): RecalledPassage {
  return { sourceId, number, role, at, body }
}
