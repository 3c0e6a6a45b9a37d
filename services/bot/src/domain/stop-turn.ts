/** What stopping needs: the wish is stored for an agent that misses the broadcast, and broadcast for one that works. */
export interface StopTurnPorts {
  turns: {
    unfinished(chatId: number): Promise<{ id: string } | undefined>
    requestCancel(chatId: number, at: Date): Promise<string | undefined>
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
  if (!cancelled) return { stopped: false, reason: 'nothing_runs' }
  await ports.control.cancel(chatId, cancelled)
  return { stopped: true }
}
