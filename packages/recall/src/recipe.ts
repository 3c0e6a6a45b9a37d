/** The numbers of the search. `node bench/recall.ts … --ablate` shows what each idea is worth on a dialogue. */
export const recipe = {
  /** So many of the best by bm25 are looked at more closely; of guesses, fewer. */
  candidates: 150,
  guessedCandidates: 100,
  /** Of so many the words are read. */
  lookedInto: 200,
  /** For a day, month or weekday that the question names, or means by “last week”. */
  dateFactor: 1.6,
  /** For what was said later of the day that the question names: “last month”. */
  spokenDateFactor: 1.3,
  /** For words of time where the question asks for one. */
  timeFactor: 1.3,
  /** For who speaks, where the question names them. */
  speakerFactor: 1.8,
  /** For a passage without a name that the question has: what was said of others is no answer. */
  nameFactor: 0.5,
  /** The same where other words are searched for as well: they find still more of what was said of others. */
  widenedNameFactor: 0.25,
  /** For a passage that only asks: what was asked before is no answer. */
  questionFactor: 0.75,
  /** Of the score of a passage that asks, what was said next gets so much. */
  replyShare: 0.2,
  /** For each better passage of the same day: the pieces of an answer stand in several talks. */
  dayFactor: 0.97,
  /** For a question said in other words altogether, against one that is said as it was asked. */
  otherwiseWeight: 0.5,
  /** Of what is found by related words alone, against what is found by the question's own. */
  relatedWeight: 0.15,
  /** A word in more of the passages than that finds nothing in particular. */
  commonShare: 0.3,
  /** A word in more passages than that has to stand in one itself: the messages before would make four of each. */
  inContextUpTo: 100,
  /** Passages whose words one query may walk through: what keeps it quick in a long life. */
  mostPassages: 3_000,
  mostGuessed: 1_500,
  /** Passages that speak of the same words and differ by no more than this: the newer one goes first. */
  sameShare: 0.75,
  /** Where a question names somebody, so many of the best are looked through for a word of change. */
  changedLooked: 30,
  /** Of the question, names aside, that an older passage says, the newer one says so much. */
  changedSaid: 0.5,
  /** Its score against that of the older one. */
  changedScore: 0.5,
  /** So much of the question the older one says: else it is no answer that could have changed. */
  changedLeast: 0.4,
}

export type Recipe = typeof recipe
