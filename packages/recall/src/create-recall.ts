import { choose } from './choose.ts'
import { saidOtherwise, soughtBy, stemsOf, type Sought } from './coverage.ts'
import { inquire, type Inquiry } from './inquiry.ts'
import { matchExpression } from './match-expression.ts'
import { mayHold } from './may-hold.ts'
import { merge } from './merge.ts'
import type { FoundPassage, PassageIndex } from './passage-index.ts'
import { rank } from './rank.ts'
import { recipe as standard, type Recipe } from './recipe.ts'
import type { Recall, RecalledPassage, RecallQuery, RecallScope } from './recall.ts'
import { repliesUp } from './replies.ts'
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

/** Two queries, the question's words and related ones; then what no index knows: days, times, who speaks, what is new. */
async function search(
  searching: Searching,
  scope: RecallScope,
  query: RecallQuery,
): Promise<RecalledPassage[]> {
  const { recipe } = searching
  const inquiry = await inquire(searching.index, scope, query)
  if (inquiry.total === 0) return []
  if (inquiry.words.length === 0)
    return numbered(searching.index, scope, await saidThen(searching.index, inquiry))
  const sought = soughtBy(inquiry.words, inquiry.total)
  const found = await byRelated(searching, inquiry, sought, await byOwnWords(searching, inquiry))
  const except = new Set(query.exceptTurnIds)
  const ranked = repliesUp(rank(found, inquiry, recipe), recipe.replyShare)
  const wanted = ranked.filter(({ sourceId }) => !except.has(sourceId))
  const about = { sought, named: inquiry.named, isWidened: inquiry.isWidened }
  return numbered(searching.index, scope, choose(wanted, query.limit, about, recipe))
}

/** “What did we talk about?”: nothing in it to look for but the time. */
async function saidThen(index: PassageIndex, { scope, query: { from, to, limit, exceptTurnIds } }: Inquiry) {
  if (!from && !to) return []
  const except = new Set(exceptTurnIds)
  const said = await index.within(scope, {
    ...(from && { from }),
    ...(to && { to }),
    limit: limit + except.size * 2,
  })
  return said.filter(({ sourceId }) => !except.has(sourceId)).slice(0, limit)
}

function byOwnWords({ index, recipe }: Searching, inquiry: Inquiry): Promise<FoundPassage[]> {
  const words = worthSearching(inquiry.words, inquiry.total, recipe.commonShare, recipe.mostPassages)
  return find({ index, recipe }, inquiry, words, recipe.candidates)
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
  const counted = await count(index, inquiry.scope.userId, words)
  const known = counted.filter(({ passages }) => passages > 0)
  const worth = worthSearching(known, inquiry.total, recipe.commonShare, recipe.mostGuessed)
  const more = await find({ index, recipe }, inquiry, worth, recipe.guessedCandidates)
  const merged = merge(found, more, recipe.relatedWeight)
  const maySayOtherwise = mayHold(sought.flatMap(({ others }) => others))
  const bonus = (passage: FoundPassage) => recipe.otherwiseWeight * saidOtherwise(stemsOf(passage), sought)
  return merged.map((passage, place) =>
    place < recipe.lookedInto && maySayOtherwise(passage.body)
      ? { ...passage, score: passage.score + bonus(passage) }
      : passage,
  )
}

async function find(
  { index, recipe }: Searching,
  { scope, query: { from, to } }: Inquiry,
  words: WeighedTerm[],
  limit: number,
) {
  const match = matchExpression(
    scope,
    words.flatMap(({ terms, passages }) => {
      const inContext = passages <= recipe.inContextUpTo
      return terms.map((term) => ({ ...term, inContext }))
    }),
  )
  return match ? index.match(scope, match, { ...(from && { from }), ...(to && { to }), limit }) : []
}

async function numbered(
  index: PassageIndex,
  { userId }: RecallScope,
  chosen: FoundPassage[],
): Promise<RecalledPassage[]> {
  const numbers = await index.numbers(
    userId,
    chosen.map(({ sourceId }) => sourceId),
  )
  return chosen.map(({ sourceId, role, at, body }) => ({
    sourceId,
    number: numbers.get(sourceId),
    role,
    at,
    body,
  }))
}
