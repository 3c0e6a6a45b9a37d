import type { Reply, ReplyResult } from '@aika/contracts'
import { closedCard, type Questions } from './cards.ts'
import { deliverPart, type PartPorts } from './deliver-part.ts'
import type { Place } from './outbound-lines.ts'
import { type Attempt, inShapeFor } from './post.ts'
import { type Telegram, TelegramFailure } from './telegram.ts'
import { words } from './words.ts'

export interface CloseCardPorts extends PartPorts {
  telegram: Pick<Telegram, 'edit'>
  questions: Questions
}

/** The part of a card's reply that carries its buttons. */
const cardPart = 0

/**
 * Takes the buttons from a card and writes under it what came of it; twice is once. A card that was never shown, that the
 * person deleted or that nobody knows any more stays as it is.
 */
export async function closeCard(
  ports: CloseCardPorts,
  place: Place,
  reply: Reply & { body: { kind: 'card-closed' } },
): Promise<ReplyResult> {
  const { approvalId, outcome } = reply.body
  const messageId = await ports.ledger.messageIdOf(`approval-${approvalId}`, cardPart)
  const question = await ports.questions.find(approvalId)
  const edit = async (attempt: Attempt) => {
    if (messageId === undefined || !question) throw new TelegramFailure('refused', words.noCard)
    const message = closedCard(question.card, outcome)
    await ports.telegram.edit(reply.chatId, messageId, inShapeFor({ ...attempt, isRepeat: false }, message))
    return messageId
  }
  try {
    const closed = await deliverPart(ports, place, { ...reply, part: 0 }, edit)
    return closed === undefined ? { messageIds: [], refused: words.noCard } : { messageIds: [closed] }
  } catch (error) {
    if (!(error instanceof TelegramFailure) || error.retryable || error.kind === 'gone') throw error
    return { messageIds: [], refused: words.noCard }
  }
}
