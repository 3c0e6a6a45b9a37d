/** Whose draft: a turn's, in one of its attempts. */
export interface DraftOf {
  turnId: string
  chatId: number
  attempt: number
}
