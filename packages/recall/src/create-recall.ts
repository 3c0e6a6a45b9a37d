import { matchExpression } from './match-expression.ts'
import type { FoundPassage, PassageIndex } from './passage-index.ts'
import { readQuestion } from './question.ts'
import { rank } from './rank.ts'
import { recipe as standard, type Recipe } from './recipe.ts'
import type { Recall, RecallQuery, RecallScope } from './recall.ts'
import { weigh, worthSearching } from './terms.ts'
import { wordsOf } from './words.ts'

/** Search over the passages of one person; the same log and the same question give the same answer. */
export function createRecall(index: PassageIndex, recipe: Recipe = standard): Recall {
  return {
    search: (scope, query) => search(index, scope, query, recipe),
    exchange: (scope, number) => index.exchange(scope, number),
  }
}

async function search(index: PassageIndex, scope: RecallScope, query: RecallQuery, recipe: Recipe) {
  const question = readQuestion(query.text)
  const speakers = await speakersOf(index, scope.userId, question.names)
  const own = question.words.filter((word) => !speakers.has(word))
  const alternatives = (query.altTerms ?? []).flatMap(wordsOf)
  const [weighed, total] = await Promise.all([
    weigh(index, scope.userId, [...new Set([...own, ...alternatives])]),
    index.count(scope.userId),
  ])
  const terms = worthSearching(weighed, total, recipe).flatMap(({ terms }) => terms)
  const match = matchExpression(scope, terms)
  if (!match) return []
  const found = await index.match(scope, match, { ...range(query), limit: recipe.candidates })
  const ranked = rank(found, { ...question, speakers, timeZone: query.timeZone }, recipe)
  const except = new Set(query.exceptTurnIds)
  return ranked
    .filter(({ sourceId }) => !except.has(sourceId))
    .slice(0, query.limit)
    .map(toRecalled)
}

async function speakersOf(index: PassageIndex, userId: number, names: string[]): Promise<Set<string>> {
  const counted = await index.occurrences(userId, names.map((name) => `${name}:`)) // prettier-ignore
  return new Set([...counted.keys()].map((word) => word.slice(0, -1)))
}

const range = ({ from, to }: RecallQuery) => ({ ...(from && { from }), ...(to && { to }) })

function toRecalled({ sourceId, number, role, at, body }: FoundPassage) {
  return { sourceId, number, role, at, body }
}
