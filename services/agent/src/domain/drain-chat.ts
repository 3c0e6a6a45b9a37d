import { AppError, isRetryable } from '@aika/errors'
import type { Turn } from '@aika/store'
import type { AgentPorts } from './ports.ts'
import { failTurn, runTurn } from './run-turn.ts'
import { takeNext } from './take-next.ts'

export interface DrainOptions {
  signal: AbortSignal
  /** A turn that fails now gets its failure told: nobody will try again. */
  lastAttempt: boolean
}

/**
 * Answers all that waits in a chat, in order: first the turn that was left unfinished, then message by message.
 * @returns how many turns were answered.
 */
export async function drainChat(ports: AgentPorts, chatId: number, options: DrainOptions): Promise<number> {
  for (let turns = 0; ; turns++) {
    options.signal.throwIfAborted()
    const turn = (await ports.turns.unfinished(chatId)) ?? (await startNext(ports, chatId))
    if (!turn) return turns
    await answer(ports, turn, options)
  }
}

async function startNext(ports: AgentPorts, chatId: number): Promise<Turn | undefined> {
  const messages = takeNext(await ports.inbox.waiting(chatId))
  const [first] = messages
  if (!first) return undefined
  return ports.turns.start(
    {
      id: first.updateKey,
      chatId,
      userId: first.userId,
      replyToMessageId: messages.at(-1)!.messageId,
      traceId: first.traceId,
      text: messages.map(({ text }) => text).join(''),
    },
    messages.map(({ id }) => id),
  )
}

async function answer(ports: AgentPorts, turn: Turn, { signal, lastAttempt }: DrainOptions): Promise<void> {
  try {
    await runTurn(ports, turn, signal)
  } catch (error) {
    // Somebody else drives this turn: it is theirs to end.
    const isTaken = error instanceof AppError && error.code === 'step_taken'
    if (signal.aborted || isTaken || (isRetryable(error) && !lastAttempt)) throw error
    ports.log.error({ traceId: turn.traceId, turnId: turn.id, err: error }, 'a turn failed for good')
    await failTurn(ports, turn, 'internal')
  }
}
