import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

/**
 * `fresh`: never tried. `uncertain`: tried, and nobody knows whether Telegram took it. `settled`: taken, with its
 * message id, or refused for good, without.
 */
export type DeliveryState =
  { state: 'fresh' } | { state: 'uncertain' } | { state: 'settled'; messageId: number | undefined }

/** The reply of a finished turn that was never begun to be said. */
export interface UnsaidReply {
  turnId: string
  /** Names the reply together with the turn's id. */
  attempt: number
  chatId: number
  traceId: string
  replyToMessageId: number
  /** The recorded body, as JSON. */
  body: string
}

/** What became of each part of a reply. Telegram has no idempotency key, so this is ours. */
export interface Deliveries {
  /** The Telegram message that a part became, where it was sent. */
  messageIdOf(replyId: string, part: number): Promise<number | undefined>
  /** Call before sending a part: notes that it is about to be sent. */
  begin(replyId: string, part: number, chatId: number): Promise<DeliveryState>
  /** Call after Telegram answered with the message's id. */
  sent(replyId: string, part: number, messageId: number): Promise<void>
  /** Call when Telegram refused for good, or surely did not take it and it will not be tried again. */
  refused(replyId: string, part: number): Promise<void>
  /** Call when Telegram surely did not take it and it will be tried again: the next `begin` is `fresh`. */
  notSent(replyId: string, part: number): Promise<void>
  /**
   * Replies of turns that finished between these moments, without any delivery:
   * they are still queued, or the queue has lost them. Oldest first, at most 200.
   */
  unsaid(finishedSince: Date, finishedBefore: Date): Promise<UnsaidReply[]>
}

export function createDeliveries(sql: Sql, clock: () => Date): Deliveries {
  return {
    async begin(replyId, part, chatId) {
      if ((await sql.run(insert, replyId, part, chatId, isoText(clock()))) > 0) return { state: 'fresh' }
      const row = await sql.one<{ state: string; messageId: number | null }>(select, replyId, part)
      // Somebody took the row back in between.
      if (!row) return this.begin(replyId, part, chatId)
      if (row.state === 'sending') return { state: 'uncertain' }
      return { state: 'settled', messageId: row.messageId ?? undefined }
    },
    async messageIdOf(replyId, part) {
      const row = await sql.one<{ messageId: number | null }>(select, replyId, part)
      return row?.messageId ?? undefined
    },
    async sent(replyId, part, messageId) {
      await sql.run(update, 'sent', messageId, replyId, part)
    },
    async refused(replyId, part) {
      await sql.run(update, 'refused', null, replyId, part)
    },
    async notSent(replyId, part) {
      await sql.run(takeBack, replyId, part)
    },
    async unsaid(finishedSince, finishedBefore) {
      const rows = await sql.all<UnsaidReply>(selectUnsaid, isoText(finishedSince), isoText(finishedBefore))
      return rows.map((row) => ({ ...row }))
    },
  }
}

const insert = `
  INSERT INTO "Delivery" ("replyId", "part", "chatId", "state", "createdAt") VALUES (?, ?, ?, 'sending', ?)
  ON CONFLICT ("replyId", "part") DO NOTHING`
const select = `SELECT "state", "messageId" FROM "Delivery" WHERE "replyId" = ? AND "part" = ?`
const update = `UPDATE "Delivery" SET "state" = ?, "messageId" = ? WHERE "replyId" = ? AND "part" = ?`
const takeBack = `DELETE FROM "Delivery" WHERE "replyId" = ? AND "part" = ? AND "state" = 'sending'`
const selectUnsaid = `
  SELECT t."id" AS "turnId", t."attempt", t."chatId", t."traceId", t."replyToMessageId", s."content" AS "body"
  FROM "Turn" t JOIN "TurnStep" s ON s."turnId" = t."id" AND s."kind" = 'reply'
  WHERE t."status" IN ('answered', 'failed', 'cancelled') AND t."finishedAt" >= ? AND t."finishedAt" < ?
    AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."replyId" = 'reply-' || t."id" ||
      CASE WHEN t."attempt" > 0 THEN '-r' || t."attempt" ELSE '' END)
  ORDER BY t."number" LIMIT 200`
