import type { PrismaClient } from '../generated/client.ts'
import { isUniqueViolation } from '../sqlite/violations.ts'

/**
 * `fresh`: never tried. `uncertain`: tried, and nobody knows whether Telegram took it. `settled`: taken, with its
 * message id, or refused for good, without.
 */
export type DeliveryState =
  { state: 'fresh' } | { state: 'uncertain' } | { state: 'settled'; messageId: number | undefined }

/** What became of each part of a reply. Telegram has no idempotency key, so this is ours. */
export interface Deliveries {
  /** Call before sending a part: notes that it is about to be sent. */
  begin(replyId: string, part: number, chatId: number): Promise<DeliveryState>
  /** Call after Telegram answered with the message's id. */
  sent(replyId: string, part: number, messageId: number): Promise<void>
  /** Call when Telegram refused for good, or surely did not take it and it will not be tried again. */
  refused(replyId: string, part: number): Promise<void>
  /** Call when Telegram surely did not take it and it will be tried again: the next `begin` is `fresh`. */
  notSent(replyId: string, part: number): Promise<void>
}

export function createDeliveries(prisma: PrismaClient): Deliveries {
  const key = (replyId: string, part: number) => ({ replyId_part: { replyId, part } })
  return {
    async begin(replyId, part, chatId) {
      try {
        await prisma.delivery.create({ data: { replyId, part, chatId, state: 'sending' } })
        return { state: 'fresh' }
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        const row = await prisma.delivery.findUniqueOrThrow({ where: key(replyId, part) })
        if (row.state === 'sending') return { state: 'uncertain' }
        return { state: 'settled', messageId: row.messageId ?? undefined }
      }
    },
    async sent(replyId, part, messageId) {
      await prisma.delivery.update({ where: key(replyId, part), data: { state: 'sent', messageId } })
    },
    async refused(replyId, part) {
      await prisma.delivery.update({ where: key(replyId, part), data: { state: 'refused' } })
    },
    async notSent(replyId, part) {
      await prisma.delivery.deleteMany({ where: { replyId, part, state: 'sending' } })
    },
  }
}
