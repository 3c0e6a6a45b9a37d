import { setImmediate } from 'node:timers/promises'
import type { Sql } from '../sqlite/sql.ts'

/** A finished exchange in which something is said. */
export interface MentioningExchange {
  turnId: string
  number: number
  chatId: number
  at: Date
  question: string
  answer: string
}

/** A turn that is over, as it is looked through. */
export interface TurnRow {
  number: number
  id: string
  chatId: number
  text: string
  answer: string | null
  sentence: string | null
  startedAt: string
}

export function toExchange({ id, number, chatId, text, answer, startedAt }: TurnRow): MentioningExchange {
  return { turnId: id, number, chatId, at: new Date(startedAt), question: text, answer: answer ?? '' }
}

/** All turns of one person that are over, in any chat; the newest first, or the oldest after a number. */
export async function* endedTurns(sql: Sql, userId: number, after?: number): AsyncGenerator<TurnRow> {
  const text = after === undefined ? selectBefore : selectAfter
  for (let last = after ?? Number.MAX_SAFE_INTEGER; ;) {
    const rows = await sql.all<TurnRow>(text, userId, last)
    yield* rows
    if (rows.length < batch) return
    last = rows.at(-1)!.number
    // Everybody else gets their turn: nothing above waits for the world.
    await setImmediate()
  }
}

const batch = 100
const select = (range: string) => `
  SELECT "number", "id", "chatId", "text", "answer", "sentence", "startedAt" FROM "Turn"
  WHERE "userId" = ? AND "status" IN ('answered', 'cancelled', 'failed') AND ${range} LIMIT ${batch}`
const selectBefore = select('"number" < ? ORDER BY "number" DESC')
const selectAfter = select('"number" > ? ORDER BY "number"')
