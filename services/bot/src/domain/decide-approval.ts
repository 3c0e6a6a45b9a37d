import { Card, type CardOutcome, type Reply } from '@aika/contracts'
import type { Approval, Decision, Press, PressOutcome } from '@aika/store'
import { isOfCommand } from './approved-command.ts'
import { carryOut, type CarryOutPorts, resultId } from './carry-out.ts'

export interface DecideApprovalPorts extends CarryOutPorts {
  approvals: {
    find(id: string): Promise<Approval | undefined>
    decide(press: Press): Promise<PressOutcome>
  }
  /** The message that a part of a reply became, once it was said. */
  said: { messageIdOf(replyId: string, part: number): Promise<number | undefined> }
  wakes: { note(chatId: number, traceId: string): void }
  now(): Date
}

/** Who pressed which button under a card, where. */
export interface CardPress {
  approvalId: string
  decision: Decision
  userId: number
  chatId: number
}

/**
 * `refused`: nothing happened. `unknown` is forged, `gone` forged too or forgotten with what it was about, `foreign` another
 * person's, `over` answered or expired before.
 */
export type DecidedPress =
  | { kind: 'decided'; decision: Decision }
  | { kind: 'refused'; reason: 'unknown' | 'gone' | 'foreign' }
  | { kind: 'refused'; reason: 'over'; state: Approval['state'] }

/**
 * Takes a person's answer to a card. What it was asked for goes on: a turn is woken, a command is carried out, and the
 * card is closed. Any other press than the first of the right person in the right chat in time decides nothing.
 *
 * A command whose outcome was never said is carried out again by its own [Approve]: the bot may have died in between, and
 * Telegram brings the press again. So each must be safe to carry out twice.
 */
export async function decideApproval(ports: DecideApprovalPorts, press: CardPress): Promise<DecidedPress> {
  const { approvalId: id, decision, userId, chatId } = press
  const asked = await ports.approvals.find(id)
  if (!asked) return { kind: 'refused', reason: 'gone' }
  const label = labelOf(asked)
  const outcome = await ports.approvals.decide({ id, userId, chatId, decision, at: ports.now(), label })
  if (outcome.kind === 'decided') {
    await goOn(ports, outcome.approval, decision)
    return { kind: 'decided', decision }
  }
  if (outcome.kind !== 'over') return { kind: 'refused', reason: outcome.kind }
  if (decision === 'approved' && (await isLeftUndone(ports, asked))) await carryOut(ports, asked)
  return { kind: 'refused', reason: 'over', state: outcome.state }
}

async function goOn(ports: DecideApprovalPorts, approval: Approval, decision: Decision): Promise<void> {
  await ports.answers.send(closingOf(approval, decision))
  if (!isOfCommand(approval)) return ports.wakes.note(approval.chatId, approval.traceId)
  if (decision !== 'denied') await carryOut(ports, approval)
}

/** The yes was stored by a bot that died before it did what it was for: Telegram brings the press again. */
async function isLeftUndone(ports: DecideApprovalPorts, approval: Approval): Promise<boolean> {
  if (approval.state !== 'approved' || !isOfCommand(approval)) return false
  return (await ports.said.messageIdOf(resultId(approval.id), 0)) === undefined
}

/** The reply that takes the buttons from a card and writes under it how it ended. */
export function closingOf(
  { id, chatId }: Pick<Approval, 'id' | 'chatId'>,
  outcome: CardOutcome,
): Pick<Reply, 'replyId' | 'chatId' | 'body'> {
  return { replyId: `approval-${id}-closed`, chatId, body: { kind: 'card-closed', approvalId: id, outcome } }
}

/** How an “Always” is listed later. */
export function labelOf({ card }: Pick<Approval, 'card'>): string {
  const shown = Card.safeParse(JSON.parse(card))
  return shown.success ? (shown.data.always ?? shown.data.title) : ''
}
