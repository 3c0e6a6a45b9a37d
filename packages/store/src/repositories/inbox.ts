import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

/**
 * `message`: something a person wrote, with or without a file. `continue`: the button under an answer that a breaker
 * ended. `attachment`: a file without words, which waits for the next message. `task`: what a reminder has the agent do.
 */
export type InboxKind = 'message' | 'continue' | 'attachment' | 'task'

export interface NewInboxMessage {
  /** `tg-<bot>-<update>` */
  updateKey: string
  chatId: number
  userId: number
  messageId: number
  kind: InboxKind
  text: string
  sentAt: Date
  traceId: string
  /** Messages of one album are one event. */
  albumId?: string | undefined
}

export interface InboxMessage extends NewInboxMessage {
  /** Counts up in the order of arrival. */
  id: number
}

/** Messages that wait for an answer. */
export interface Inbox {
  /** Stores a message. @returns false when this update is there already. */
  add(message: NewInboxMessage): Promise<boolean>
  /**
   * What waits in a chat, oldest first: at most 200 from the first one with words on, and of the files before it the
   * last 50.
   */
  waiting(chatId: number): Promise<InboxMessage[]>
  /** Chats with a message that waits, or a turn that runs, since before that moment. */
  stuckChats(before: Date): Promise<number[]>
}

export function createInbox(sql: Sql): Inbox {
  return {
    async add({ updateKey, chatId, userId, messageId, kind, text, sentAt, traceId, albumId }) {
      const values = [
        updateKey,
        chatId,
        userId,
        messageId,
        kind,
        text,
        isoText(sentAt),
        traceId,
        albumId ?? null,
      ]
      return (await sql.run(insert, ...values)) > 0
    },
    async waiting(chatId) {
      const rows = await sql.all<Row>(selectWaiting, chatId)
      return rows.map(({ sentAt, albumId, ...rest }) => ({
        ...rest,
        albumId: albumId ?? undefined,
        sentAt: new Date(sentAt),
      }))
    },
    async stuckChats(before) {
      const at = isoText(before)
      const rows = await sql.all<{ chatId: number }>(selectStuck, at, at)
      return rows.map(({ chatId }) => chatId)
    },
  }
}

type Row = Omit<InboxMessage, 'sentAt' | 'albumId'> & { sentAt: string; albumId: string | null }

const insert = `
  INSERT INTO "InboxMessage" ("updateKey", "chatId", "userId", "messageId", "kind", "text", "sentAt", "traceId", "albumId")
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT ("updateKey") DO NOTHING`

const columns = `"id", "updateKey", "chatId", "userId", "messageId", "kind", "text", "sentAt", "traceId", "albumId"`
const ofChat = `FROM "InboxMessage" WHERE "chatId" = ?1 AND "turnId" IS NULL`
/** However many files wait, whatever has words is found behind them. */
const selectWaiting = `
  WITH "first" ("id") AS (SELECT COALESCE(MIN("id"), 1e15) ${ofChat} AND "kind" <> 'attachment')
  SELECT * FROM (
    SELECT ${columns} ${ofChat} AND "id" < (SELECT "id" FROM "first") ORDER BY "id" DESC LIMIT 50)
  UNION ALL SELECT * FROM (
    SELECT ${columns} ${ofChat} AND "id" >= (SELECT "id" FROM "first") ORDER BY "id" LIMIT 200)
  ORDER BY "id"`

const selectStuck = `
  SELECT DISTINCT "chatId" FROM "InboxMessage" WHERE "turnId" IS NULL AND "kind" <> 'attachment' AND "sentAt" < ?
  UNION SELECT "chatId" FROM "Turn" WHERE "status" = 'running' AND "startedAt" < ?`
