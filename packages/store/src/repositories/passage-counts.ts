import type { Sql } from '../sqlite/sql.ts'

/** So few are counted each time. */
const fewPassages = 2_000
/** After so many questions all are counted again: what another process deleted meanwhile was not seen. */
const asksBetween = 200

interface Known {
  count: number
  lastId: number
  asked: number
}

/**
 * How many passages each person has. Of a long log, only those that are new are counted: all of them would cost a search
 * among 100,000 a sixth of its time. It tells how rare a word is, and is off by what was deleted in the meantime.
 */
export function passageCounts(sql: Sql): (userId: number) => Promise<number> {
  const known = new Map<number, Known>()
  return async (userId) => {
    const before = known.get(userId)
    const isFresh = before !== undefined && before.count >= fewPassages && before.asked < asksBetween
    const start = isFresh ? before : { count: 0, lastId: 0, asked: 0 }
    const text = isFresh ? countNew : countAll
    const found = (await sql.one<{ count: number; lastId: number }>(text, userId, start.lastId))!
    const count = start.count + found.count
    known.set(userId, { count, lastId: found.lastId, asked: start.asked + 1 })
    return count
  }
}

const countAll = `
  SELECT COUNT(*) AS "count", COALESCE(MAX("id"), ?2) AS "lastId" FROM "Passage" WHERE "userId" = ?1`
// The plus keeps SQLite from the index of people, which holds all of theirs.
const countNew = `
  SELECT COUNT(*) AS "count", COALESCE(MAX("id"), ?2) AS "lastId" FROM "Passage" WHERE "id" > ?2 AND +"userId" = ?1`
