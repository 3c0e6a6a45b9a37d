import { AppError } from '@aika/errors'
import type { DeliveryLedger } from './delivery-ledger.ts'
import type { Place } from './outbound-lines.ts'
import { type Attempt, insist } from './post.ts'

export interface PartPorts {
  ledger: DeliveryLedger
  count(what: 'delivered' | 'repeated' | 'refused'): void
}

export interface PartOf {
  replyId: string
  chatId: number
  part: number
}

/**
 * Says one part of a reply, once as the ledger knows it.
 *
 * @param say - one call to Telegram; safe to make again. Other errors than a `TelegramFailure` mean that it did not arrive.
 * @returns the message's id; undefined where the part was refused before.
 * @throws what `insist` and `say` throw. What is not retryable is noted: the part is not tried again.
 */
export async function deliverPart(
  { ledger, count }: PartPorts,
  place: Place,
  { replyId, chatId, part }: PartOf,
  say: (attempt: Attempt) => Promise<number>,
): Promise<number | undefined> {
  const before = await ledger.begin(replyId, part, chatId)
  if (before.state === 'settled') return before.messageId
  const attempt = { isPlain: false, isRepeat: before.state === 'uncertain' }
  const messageId = await insist(place, attempt, say).catch(async (error: unknown) => {
    if (error instanceof AppError && !error.retryable) {
      count('refused')
      await ledger.refused(replyId, part)
    } else if (!attempt.isRepeat) await ledger.notSent(replyId, part)
    throw error
  })
  await ledger.sent(replyId, part, messageId)
  count(attempt.isRepeat ? 'repeated' : 'delivered')
  return messageId
}
