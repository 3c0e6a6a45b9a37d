import { startOfRefused } from '@aika/contracts'
import type { FoundPassage, PassageIndex, RecallScope } from '@aika/recall'
import { setImmediate } from 'node:timers/promises'
import { isoText } from '../sqlite/convert.ts'
import type { Sql, SqlNow } from '../sqlite/sql.ts'
import { forgetPassages, indexNote, indexTurn } from './index-passages.ts'
import { passageCounts } from './passage-counts.ts'

export { forgetPassages }

/** What was said, as it is searched. Reading is one person's alone. */
export interface Passages extends PassageIndex {
  /**
   * Indexes ended turns and notes that are not, oldest first: what was said before there was an index. Safe to repeat.
   * @returns how many it found.
   */
  indexMissing(batch?: number): Promise<number>
  /** Inside a transaction; see `forgetPassages`. */
  forget(now: SqlNow, userId: number, sourceIds: string[]): void
  /** Rewrites the index without what was deleted: until then its old segments hold the words. Writers wait meanwhile. */
  purge(): Promise<void>
}

/** @param defaultZone - whose days “on Monday” means, for who has set no time zone. */
export function createPassages(sql: Sql, defaultZone: string): Passages {
  return {
    async match(scope, match, { from, to, limit }) {
      const since = isoText(from ?? new Date(0))
      const until = isoText(to ?? endOfTime)
      const text = from || to ? matchInRange : matchAll
      const range = from || to ? [since, until] : []
      return (await sql.all<Row>(text, match, scope.userId, limit, ...range)).map(toFound)
    },
    async within({ userId, chatId }, { from, to, limit }) {
      const range = [isoText(from ?? new Date(0)), isoText(to ?? endOfTime)]
      return (await sql.all<Row>(selectWithin, userId, chatId, ...range, limit)).map(toFound)
    },
    async numbers(userId, sourceIds) {
      const rows = await sql.all<{ id: string; number: number }>(
        selectNumbers,
        userId,
        JSON.stringify(sourceIds),
      )
      return new Map(rows.map(({ id, number }) => [id, number]))
    },
    count: passageCounts(sql),
    async occurrences(userId, words) {
      const rows = await sql.all<{ word: string; passages: number }>(
        selectWords,
        userId,
        JSON.stringify(words),
      )
      return new Map(rows.map(({ word, passages }) => [word, passages]))
    },
    async beginnings(userId, beginnings, mostWords) {
      const rows = await sql.all<{ beginning: string; passages: number | null }>(
        selectBeginnings,
        userId,
        JSON.stringify(beginnings),
        mostWords,
      )
      return new Map(rows.map(({ beginning, passages }) => [beginning, passages ?? 0]))
    },
    async wordsFrom(userId, beginning, { min, max, most }) {
      const values = [userId, beginning, `${beginning}\u{10ffff}`, min, max, most]
      return (await sql.all<{ word: string }>(selectWordsFrom, ...values)).map(({ word }) => word)
    },
    async exchange(scope, number) {
      const row = await sql.one<ExchangeRow>(selectExchange, number, scope.userId)
      if (!row || !isReadable(scope, row.chatId)) return undefined
      return { at: new Date(row.startedAt), question: row.text, answer: row.answer ?? '' }
    },
    indexMissing: (batch = 100) => indexMissing(sql, defaultZone, batch),
    forget: (now, userId, sourceIds) => forgetPassages(now, userId, sourceIds, defaultZone),
    purge: () => purgePassages(sql),
  }
}

/** Pages written in one go; other writers get their turn between two of them. */
const pagesAtOnce = 500

/**
 * What FTS5 calls “optimize”, in pieces: the index becomes one segment, without the words of deleted passages. A merge that
 * FTS5 has begun by itself ends first: what it wrote before the deletion holds the words, and joining it is not beginning.
 */
export async function purgePassages(sql: Sql): Promise<void> {
  for (let isBegun = false, isDone = false; !isDone;) {
    isDone = await sql.atomically((now) => {
      if (merge(now, pagesAtOnce)) return false
      if (isBegun) return true
      isBegun = true
      // A negative number takes all segments there are, a positive one goes on.
      return !merge(now, -pagesAtOnce)
    })
    // So does everybody else in this process: nothing above waits for the world.
    await setImmediate()
  }
}

/** @returns false when there was nothing to write. */
function merge(now: SqlNow, pages: number): boolean {
  const written = () => now.one<{ total: number }>(`SELECT total_changes() AS "total"`)!.total
  const before = written()
  now.run(`INSERT INTO "PassageIndex" ("PassageIndex", "rank") VALUES ('merge', ?)`, pages)
  return written() - before >= 2
}

const endOfTime = new Date('9999-12-31T23:59:59Z')

/** In the private chat, whose id is theirs, all of theirs; in a group what they said there. */
const isReadable = ({ userId, chatId }: RecallScope, saidIn: number) => chatId === userId || chatId === saidIn

interface Row {
  id: number
  sourceId: string
  role: FoundPassage['role']
  chunk: number
  at: string
  body: string
  score: number
}

interface ExchangeRow {
  chatId: number
  text: string
  answer: string | null
  startedAt: string
}

function toFound({ id, sourceId, role, chunk, at, body, score }: Row): FoundPassage {
  return { id, sourceId, role, chunk, at: new Date(at), body, score }
}

async function indexMissing(sql: Sql, defaultZone: string, batch: number): Promise<number> {
  let found = 0
  for (let after = 0, more = true; more;) {
    const turns = await sql.all<{ number: number; id: string }>(selectMissingTurns, after, batch)
    await sql.atomically((now) => turns.forEach(({ id }) => indexTurn(now, id, defaultZone)))
    found += turns.length
    after = turns.at(-1)?.number ?? after
    more = turns.length === batch
  }
  const notes = await sql.all<{ id: string; userId: number }>(selectMissingNotes)
  await sql.atomically((now) => notes.forEach(({ id, userId }) => indexNote(now, userId, id, defaultZone)))
  return found + notes.length
}

const passageColumns = `p."id", p."sourceId", p."role", p."chunk", p."at", p."body"`
const bm25 = `bm25("PassageIndex", 1.0, 0.8, 0.3, 0.7, 0.0)`
// The expression holds the owner; the row's own owner is asked all the same. CROSS JOIN keeps SQLite from beginning with
// it: that would read the index entry of every passage they have, to find a hundred of them.
export const matchAll = `
  SELECT ${passageColumns}, m."score" FROM (
    SELECT "rowid" AS "id", -${bm25} AS "score" FROM "PassageIndex" WHERE "PassageIndex" MATCH ?1
    ORDER BY "score" DESC, "rowid" LIMIT ?3
  ) m CROSS JOIN "Passage" p ON p."id" = m."id"
  WHERE p."userId" = ?2 ORDER BY m."score" DESC, m."id"`
const matchInRange = `
  SELECT ${passageColumns}, -${bm25} AS "score"
  FROM "PassageIndex" i CROSS JOIN "Passage" p ON p."id" = i."rowid"
  WHERE "PassageIndex" MATCH ?1 AND p."userId" = ?2 AND p."at" >= ?4 AND p."at" < ?5
  ORDER BY "score" DESC, p."id" LIMIT ?3`
const selectWithin = `
  SELECT ${passageColumns}, 0 AS "score" FROM "Passage" p
  WHERE p."userId" = ?1 AND (?1 = ?2 OR p."chatId" = ?2) AND p."at" >= ?3 AND p."at" < ?4 AND p."chunk" = 0
  ORDER BY p."at" DESC, p."id" LIMIT ?5`
const selectNumbers = `
  SELECT "id", "number" FROM "Turn" WHERE "userId" = ? AND "id" IN (SELECT value FROM json_each(?))`
const selectWords = `
  SELECT "word", "passages" FROM "Word" WHERE "userId" = ? AND "word" IN (SELECT value FROM json_each(?))`
const selectBeginnings = `
  SELECT b.value AS "beginning", (
    SELECT sum("passages") FROM (
      SELECT "passages" FROM "Word" WHERE "userId" = ?1 AND "word" >= b.value AND "word" < b.value || char(1114111) LIMIT ?3
    )
  ) AS "passages" FROM json_each(?2) b`
const selectWordsFrom = `
  SELECT "word" FROM "Word" WHERE "userId" = ? AND "word" >= ? AND "word" < ? AND length("word") BETWEEN ? AND ?
  ORDER BY "word" LIMIT ?`
/** `isRefused` of contracts, in SQL. */
const notRefused = `substr(COALESCE("answer", ''), 1, ${startOfRefused.length}) <> '${startOfRefused}'`
const selectExchange = `
  SELECT "chatId", "text", "answer", "startedAt" FROM "Turn"
  WHERE "number" = ? AND "userId" = ? AND "status" IN ('answered', 'cancelled', 'failed')
    AND ${notRefused}`
const selectMissingTurns = `
  SELECT "number", "id" FROM "Turn"
  WHERE "number" > ? AND "status" IN ('answered', 'cancelled', 'failed')
    AND ${notRefused}
    AND NOT EXISTS (SELECT 1 FROM "Passage" WHERE "sourceId" = "Turn"."id")
  ORDER BY "number" LIMIT ?`
const selectMissingNotes = `
  SELECT "id", "userId" FROM "Note"
  WHERE NOT EXISTS (SELECT 1 FROM "Passage" WHERE "sourceId" = "Note"."id" AND "role" = 'note')
  ORDER BY "createdAt", "id"`
