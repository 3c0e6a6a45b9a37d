import { Card, CardOutcome, type Reply } from '@aika/contracts'
import type { Approval } from '@aika/store'

/** The question as it was first asked; undefined when its row cannot be read. */
export function cardReply(approval: Approval): Reply | undefined {
  const card = Card.safeParse(parseJson(approval.card))
  if (!card.success) return undefined
  const expiresAt = approval.expiresAt.getTime()
  const body = { kind: 'card' as const, approvalId: approval.id, card: card.data, expiresAt }
  return { replyId: `approval-${approval.id}`, ...whereOf(approval), body }
}

/** Takes the buttons off a question that ended; undefined for one that is open. */
export function closedReply(approval: Approval): Reply | undefined {
  const outcome = CardOutcome.safeParse(approval.state)
  if (!outcome.success) return undefined
  const body = { kind: 'card-closed' as const, approvalId: approval.id, outcome: outcome.data }
  return { replyId: `approval-${approval.id}-closed`, ...whereOf(approval), body }
}

/** A command asks without a turn. */
export const isOfTurn = ({ tool }: Approval) => !tool.startsWith('command:')

const whereOf = ({ chatId, traceId }: Approval) => ({ chatId, traceId })

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
