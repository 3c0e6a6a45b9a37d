import type { Sql } from '../sqlite/sql.ts'
import { pacer } from './pacer.ts'
import type { TurnStatus } from './turns.ts'

/** An exchange in which something is said. */
export interface MentioningExchange {
  turnId: string
  number: number
  chatId: number
  at: Date
  question: string
  /** Empty where it waits for the answer to a card. */
  answer: string
  /** A card of it is open. */
  isParked: boolean
}

/** A turn as it is looked through. */
export interface TurnRow {
  number: number
  id: string
  chatId: number
  status: TurnStatus
  text: string
  answer: string | null
  sentence: string | null
  startedAt: string
}

export function toExchange({ id, number, chatId, status, text, answer, startedAt }: TurnRow) {
  const said = { question: text, answer: answer ?? '', isParked: status === 'parked' }
  return { turnId: id, number, chatId, at: new Date(startedAt), ...said } satisfies MentioningExchange
}

/** All turns of one person, in any chat, the newest first; some at a time, between which others get their turn. */
export async function* turnsOf(sql: Sql, userId: number): AsyncGenerator<TurnRow[]> {
  const pace = pacer()
  for (let before = (await lastNumber(sql)) + 1; before > 1;) {
    const rows = await sql.all<TurnRow>(selectBefore, userId, before - range, before)
    yield rows
    before = rows.length === atOnce ? rows.at(-1)!.number : before - range
    await pace()
  }
}

/** Those that are over with a higher number, the oldest first; others get their turn between them. */
export async function* endedTurns(sql: Sql, userId: number, after: number): AsyncGenerator<TurnRow> {
  const pace = pacer()
  const last = await lastNumber(sql)
  for (let past = after; past < last;) {
    const rows = await sql.all<TurnRow>(selectAfter, userId, past, past + range)
    for (const row of rows) {
      yield row
      await pace()
    }
    past = rows.length === atOnce ? rows.at(-1)!.number : past + range
    await pace()
  }
}

async function lastNumber(sql: Sql): Promise<number> {
  return (await sql.one<{ last: number }>(selectLast))!.last
}

/** Rows that come at once, and numbers, everybody's, that are passed over in one go. */
const atOnce = 50
const range = 2_000
const select = `
  SELECT "number", "id", "chatId", "status", "text", "answer", "sentence", "startedAt" FROM "Turn" WHERE "userId" = ?1`
const selectBefore = `
  ${select} AND "number" >= ?2 AND "number" < ?3 ORDER BY "number" DESC LIMIT ${atOnce}`
const selectAfter = `
  ${select} AND "number" > ?2 AND "number" <= ?3 AND "status" IN ('answered', 'cancelled', 'failed')
  ORDER BY "number" LIMIT ${atOnce}`
const selectLast = `SELECT COALESCE(MAX("number"), 0) AS "last" FROM "Turn"`
