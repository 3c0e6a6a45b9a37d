/** What stopping needs: the wish is stored for an agent that misses the broadcast, and broadcast for one that works. */
export interface StopTurnPorts {
  turns: {
    unfinished(chatId: number): Promise<{ id: string } | undefined>
    /** @returns the turns that will stop. */
    requestCancel(chatId: number, at: Date): Promise<string[]>
  }
  control: { cancel(chatId: number, turnId: string): Promise<void> }
  now(): Date
}

export type StopOutcome = { stopped: true } | { stopped: false; reason: 'nothing_runs' | 'another_turn_runs' }

/** Stops what runs in a chat; with `turnId`, only if it is that turn. */
export async function stopTurn(ports: StopTurnPorts, chatId: number, turnId?: string): Promise<StopOutcome> {
  if (turnId) {
    const running = await ports.turns.unfinished(chatId)
    if (running && running.id !== turnId) return { stopped: false, reason: 'another_turn_runs' }
  }
  const cancelled = await ports.turns.requestCancel(chatId, ports.now())
  if (cancelled.length === 0) return { stopped: false, reason: 'nothing_runs' }
  await Promise.all(cancelled.map((id) => ports.control.cancel(chatId, id)))
  return { stopped: true }
}
