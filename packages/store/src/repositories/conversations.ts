import type { Sql } from '../sqlite/sql.ts'

/** Where conversations begin. */
export interface Conversations {
  /**
   * From here on nothing said before stands in a prompt word for word, but what search finds for a message; what was
   * remembered of it stays.
   */
  startFresh(chatId: number): Promise<void>
}

export function createConversations(sql: Sql): Conversations {
  return {
    async startFresh(chatId) {
      await sql.run(upsert, chatId, chatId)
    },
  }
}

const upsert = `
  INSERT INTO "Conversation" ("chatId", "freshAfter")
  VALUES (?, COALESCE((SELECT MAX("number") FROM "Turn" WHERE "chatId" = ?), 0))
  ON CONFLICT ("chatId") DO UPDATE SET "freshAfter" = excluded."freshAfter"`
