import { byScore } from './merge.ts'
import type { FoundPassage } from './passage-index.ts'

/** Of so many of the best, the replies come up. */
const looked = 30

/**
 * What was said in reply to a question like the one that is asked often has none of its words: it gets a share of that
 * question's score. A reply is the passage stored next.
 * @param ranked - best first.
 */
export function repliesUp(ranked: FoundPassage[], share: number): FoundPassage[] {
  const asking = ranked.slice(0, looked).filter(({ body }) => endsAsking(body))
  const bonuses = new Map(asking.map(({ id, score }) => [id + 1, share * score]))
  if (bonuses.size === 0) return ranked
  return ranked
    .map((passage) => ({
      ...passage,
      score: passage.score + (isSaid(passage) ? (bonuses.get(passage.id) ?? 0) : 0),
    }))
    .sort(byScore)
}

const isSaid = ({ role }: FoundPassage) => role !== 'note'

/** A few words may follow, and what stands in brackets is no sentence. */
const endsAsking = (body: string) =>
  /[?？][^.!?。！？]{0,20}$/.test(body.replace(/\[[^\]]*\]\s*$/, '').trimEnd())
