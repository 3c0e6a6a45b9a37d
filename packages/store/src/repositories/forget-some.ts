import { Forgettable } from '@aika/contracts'
import { AppError } from '@aika/errors'
import { isoText } from '../sqlite/convert.ts'
import type { Sql, SqlNow } from '../sqlite/sql.ts'
import { forgetQuotes } from './forget-quotes.ts'
import { forgetSentences, hasSentence } from './forget-sentences.ts'
import { forgetPassages } from './index-passages.ts'
import { countPastWishes, erasePastWishes } from './past-wishes.ts'
import { markDeleted } from './rewrite-file.ts'

/** How much of what was named there is. */
export interface Forgotten {
  exchanges: number
  notes: number
  sentences: number
  reminders: number
  cards: number
}

/** Deletes some of what is remembered of one person. Ids of anybody else's name nothing. Every call may be repeated. */
export interface ForgetSome {
  count(userId: number, what: Forgettable): Promise<Forgotten>
  /** The questions that were asked in these turns: their cards are said under names of their own. */
  questionsOf(userId: number, turnIds: string[]): Promise<string[]>
  /** Their turns that run, in any chat. */
  running(userId: number): Promise<string[]>
  /** Tells those of the turns that run to stop. @returns which do. */
  stop(userId: number, turnIds: string[], at: Date): Promise<{ turnId: string; chatId: number }[]>
  /**
   * All of it or nothing: the turns with everything that hangs on them (an open question too, which nobody can answer any
   * more), the notes, their passages in the index, the sentences, reminders that are over and decided cards. Whatever sums up one of the numbers goes: folds and major memory are deleted, a daily is stale, or deleted
   * where nothing is left of its days. So do the cards that quote what was to be forgotten; one that asks for other things
   * stays open.
   * @throws AppError `turn_running` (retryable): one of the turns runs.
   * @returns what went this time.
   */
  erase(userId: number, what: Forgettable): Promise<Forgotten>
  /** Takes exchanges and notes that are no more out of what other turns had found of them. Afterwards, in pieces. */
  eraseQuotes(userId: number): Promise<void>
}

/** @param defaultZone - whose days the dates in the index are, for who has set no time zone. */
export function createForgetSome(sql: Sql, defaultZone: string): ForgetSome {
  return {
    count: (userId, what) => sql.atomically((now) => count(now, userId, what)),
    async questionsOf(userId, turnIds) {
      const rows = await sql.all<{ id: string }>(selectQuestions, userId, JSON.stringify(turnIds))
      return rows.map(({ id }) => id)
    },
    async running(userId) {
      return (await sql.all<{ id: string }>(selectRunning, userId)).map(({ id }) => id)
    },
    async stop(userId, turnIds, at) {
      const rows = await sql.all<{ turnId: string; chatId: number }>(
        cancelTurns,
        userId,
        JSON.stringify(turnIds),
        isoText(at),
      )
      return rows.map(({ turnId, chatId }) => ({ turnId, chatId }))
    },
    erase: (userId, what) => sql.atomically((now) => erase(now, userId, what, defaultZone)),
    eraseQuotes: (userId) => forgetQuotes(sql, userId),
  }
}

function count(now: SqlNow, userId: number, what: Forgettable): Forgotten {
  const rows = (text: string, ids: string[]) => now.one<{ n: number }>(text, userId, JSON.stringify(ids))!.n
  return {
    exchanges: rows(countTurns, what.turnIds),
    notes: rows(countNotes, what.noteIds),
    sentences: what.sentences.filter((ref) => hasSentence(now, userId, ref)).length,
    ...countPastWishes(now, userId, what),
  }
}

function erase(now: SqlNow, userId: number, what: Forgettable, defaultZone: string): Forgotten {
  const turns = now.all<{ id: string; status: string }>(selectTurns, userId, JSON.stringify(what.turnIds))
  if (turns.some(({ status }) => status === 'running')) throw stillRunning()
  markDeleted(now)
  const turnIds = turns.map(({ id }) => id)
  const noteIds = now
    .all<{ id: string }>(selectNotes, userId, JSON.stringify(what.noteIds))
    .map(({ id }) => id)
  forgetPassages(now, userId, [...turnIds, ...noteIds], defaultZone)
  eraseTurns(now, userId, turnIds)
  now.run(deleteNotes, userId, JSON.stringify(noteIds))
  const sentences = forgetSentences(now, userId, what.sentences)
  forgetSummariesOf(now, userId, what.numbers)
  const wishes = erasePastWishes(now, userId, what)
  deleteQuotingCards(now, userId)
  return { exchanges: turnIds.length, notes: noteIds.length, sentences, ...wishes }
}

const stillRunning = () =>
  new AppError('turn_running', 'a turn that is to be forgotten still runs', { retryable: true })

function eraseTurns(now: SqlNow, userId: number, turnIds: string[]): void {
  const ids = JSON.stringify(turnIds)
  const questions = now.all<{ id: string }>(selectQuestions, userId, ids).map(({ id }) => id)
  for (const id of turnIds) now.run(deleteDeliveries, id)
  for (const id of questions) now.run(deleteCardDeliveries, id)
  for (const text of deletions) now.run(text, userId, ids)
  now.run(deleteTurns, userId, ids)
}

/** Those that are over quote; so does an open one, of what it names: it stays where all of that is still there. */
function deleteQuotingCards(now: SqlNow, userId: number): void {
  for (const { id, state, args } of now.all<ForgetCard>(selectForgetCards, userId))
    if (state !== 'asked' || !isAllThere(now, userId, args)) now.run(deleteForgetCard, id)
}

interface ForgetCard {
  id: string
  state: string
  args: string
}

function isAllThere(now: SqlNow, userId: number, args: string): boolean {
  const what = Forgettable.safeParse(JSON.parse(args))
  if (!what.success) return false
  const { turnIds, noteIds, sentences, reminderIds, cardIds } = what.data
  const named = [turnIds, noteIds, sentences, reminderIds, cardIds].map(({ length }) => length)
  const left = count(now, userId, what.data)
  const there = [left.exchanges, left.notes, left.sentences, left.reminders, left.cards]
  return there.every((amount, index) => amount === named[index])
}

/**
 * What sums up one of these exchanges is to be made anew: a later fold of the same day was made with the fold before it,
 * and major memory with all that was before.
 */
export function forgetSummariesOf(now: SqlNow, userId: number, numbers: number[]): void {
  if (numbers.length === 0) return
  const first = Math.min(...numbers)
  now.run(makeCrossedStale, userId, first)
  for (const number of numbers) {
    now.run(makeDailiesStale, userId, number)
    now.run(deleteFolds, userId, number)
    now.run(deleteEmptyDailies, userId, number)
  }
  now.run(deleteMajors, userId, first)
}

const among = (column: string) => `"${column}" IN (SELECT "value" FROM json_each(?2))`
const theirTurns = `FROM "Turn" WHERE "userId" = ?1 AND ${among('id')}`
const selectTurns = `SELECT "id", "status" ${theirTurns}`
const countTurns = `SELECT COUNT(*) AS "n" ${theirTurns}`
const theirNotes = `FROM "Note" WHERE "userId" = ?1 AND ${among('id')}`
const selectNotes = `SELECT "id" ${theirNotes}`
const countNotes = `SELECT COUNT(*) AS "n" ${theirNotes}`
const deleteNotes = `DELETE ${theirNotes}`
const selectQuestions = `SELECT "id" FROM "Approval" WHERE "userId" = ?1 AND ${among('subject')}`
const selectRunning = `SELECT "id" FROM "Turn" WHERE "userId" = ? AND "status" = 'running'`
const cancelTurns = `
  UPDATE "Turn" SET "cancelRequestedAt" = ?3 WHERE "userId" = ?1 AND ${among('id')} AND "status" = 'running'
  RETURNING "id" AS "turnId", "chatId"`

const beginsWith = (text: string, next: string) =>
  `("replyId" >= ${text} || '${next}' AND "replyId" < ${text} || '${String.fromCharCode(next.charCodeAt(0) + 1)}')`
/** What was said of a turn: its answers, files and messages to others. */
const deleteDeliveries = `
  DELETE FROM "Delivery" WHERE "replyId" = 'reply-' || ?1 OR ("replyId" >= 'reply-' || ?1 || '-r' AND "replyId" < 'reply-' || ?1 || '-s')
    OR ${beginsWith(`'file-' || ?1`, '-')} OR ${beginsWith(`'dm-' || ?1`, '-')}`
const deleteCardDeliveries = `
  DELETE FROM "Delivery" WHERE "replyId" = 'approval-' || ?1 OR ${beginsWith(`'approval-' || ?1`, '-')}`

/** In the order in which they may be deleted; `?1` is whose turns they are, `?2` their ids. */
const deletions = [
  `DELETE FROM "Attachment" WHERE "userId" = ?1 AND "id" IN (SELECT "updateKey" FROM "InboxMessage" WHERE ${among('turnId')})`,
  `DELETE FROM "Approval" WHERE "userId" = ?1 AND ${among('subject')}`,
  // Before the turns: a message without its turn would be answered again.
  ...['InboxMessage', 'TurnStep', 'BegunCall'].map(
    (table) => `DELETE FROM "${table}" WHERE "turnId" IN (SELECT "id" ${theirTurns})`,
  ),
]
const deleteTurns = `DELETE ${theirTurns}`
const selectForgetCards = `
  SELECT "id", "state", "args" FROM "Approval" WHERE "userId" = ? AND "tool" = 'command:forget'`
const deleteForgetCard = `DELETE FROM "Approval" WHERE "id" = ?`

const covering = `"userId" = ?1 AND "fromNumber" <= ?2 AND "throughNumber" >= ?2`
const newestDaily = `COALESCE((SELECT MAX("throughNumber") FROM "Summary" WHERE "userId" = ?1 AND "kind" = 'daily'), 0)`
/**
 * Of days that have their daily all that reach that far, as nobody reads them any more. Of today all as well, where one
 * began before it: one of them may have been written while its turn went, or by a zone in which that was the same day.
 */
const deleteFolds = `
  DELETE FROM "Summary" WHERE "userId" = ?1 AND "kind" = 'fold' AND "throughNumber" >= ?2 AND (
    "throughNumber" <= ${newestDaily} OR ?2 > ${newestDaily}
    OR EXISTS (SELECT 1 FROM "Summary" f WHERE f."userId" = ?1 AND f."kind" = 'fold'
      AND f."throughNumber" > ${newestDaily} AND f."fromNumber" <= ${newestDaily}))`
const deleteEmptyDailies = `
  DELETE FROM "Summary" WHERE "kind" = 'daily' AND ${covering} AND NOT EXISTS (
    SELECT 1 FROM "Turn" t WHERE t."chatId" = ?1 AND t."number" BETWEEN "Summary"."fromNumber" AND "Summary"."throughNumber")`
const toStale = `UPDATE "Summary" SET "state" = 'stale', "sentences" = '[]' WHERE "kind" = 'daily' AND "state" <> 'stale'`
const makeDailiesStale = `${toStale} AND ${covering}`
/** Later ones that were made with a fold that had begun the day before. */
const makeCrossedStale = `
  ${toStale} AND "userId" = ?1 AND "fromNumber" > ?2 AND EXISTS (
    SELECT 1 FROM "Summary" f WHERE f."userId" = ?1 AND f."kind" = 'fold' AND f."fromNumber" < "Summary"."fromNumber"
      AND f."throughNumber" BETWEEN "Summary"."fromNumber" AND "Summary"."throughNumber")`
const deleteMajors = `DELETE FROM "Summary" WHERE "userId" = ? AND "kind" = 'major' AND "throughNumber" >= ?`
