import type { Sql } from '../sqlite/sql.ts'

/** A text of the work behind an answer, which is not said in it. */
export interface BehindRow {
  turnId: string
  text: string
  isJson: number
}

/** So many bytes of steps are read at once: more of them would keep everybody else waiting. */
const mostBytes = 256 * 1024

/**
 * Steps, messages, names of files and cards of these turns, some whole turns at a time: what stands there may be ten
 * thousand times as much as what was said.
 */
export async function* behindOf(sql: Sql, turnIds: string[]): AsyncGenerator<BehindRow[]> {
  const sizes = await sql.all<{ turnId: string; bytes: number }>(selectSizes, JSON.stringify(turnIds))
  const bytesOf = new Map(sizes.map(({ turnId, bytes }) => [turnId, bytes]))
  for (let from = 0; from < turnIds.length;) {
    let to = from
    for (let bytes = 0; to < turnIds.length && (to === from || bytes < mostBytes); to++)
      bytes += bytesOf.get(turnIds[to]!) ?? 0
    yield await sql.all<BehindRow>(selectBehind, JSON.stringify(turnIds.slice(from, to)))
    from = to
  }
}

const among = (column: string) => `"${column}" IN (SELECT "value" FROM json_each(?1))`
const selectSizes = `
  SELECT "turnId", SUM(octet_length("content")) AS "bytes" FROM "TurnStep" WHERE ${among('turnId')} GROUP BY "turnId"`
const selectBehind = `
  SELECT "turnId", "content" AS "text", 1 AS "isJson" FROM "TurnStep" WHERE ${among('turnId')}
  UNION ALL SELECT "turnId", "text", 0 FROM "InboxMessage" WHERE ${among('turnId')}
  UNION ALL SELECT m."turnId", a."name", 0 FROM "InboxMessage" m JOIN "Attachment" a ON a."id" = m."updateKey" WHERE m.${among('turnId')}
  UNION ALL SELECT "subject", "args" || "card", 1 FROM "Approval" WHERE ${among('subject')}`
