import { AppError } from '@aika/errors'
import { setTimeout as delay, setImmediate } from 'node:timers/promises'
import { isoText } from '../sqlite/convert.ts'
import type { Sql, SqlNow } from '../sqlite/sql.ts'
import { purgePassages } from './passages.ts'
import { personal } from './personal.ts'
import { markDeleted, rewriteFile } from './rewrite-file.ts'

/** How many rows, by table; tables without any are left out. */
export type RowCounts = Record<string, number>

/** What other stores know of a person by. */
export interface Traces {
  turnIds: string[]
  reminderIds: string[]
}

/** Deletes one person everywhere in the database. Every call may be repeated. */
export interface Erasure {
  census(userId: number): Promise<RowCounts>
  traces(userId: number): Promise<Traces>
  /**
   * From now on nothing of theirs begins: what waits is dropped, questions are void, reminders cancelled.
   * @returns the turns that run and are to stop.
   */
  stop(userId: number, at: Date): Promise<{ turnId: string; chatId: number }[]>
  /** How many of their turns still run. */
  running(userId: number): Promise<number>
  /**
   * What there is most of in slices, between which others write: passages, and the work behind answers, which nobody takes
   * up again. Then all rows that are left at once, or none. @returns how many there were.
   */
  erase(userId: number): Promise<RowCounts>
  /**
   * Brings what was deleted to the file: until then the write-ahead log still holds it, and the search's index its words.
   * @throws AppError `database_busy` (retryable) when somebody reads for longer than it can wait.
   */
  settle(): Promise<void>
  /**
   * The same for copies that SQLite made when it moved rows: the file is written anew, where anything was deleted.
   * @returns whether it was.
   * @throws AppError `no_space`, and as `settle` does.
   */
  rewriteFile(): Promise<boolean>
}

/** @param path - of the database file. */
export function createErasure(sql: Sql, path: string): Erasure {
  return {
    census: (userId) => sql.atomically((now) => tally((table, where) => count(now, table, where, userId))),
    async traces(userId) {
      const ids = async (table: string) => {
        const { where } = personal.find((one) => one.table === table)!
        const rows = await sql.all<{ id: string }>(`SELECT "id" FROM "${table}" WHERE ${where}`, userId)
        return rows.map(({ id }) => id)
      }
      return { turnIds: await ids('Turn'), reminderIds: await ids('Reminder') }
    },
    stop: (userId, at) => sql.atomically((now) => stop(now, userId, isoText(at))),
    async running(userId) {
      return (await sql.one<{ count: number }>(countRunning, userId))!.count
    },
    async erase(userId) {
      const first = { Passage: await erasePassages(sql, userId), TurnStep: await eraseSteps(sql, userId) }
      const rest = await sql.atomically((now) => {
        markDeleted(now)
        return tally((table, where) => now.run(`DELETE FROM "${table}" WHERE ${where}`, userId))
      })
      return sumOf(first, rest)
    },
    settle: () => settle(sql),
    async rewriteFile() {
      const isRewritten = await rewriteFile(sql, path)
      if (isRewritten) await settle(sql)
      return isRewritten
    },
  }
}

function tally(countOf: (table: string, where: string) => number): RowCounts {
  const counts = personal.map(({ table, where }) => [table, countOf(table, where)] as const)
  return Object.fromEntries(counts.filter(([, rows]) => rows > 0))
}

function count(now: SqlNow, table: string, where: string, userId: number): number {
  return now.one<{ count: number }>(`SELECT COUNT(*) AS "count" FROM "${table}" WHERE ${where}`, userId)!
    .count
}

function sumOf(...tallies: RowCounts[]): RowCounts {
  const sum: RowCounts = {}
  for (const [table, rows] of tallies.flatMap((counts) => Object.entries(counts)))
    if (rows > 0) sum[table] = (sum[table] ?? 0) + rows
  return sum
}

/** Each of them goes from the search's index as well, which takes longer than all the rest. */
async function erasePassages(sql: Sql, userId: number): Promise<number> {
  for (let gone = 0; ;) {
    const rows = await sql.run(deleteSomePassages, userId)
    if (rows === 0) return gone
    gone += rows
    await setImmediate()
  }
}

async function eraseSteps(sql: Sql, userId: number): Promise<number> {
  for (let gone = 0, after = 0; ;) {
    const { through } = (await sql.one<{ through: number | null }>(selectNextTurns, userId, after))!
    if (through === null) return gone
    gone += await sql.run(deleteStepsOf, userId, after, through)
    after = through
    await setImmediate()
  }
}

function stop(now: SqlNow, userId: number, at: string) {
  now.run(dropWaiting, userId)
  // Their turns stay parked: nobody takes them up again.
  now.run(voidQuestions, userId, at)
  now.run(cancelReminders, userId)
  const stopped = now.all<{ turnId: string; chatId: number }>(cancelTurns, userId, at)
  return stopped.map(({ turnId, chatId }) => ({ turnId, chatId }))
}

/** Within ten seconds nobody reads for a moment. */
const tries = 400
const betweenTriesMs = 25

async function settle(sql: Sql): Promise<void> {
  await purgePassages(sql)
  for (let attempt = 0; attempt < tries; attempt++) {
    const row = await sql.one<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')
    if (row?.busy === 0) return
    await delay(betweenTriesMs)
  }
  throw new AppError('database_busy', 'the write-ahead log is being read; it could not be emptied', {
    retryable: true,
  })
}

const atOnce = 500
const deleteSomePassages = `
  DELETE FROM "Passage" WHERE "id" IN (SELECT "id" FROM "Passage" WHERE "userId" = ? LIMIT ${atOnce})`
const answered = `FROM "Turn" WHERE "chatId" = ?1 AND "status" = 'answered' AND "number" > ?2`
const selectNextTurns = `
  SELECT MAX("number") AS "through" FROM (SELECT "number" ${answered} ORDER BY "number" LIMIT ${atOnce})`
const deleteStepsOf = `
  DELETE FROM "TurnStep" WHERE "turnId" IN (SELECT "id" ${answered} AND "number" <= ?3)`
const theirs = `("userId" = ?1 OR "chatId" = ?1)`
const dropWaiting = `DELETE FROM "InboxMessage" WHERE "turnId" IS NULL AND ${theirs}`
const voidQuestions = `UPDATE "Approval" SET "state" = 'void', "decidedAt" = ?2 WHERE "state" = 'asked' AND ${theirs}`
const cancelReminders = `
  UPDATE "Reminder" SET "state" = 'cancelled' WHERE "state" = 'scheduled' AND (${theirs} OR "createdBy" = ?1)`
const cancelTurns = `
  UPDATE "Turn" SET "cancelRequestedAt" = ?2 WHERE "status" = 'running' AND ${theirs} RETURNING "id" AS "turnId", "chatId"`
const countRunning = `SELECT COUNT(*) AS "count" FROM "Turn" WHERE "status" = 'running' AND ${theirs}`
