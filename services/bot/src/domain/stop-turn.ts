import type { Reply } from '@aika/contracts'
import type { Approval, TurnStatus } from '@aika/store'
import { randomUUID } from 'node:crypto'
import { isOfCommand } from './approved-command.ts'
import { closingOf } from './decide-approval.ts'

/** What stopping needs: the wish is stored for an agent that misses the broadcast, and broadcast for one that works. */
export interface StopTurnPorts {
  turns: {
    unfinished(chatId: number): Promise<{ id: string } | undefined>
    find(turnId: string): Promise<{ status: TurnStatus } | undefined>
    /** @returns the turns that will stop. */
    requestCancel(chatId: number, at: Date, turnId?: string): Promise<string[]>
  }
  approvals: { voidOpen(at: Date, chatId: number): Promise<Approval[]> }
  control: { cancel(chatId: number, turnId: string): Promise<void> }
  wakes: { note(chatId: number, traceId: string): void }
  answers: { send(reply: Pick<Reply, 'replyId' | 'chatId' | 'body'>): Promise<void> }
  now(): Date
}

export type StopOutcome = { stopped: true } | { stopped: false; reason: 'nothing_runs' | 'another_turn_runs' }

/**
 * Stops what runs in a chat; with `turnId`, only if it is that turn. Where nothing runs, but a card is open, the question
 * is void and the turn that asked it ends as stopped; else the next message that waits is stopped before it begins.
 */
export async function stopTurn(ports: StopTurnPorts, chatId: number, turnId?: string): Promise<StopOutcome> {
  const running = await ports.turns.unfinished(chatId)
  if (turnId && running && running.id !== turnId) return { stopped: false, reason: 'another_turn_runs' }
  // One that asks in this very moment is told to stop first, or found with its card after that.
  const cancelled = await ports.turns.requestCancel(chatId, ports.now(), turnId)
  const voided = cancelled.length > 0 ? [] : await voidCards(ports, chatId, turnId)
  if (voided.some((approval) => !isOfCommand(approval)))
    cancelled.push(...(await ports.turns.requestCancel(chatId, ports.now(), turnId)))
  await Promise.all(cancelled.map((id) => ports.control.cancel(chatId, id)))
  if (cancelled.length + voided.length === 0) return { stopped: false, reason: 'nothing_runs' }
  // Whoever has no agent now says so as soon as one looks.
  if (!running || voided.length > 0) ports.wakes.note(chatId, randomUUID())
  return { stopped: true }
}

async function voidCards(ports: StopTurnPorts, chatId: number, turnId?: string): Promise<Approval[]> {
  if (turnId && (await ports.turns.find(turnId))?.status !== 'parked') return []
  const voided = await ports.approvals.voidOpen(ports.now(), chatId)
  for (const approval of voided) await ports.answers.send(closingOf(approval, 'void'))
  return voided
}
