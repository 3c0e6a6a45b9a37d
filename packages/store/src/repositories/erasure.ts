import { AppError } from '@aika/errors'
import { setTimeout as delay } from 'node:timers/promises'
import { isoText } from '../sqlite/convert.ts'
import type { Sql, SqlNow } from '../sqlite/sql.ts'
import { purgePassages } from './passages.ts'
import { personal } from './personal.ts'

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
  /** All rows at once, or none. @returns how many there were. */
  erase(userId: number): Promise<RowCounts>
  /**
   * Brings what was deleted to the file: until then the write-ahead log still holds it, and the search's index its words.
   * @throws AppError `database_busy` (retryable) when somebody reads for longer than it can wait.
   */
  settle(): Promise<void>
}

export function createErasure(sql: Sql): Erasure {
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
    erase: (userId) =>
      sql.atomically((now) =>
        tally((table, where) => now.run(`DELETE FROM "${table}" WHERE ${where}`, userId)),
      ),
    settle: () => settle(sql),
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

function stop(now: SqlNow, userId: number, at: string) {
  now.run(dropWaiting, userId)
  // Their turns stay parked: nobody takes them up again.
  now.run(voidQuestions, userId, at)
  now.run(cancelReminders, userId)
  const stopped = now.all<{ turnId: string; chatId: number }>(cancelTurns, userId, at)
  return stopped.map(({ turnId, chatId }) => ({ turnId, chatId }))
}

const tries = 20

async function settle(sql: Sql): Promise<void> {
  await purgePassages(sql)
  for (let attempt = 0; attempt < tries; attempt++) {
    const row = await sql.one<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')
    if (row?.busy === 0) return
    await delay(250)
  }
  throw new AppError('database_busy', 'the write-ahead log is being read; it could not be emptied', {
    retryable: true,
  })
}

const theirs = `("userId" = ?1 OR "chatId" = ?1)`
const dropWaiting = `DELETE FROM "InboxMessage" WHERE "turnId" IS NULL AND ${theirs}`
const voidQuestions = `UPDATE "Approval" SET "state" = 'void', "decidedAt" = ?2 WHERE "state" = 'asked' AND ${theirs}`
const cancelReminders = `
  UPDATE "Reminder" SET "state" = 'cancelled' WHERE "state" = 'scheduled' AND (${theirs} OR "createdBy" = ?1)`
const cancelTurns = `
  UPDATE "Turn" SET "cancelRequestedAt" = ?2 WHERE "status" = 'running' AND ${theirs} RETURNING "id" AS "turnId", "chatId"`
const countRunning = `SELECT COUNT(*) AS "count" FROM "Turn" WHERE "status" = 'running' AND ${theirs}`
