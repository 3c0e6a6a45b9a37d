import { withAttachmentNote } from '@aika/contracts'
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
  const first = messages.find(({ kind }) => kind !== 'attachment')
  if (!first) return undefined
  const attachments = await ports.attachments.of(messages.map(({ updateKey }) => updateKey))
  // Whoever fetches it wakes the chat again.
  if (attachments.some(({ state }) => state === 'waiting')) return undefined
  const words = messages.filter(({ kind }) => kind !== 'attachment').map(({ text }) => text)
  return ports.turns.start(
    {
      id: first.updateKey,
      chatId,
      userId: first.userId,
      replyToMessageId: messages.at(-1)!.messageId,
      traceId: first.traceId,
      // Parts of a cut text are one text; words of an album are lines.
      text: withAttachmentNote(attachments, words.join(first.albumId ? '\n' : '')),
    },
    messages.map(({ id }) => id),
  )
}

async function answer(ports: AgentPorts, turn: Turn, { signal, lastAttempt }: DrainOptions): Promise<void> {
  try {
    await runTurn(ports, turn, signal)
  } catch (error) {
    if (signal.aborted || isSomebodyElses(error) || (isRetryable(error) && !lastAttempt)) throw error
    const { id: turnId, traceId, userId } = turn
    ports.log.error({ traceId, turnId, err: error }, 'a turn failed for good')
    await failTurn(ports, turn, ports.incidents.report(error, { traceId, turnId, userId }))
  }
}

/** Driven by another agent, or to be driven on after a pause: not ours to end. */
function isSomebodyElses(error: unknown): boolean {
  return error instanceof AppError && (error.code === 'step_taken' || error.code === 'handed_back')
}
