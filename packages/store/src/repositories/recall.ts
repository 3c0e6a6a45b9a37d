import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

export interface RecallQuery {
  /** All of them must occur, in the question or the answer; upper and lower case are the same. */
  words: string[]
  /** First moment that counts. */
  from?: Date
  /** First moment that no longer counts. */
  to?: Date
  limit: number
}

/** One exchange that was found. */
export interface Passage {
  turnId: string
  at: Date
  question: string
  answer: string
}

/** The full log, searched. */
export interface Recall {
  /**
   * What this person and the agent said in this chat, the newest first. Looks at the last 5,000 exchanges of that time.
   * @returns `complete`: false when there was more to look at.
   */
  search(
    chatId: number,
    userId: number,
    query: RecallQuery,
  ): Promise<{ passages: Passage[]; complete: boolean }>
}

const batch = 250
const mostBatches = 20

export function createRecall(sql: Sql): Recall {
  return {
    async search(chatId, userId, { words, from, to, limit }) {
      const wanted = words.map((word) => word.toLowerCase())
      const since = isoText(from ?? new Date(0))
      const until = isoText(to ?? new Date('9999-12-31T23:59:59Z'))
      const passages: Passage[] = []
      let before = Number.MAX_SAFE_INTEGER
      for (let round = 0; round < mostBatches; round++) {
        const rows = await sql.all<Row>(select, chatId, userId, before, since, until)
        for (const row of rows) {
          if (!holdsAll(row, wanted)) continue
          if (passages.length === limit) return { passages, complete: false }
          passages.push(toPassage(row))
        }
        if (rows.length < batch) return { passages, complete: true }
        before = rows.at(-1)!.number
      }
      return { passages, complete: false }
    },
  }
}

interface Row {
  number: number
  id: string
  text: string
  answer: string | null
  startedAt: string
}

// SQLite folds the case of ASCII alone, so words are looked for outside.
// Each status by itself, as its part of the index is in order: all three at once would sort the whole chat each time.
const select = `SELECT * FROM (${['answered', 'cancelled', 'failed'].map(ofStatus).join(' UNION ALL ')})
  ORDER BY "number" DESC LIMIT ${batch}`

function ofStatus(status: string): string {
  return `SELECT * FROM (
    SELECT "number", "id", "text", "answer", "startedAt" FROM "Turn"
    WHERE "chatId" = ?1 AND "userId" = ?2 AND "number" < ?3 AND "status" = '${status}'
      AND "startedAt" >= ?4 AND "startedAt" < ?5
    ORDER BY "number" DESC LIMIT ${batch})`
}

function holdsAll({ text, answer }: Row, words: string[]): boolean {
  const said = `${text}\n${answer ?? ''}`.toLowerCase()
  return words.every((word) => said.includes(word))
}

function toPassage({ id, text, answer, startedAt }: Row): Passage {
  return { turnId: id, at: new Date(startedAt), question: text, answer: answer ?? '' }
}
