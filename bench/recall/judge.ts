import { createRecall, type RecalledPassage, type Recipe } from '../../packages/recall/src/index.ts'
import type { JudgedQuestion } from './dialogue.ts'
import type { Replayed } from './replay.ts'

/** What became of one question. */
export interface Judged {
  category: string
  /** Of the evidence, in the first 5 and 10 passages: 0 to 1. */
  at5: number
  at10: number
  /** Of the 10 passages, as chars/4. */
  tokens: number
  ms: number
}

export async function judge(
  { store, userId, messageIds }: Replayed,
  questions: JudgedQuestion[],
  recipe?: Recipe,
): Promise<Judged[]> {
  const recall = createRecall(store.passages, recipe)
  const scope = { userId, chatId: userId }
  const judged: Judged[] = []
  for (const { q, evidence, category = 'all' } of questions) {
    if (evidence.length === 0) continue
    const begun = performance.now()
    const passages = await recall.search(scope, { text: q, limit: 10, timeZone: 'UTC' })
    const ms = performance.now() - begun
    const share = (first: number) => shareFound(evidence, idsOf(passages.slice(0, first), messageIds))
    judged.push({ category: `${category}`, at5: share(5), at10: share(10), tokens: tokensOf(passages), ms })
  }
  return judged
}

const idsOf = (passages: RecalledPassage[], messageIds: Replayed['messageIds']) =>
  new Set(passages.flatMap(({ sourceId, role }) => messageIds(sourceId, role)))

const shareFound = (evidence: string[], found: Set<string>) =>
  evidence.filter((id) => found.has(id)).length / evidence.length

const tokensOf = (passages: RecalledPassage[]) =>
  Math.round(passages.reduce((sum, { body }) => sum + body.length, 0) / 4)
