/** Whose memory is searched, and from where. */
export interface RecallScope {
  userId: number
  /** In their private chat, whose id is theirs, all that is theirs is found; in a group what they said there alone. */
  chatId: number
}

export interface RecallQuery {
  /** A question or a few words, in any language. */
  text: string
  /** Other words for the same, from whoever asks. */
  altTerms?: string[]
  /** First moment that counts. */
  from?: Date
  /** First moment that no longer counts. */
  to?: Date
  /** The most passages. */
  limit: number
  /** When it is asked: what “yesterday” and “last week” mean. */
  now?: Date
  /** IANA name: what “in May” and “on Monday” mean. */
  timeZone: string
  /** Turns that are at hand already. */
  exceptTurnIds?: string[]
}

/** A piece of what was said, at most 600 characters. */
export interface RecalledPassage {
  /** The turn's id, or the note's. */
  sourceId: string
  /** The turn's number, by which its whole text can be asked for; undefined for a note. */
  number: number | undefined
  role: 'question' | 'answer' | 'note'
  at: Date
  body: string
}

/** The full log of a person, searched. */
export interface Recall {
  /**
   * The best passages, best first; the same ones for the same log and query. A query without a word to look for, but with
   * a time, finds what was said then, the newest first.
   */
  search(scope: RecallScope, query: RecallQuery): Promise<RecalledPassage[]>
  /** One exchange, whole; undefined where there is none of that number that they may read. */
  exchange(
    scope: RecallScope,
    number: number,
  ): Promise<{ at: Date; question: string; answer: string } | undefined>
}
