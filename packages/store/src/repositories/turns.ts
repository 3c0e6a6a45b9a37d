import { AppError } from '@aika/errors'
import { isoText } from '../sqlite/convert.ts'
import { isUniqueViolation } from '../sqlite/errors.ts'
import type { Sql, SqlNow } from '../sqlite/sql.ts'
import { forgetSummariesOf } from './forget-some.ts'
import { indexTurn } from './index-passages.ts'

/** `parked`: a card is open; nobody works on it until it is answered. */
export type TurnStatus = 'running' | 'parked' | 'answered' | 'failed' | 'cancelled'

export interface NewTurn {
  id: string
  chatId: number
  userId: number
  replyToMessageId: number
  traceId: string
  text: string
}

/** One question and what became of it. */
export interface Turn extends NewTurn {
  number: number
  status: TurnStatus
  /** 0, and one more with each retry. */
  attempt: number
  startedAt: Date
  cancelRequested: boolean
}

export interface Step {
  seq: number
  /** `check`: the turn was told that its answer claims what it did not do. */
  kind: 'model' | 'tool' | 'check' | 'reply'
  /** JSON, verbatim. */
  content: string
}

/** Turns and their steps: what makes a turn survive the death of whoever runs it. */
export interface Turns {
  /** The chat's oldest turn that runs. A parked one does not: it runs again when its card is answered. */
  unfinished(chatId: number): Promise<Turn | undefined>
  /**
   * Starts a turn and takes its messages out of the inbox, both or neither. Starting it again finds the first; while
   * another turn of the chat runs, that one is found and nothing is taken.
   */
  start(turn: NewTurn, inboxIds: number[]): Promise<Turn>
  steps(turnId: string): Promise<Step[]>
  /**
   * Records a step before the next one begins; or several, all or none, between which nothing is done.
   * @throws AppError `step_taken` when somebody else has recorded one of them: stop, the turn is theirs.
   */
  addStep(turnId: string, ...steps: Step[]): Promise<void>
  /**
   * Ends a running turn, which from then on is found by its words; ending it again changes nothing. What sums up an end
   * that it had before a retry is to be written anew.
   */
  finish(
    turnId: string,
    end: { status: Exclude<TurnStatus, 'running' | 'parked'>; answer: string; at: Date },
  ): Promise<void>
  /**
   * Notes the wish to stop on the chat's running turns. Where none runs and no question is open, the message that would
   * be next is stopped before its turn begins.
   * @param turnId - the turn that is meant: no other message is stopped in its place.
   * @returns the ids of the turns that will stop.
   */
  requestCancel(chatId: number, at: Date, turnId?: string): Promise<string[]>
  /**
   * Lets a failed turn run again from its record; what it finished stays finished.
   * @returns whether it had failed with that attempt: a second press finds it running.
   */
  retry(turnId: string, attempt: number): Promise<boolean>
  /** Notes that a call which must not be made twice begins. @returns false when it was begun before. */
  beginCall(turnId: string, step: number): Promise<boolean>
  hasBegun(turnId: string, step: number): Promise<boolean>
  cancelRequested(turnId: string): Promise<boolean>
  find(turnId: string): Promise<Turn | undefined>
}

export function createTurns(sql: Sql, clock: () => Date, defaultZone: string): Turns {
  const orNone = (row: Row | undefined) => row && toTurn(row)
  return {
    async find(turnId) {
      return orNone(await sql.one<Row>(select, turnId))
    },
    async unfinished(chatId) {
      return orNone(await sql.one<Row>(selectUnfinished, chatId))
    },
    async start({ id, chatId, userId, replyToMessageId, traceId, text }, inboxIds) {
      const values = [id, chatId, userId, replyToMessageId, traceId, text, isoText(clock())]
      const row = await sql.atomically((now) => {
        const running = now.one<Row>(selectUnfinished, chatId)
        if (running) return running
        const added = now.one<Row>(insert, ...values)
        now.run(takeMessages, id, JSON.stringify(inboxIds))
        return added ?? now.one<Row>(select, id)!
      })
      return toTurn(row)
    },
    async steps(turnId) {
      // Rows come without a prototype, and leave as plain objects.
      return (await sql.all<Step>(selectSteps, turnId)).map((step) => ({ ...step }))
    },
    async addStep(turnId, ...steps) {
      const at = isoText(clock())
      const values = steps.flatMap(({ seq, kind, content }) => [turnId, seq, kind, content, at])
      try {
        await sql.run(insertSteps(steps.length), ...values)
      } catch (error) {
        if (!isUniqueViolation(error)) throw error
        throw new AppError('step_taken', `step ${steps[0]?.seq} of ${turnId} is recorded already`, {
          retryable: true,
          cause: error,
        })
      }
    },
    async finish(turnId, { status, answer, at }) {
      await sql.atomically((now) => {
        const ended = now.one<Ended>(end, status, answer, isoText(at), turnId)
        if (!ended) return
        indexTurn(now, turnId, defaultZone)
        forgetFirstEnd(now, ended)
      })
    },
    requestCancel: (...wish) => sql.atomically((now) => requestCancel(now, ...wish)),
    retry: (turnId, attempt) =>
      sql.atomically((now) => {
        if (now.run(runAgain, turnId, attempt) === 0) return false
        now.run(dropReply, turnId)
        return true
      }),
    async beginCall(turnId, step) {
      return (await sql.run(beginCall, turnId, step)) > 0
    },
    async hasBegun(turnId, step) {
      return (await sql.one(selectBegun, turnId, step)) !== undefined
    },
    async cancelRequested(turnId) {
      return typeof (await sql.one<Row>(select, turnId))?.cancelRequestedAt === 'string'
    },
  }
}

type Row = Omit<Turn, 'startedAt' | 'cancelRequested'> & {
  startedAt: string
  cancelRequestedAt: string | null
}

const columns = `"number", "id", "chatId", "userId", "replyToMessageId", "traceId", "text", "status", "attempt", "startedAt", "cancelRequestedAt"`
const select = `SELECT ${columns} FROM "Turn" WHERE "id" = ?`
const selectUnfinished = `
  SELECT ${columns} FROM "Turn" WHERE "chatId" = ? AND "status" = 'running' ORDER BY "number" LIMIT 1`
const insert = `
  INSERT INTO "Turn" ("id", "chatId", "userId", "replyToMessageId", "traceId", "text", "status", "startedAt")
  VALUES (?, ?, ?, ?, ?, ?, 'running', ?) ON CONFLICT ("id") DO NOTHING RETURNING ${columns}`
const takeMessages = `
  UPDATE "InboxMessage" SET "turnId" = ? WHERE "turnId" IS NULL AND "id" IN (SELECT value FROM json_each(?))`
const selectSteps = `SELECT "seq", "kind", "content" FROM "TurnStep" WHERE "turnId" = ? ORDER BY "seq"`
const insertSteps = (count: number) => `
  INSERT INTO "TurnStep" ("turnId", "seq", "kind", "content", "createdAt")
  VALUES ${Array.from({ length: count }, () => '(?, ?, ?, ?, ?)').join(', ')}`
const end = `
  UPDATE "Turn" SET "status" = ?, "answer" = ?, "finishedAt" = ? WHERE "id" = ? AND "status" = 'running'
  RETURNING "number", "chatId", "userId", "attempt"`
const cancel = `
  UPDATE "Turn" SET "cancelRequestedAt" = ? WHERE "chatId" = ? AND "status" = 'running' RETURNING "id"`
const selectNextMessage = `
  SELECT "id", "updateKey", "userId", "messageId", "traceId", "text" FROM "InboxMessage"
  WHERE "chatId" = ? AND "turnId" IS NULL AND "kind" <> 'attachment' ORDER BY "id" LIMIT 1`
const selectOpenQuestion = `SELECT 1 FROM "Approval" WHERE "state" = 'asked' AND "chatId" = ? LIMIT 1`
/** What its first end was put into says that there was no answer. */
const runAgain = `
  UPDATE "Turn" SET "status" = 'running', "attempt" = "attempt" + 1, "answer" = NULL, "sentence" = NULL,
    "finishedAt" = NULL, "cancelRequestedAt" = NULL
  WHERE "id" = ? AND "status" = 'failed' AND "attempt" = ?`
const dropReply = `DELETE FROM "TurnStep" WHERE "turnId" = ? AND "kind" = 'reply'`
const selectBegun = `SELECT 1 FROM "BegunCall" WHERE "turnId" = ? AND "step" = ?`
const beginCall = `INSERT INTO "BegunCall" ("turnId", "step") VALUES (?, ?) ON CONFLICT DO NOTHING`

type Ended = Pick<Turn, 'number' | 'chatId' | 'userId' | 'attempt'>

/** Not before the new end: nothing waits for a turn that runs again, so its day would be written without it. */
function forgetFirstEnd(now: SqlNow, { number, chatId, userId, attempt }: Ended): void {
  if (attempt > 0 && chatId === userId) forgetSummariesOf(now, userId, [number])
}

interface NextMessage {
  id: number
  updateKey: string
  userId: number
  messageId: number
  traceId: string
  text: string
}

function requestCancel(now: SqlNow, chatId: number, at: Date, turnId?: string): string[] {
  const running = now.all<{ id: string }>(cancel, isoText(at), chatId)
  if (running.length > 0) return running.map(({ id }) => id)
  if (turnId === undefined && now.one(selectOpenQuestion, chatId)) return []
  const next = now.one<NextMessage>(selectNextMessage, chatId)
  if (!next || (turnId !== undefined && next.updateKey !== turnId)) return []
  const { id, updateKey, userId, messageId, traceId, text } = next
  now.one(insert, updateKey, chatId, userId, messageId, traceId, text, isoText(at))
  now.run(takeMessages, updateKey, JSON.stringify([id]))
  return now.all<{ id: string }>(cancel, isoText(at), chatId).map((turn) => turn.id)
}

function toTurn({ startedAt, cancelRequestedAt, ...row }: Row): Turn {
  return { ...row, startedAt: new Date(startedAt), cancelRequested: cancelRequestedAt !== null }
}
