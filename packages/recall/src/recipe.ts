/** The numbers of the search. `bench/recall.ts` shows what each of the ideas is worth. */
export const recipe = {
  /** So many of the best by bm25 are looked at more closely. */
  candidates: 300,
  /** For a day, month or weekday that the question names. */
  dateFactor: 1.6,
  /** For words of time where the question asks for one. */
  timeFactor: 1.3,
  /** For who speaks, where the question names them. */
  speakerFactor: 1.8,
  /** A word in more of the passages than that finds nothing in particular. */
  commonShare: 0.3,
  /** Passages that one query may walk through: what keeps it quick in a long life. */
  mostPassages: 6_000,
}

export type Recipe = typeof recipe
