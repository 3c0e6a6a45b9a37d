import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'
import { indexTurn } from './index-passages.ts'

/** A finished turn as the conversation remembers it. */
export interface Exchange {
  number: number
  turnId: string
  userId: number
  question: string
  answer: string
  /** The exchange in one sentence, once the summarizer has written it. */
  sentence: string | undefined
  /** Before the last /new: remembered, no longer read word for word. */
  isEarlier: boolean
  at: Date
}

/** The conversation so far, exchange by exchange. */
export interface Exchanges {
  /** The last `count` finished exchanges of a chat, oldest first. */
  recent(chatId: number, count: number): Promise<Exchange[]>
  /** Finished exchanges of a chat after that number, and before `until` if given, oldest first, at most `count`. */
  after(chatId: number, number: number, count: number, until?: Date): Promise<Exchange[]>
  find(turnId: string): Promise<Exchange | undefined>
  /** The oldest turn of a chat that has not ended; what comes after it may not be summed up yet. */
  firstOpen(chatId: number): Promise<{ number: number; at: Date } | undefined>
  /** Writes the one sentence, by whose words the exchange is found too. @returns false when there is one already: the first stays. */
  setSentence(turnId: string, sentence: string): Promise<boolean>
}

export function createExchanges(sql: Sql, defaultZone: string): Exchanges {
  return {
    async recent(chatId, count) {
      const values = ended.flatMap(() => [chatId, count])
      const [rows, fresh] = await Promise.all([
        sql.all<Row>(selectRecent, ...values, count),
        sql.one<{ freshAfter: number }>(selectFresh, chatId),
      ])
      return rows.reverse().map((row) => toExchange(row, fresh?.freshAfter))
    },
    async after(chatId, number, count, until = endOfTime) {
      const rows = await sql.all<Row>(selectAfter, chatId, number, isoText(until), count)
      return rows.map((row) => toExchange(row))
    },
    async find(turnId) {
      const row = await sql.one<Row>(`SELECT ${columns} FROM "Turn" WHERE "id" = ?`, turnId)
      return typeof row?.answer === 'string' ? toExchange(row) : undefined
    },
    async firstOpen(chatId) {
      const row = await sql.one<Pick<Row, 'number' | 'startedAt'>>(selectOpen, chatId)
      return row && { number: row.number, at: new Date(row.startedAt) }
    },
    setSentence: (turnId, sentence) =>
      sql.atomically((now) => {
        const isFirst = now.run(updateSentence, sentence, turnId) > 0
        if (isFirst) indexTurn(now, turnId, defaultZone)
        return isFirst
      }),
  }
}

const endOfTime = new Date('9999-12-31T23:59:59Z')

interface Row {
  number: number
  id: string
  userId: number
  text: string
  answer: string | null
  sentence: string | null
  startedAt: string
}

const columns = `"number", "id", "userId", "text", "answer", "sentence", "startedAt"`
const ended = ['answered', 'cancelled', 'failed']

/** Each branch reads the end of the index; asked for all three at once SQLite would sort the chat's whole history. */
const selectRecent = `SELECT ${columns} FROM (${ended
  .map(
    (status) =>
      `SELECT * FROM (SELECT ${columns} FROM "Turn" WHERE "chatId" = ? AND "status" = '${status}' ORDER BY "number" DESC LIMIT ?)`,
  )
  .join(' UNION ALL ')}) ORDER BY "number" DESC LIMIT ?`

/** As `selectRecent`. */
const selectAfter = `SELECT ${columns} FROM (${ended
  .map(
    (status) =>
      `SELECT * FROM (SELECT ${columns} FROM "Turn" WHERE "chatId" = ?1 AND "status" = '${status}' AND "number" > ?2 AND "startedAt" < ?3 ORDER BY "number" LIMIT ?4)`,
  )
  .join(' UNION ALL ')}) ORDER BY "number" LIMIT ?4`

const selectOpen = `
  SELECT "number", "startedAt" FROM "Turn" WHERE "chatId" = ? AND "status" IN ('running', 'parked')
  ORDER BY "number" LIMIT 1`

/** Not of one that runs again: it has another end then. */
const updateSentence = `
  UPDATE "Turn" SET "sentence" = ? WHERE "id" = ? AND "sentence" IS NULL AND "status" NOT IN ('running', 'parked')`

const selectFresh = `SELECT "freshAfter" FROM "Conversation" WHERE "chatId" = ?`

function toExchange(row: Row, freshAfter = 0): Exchange {
  return {
    number: row.number,
    turnId: row.id,
    userId: row.userId,
    question: row.text,
    answer: row.answer ?? '',
    sentence: row.sentence ?? undefined,
    isEarlier: row.number <= freshAfter,
    at: new Date(row.startedAt),
  }
}
