import type { RecallScope, RecalledPassage } from './recall.ts'

/** What a search looks at before it is ranked. */
export interface FoundPassage extends Omit<RecalledPassage, 'number'> {
  id: number
  /** From 0, in the order of its text. */
  chunk: number
  /** How well its words fit, by bm25: higher is better. */
  score: number
}

/** A person's passages and words, as the search reads them. Every call is theirs alone. */
export interface PassageIndex {
  /**
   * The best passages for an FTS5 expression by bm25 (body 1, date 0.8, the messages before 0.3, sentence 0.7), best
   * first, equal ones by id.
   * @param match - holds the owner already; see `matchExpression`.
   */
  match(
    scope: RecallScope,
    match: string,
    range: { from?: Date; to?: Date; limit: number },
  ): Promise<FoundPassage[]>
  /** What was said in a stretch of time, the newest first: the first piece of each text. */
  within(scope: RecallScope, range: { from?: Date; to?: Date; limit: number }): Promise<FoundPassage[]>
  /** The numbers of turns by their ids; notes have none. */
  numbers(userId: number, sourceIds: string[]): Promise<Map<string, number>>
  /** How many passages they have. */
  count(userId: number): Promise<number>
  /** In how many of their passages each of these words occurs; left out: in none. */
  occurrences(userId: number, words: string[]): Promise<Map<string, number>>
  /** How many passages hold words with these beginnings, counted once for each word; of so many words at most. */
  beginnings(userId: number, beginnings: string[], mostWords: number): Promise<Map<string, number>>
  /** Their words which begin with that, of a length, at most `most` of them, by alphabet. */
  wordsFrom(
    userId: number,
    beginning: string,
    range: { min: number; max: number; most: number },
  ): Promise<string[]>
  /** One exchange, whole. */
  exchange(
    scope: RecallScope,
    number: number,
  ): Promise<{ at: Date; question: string; answer: string } | undefined>
}
