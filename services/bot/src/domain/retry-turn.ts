export interface RetryTurnPorts {
  turns: {
    find(turnId: string): Promise<{ chatId: number; userId: number; traceId: string } | undefined>
    /** @returns whether it had failed with that attempt. */
    retry(turnId: string, attempt: number): Promise<boolean>
  }
  drafts: { expect(turnId: string, attempt: number): void }
  wakes: { note(chatId: number, traceId: string): void }
}

/** Which failure somebody wants to be tried again. */
export interface RetryWish {
  turnId: string
  attempt: number
  chatId: number
  userId: number
}

/** Lets a failed turn of this person in this chat go on from its record, once for each failure. */
export async function retryTurn(
  { turns, drafts, wakes }: RetryTurnPorts,
  { turnId, attempt, chatId, userId }: RetryWish,
): Promise<'retried' | 'over' | 'foreign'> {
  const turn = await turns.find(turnId)
  if (!turn || turn.chatId !== chatId || turn.userId !== userId) return 'foreign'
  if (!(await turns.retry(turnId, attempt))) return 'over'
  drafts.expect(turnId, attempt + 1)
  wakes.note(chatId, turn.traceId)
  return 'retried'
}
