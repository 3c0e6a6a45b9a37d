import { chunksOf } from '@aika/recall'
import { setImmediate } from 'node:timers/promises'
import type { Sql, SqlNow } from '../sqlite/sql.ts'

/** Turns, by number, that are looked through in one go; others get their turn between two of them. */
const numbersAtOnce = 2_000

/**
 * What one person's turns found in their memory (the agent's tools `memory_search` and `memory`) is kept as steps. One that
 * quotes an exchange or a note that is no more loses its result, so that the step says that it is forgotten. Whose number,
 * id or text is missing decides, not who asked: it may be repeated, and finds what was written late.
 */
export async function forgetQuotes(sql: Sql, userId: number): Promise<void> {
  const { last } = (await sql.one<{ last: number }>(selectLast))!
  for (let after = 0; after < last; after += numbersAtOnce) {
    const steps = await sql.all<StepRow>(selectSteps, userId, after, after + numbersAtOnce)
    if (steps.length > 0) await sql.atomically((now) => rewriteSteps(now, userId, steps))
    await setImmediate()
  }
}

interface StepRow {
  turnId: string
  seq: number
  content: string
}

/** As `memory_search` and `memory` of the agent give it, as far as it quotes. */
interface MemoryStep {
  response: {
    output?: {
      passages?: { by: string; message?: string; text: string }[]
      /** Of a message that was read whole, whose number `done` tells. */
      text?: string
      notes?: { id: string }[]
      id?: string
    }
  }
  done: string
}

function rewriteSteps(now: SqlNow, userId: number, steps: StepRow[]): void {
  const is = whatIs(now, userId)
  for (const { turnId, seq, content } of steps) {
    const step = JSON.parse(content) as MemoryStep
    if (quotesOnly(step, is)) continue
    now.run(rewriteStep, JSON.stringify({ ...step, response: forgotten }), turnId, seq)
  }
}

const forgotten = { output: { note: '(forgotten: the person had it deleted)' } }

/** What there is of a person's. */
interface What {
  exchange(number: number): boolean
  note(id: string): boolean
  /** A piece of a note, as the search gives it. */
  noteText(text: string): boolean
}

function whatIs(now: SqlNow, userId: number): What {
  const notes = now.all<{ id: string; text: string }>(selectNotes, userId)
  const ids = new Set(notes.map(({ id }) => id))
  const texts = new Set(notes.flatMap(({ text }) => chunksOf(text)))
  return {
    exchange: (number) => now.one(selectTurn, number, userId) !== undefined,
    note: (id) => ids.has(id),
    noteText: (text) => texts.has(text),
  }
}

function quotesOnly({ response: { output = {} }, done }: MemoryStep, is: What): boolean {
  const { passages = [], text, notes = [], id } = output
  return (
    passages.every(({ by, message, text: said }) =>
      // An exchange that went while it was searched for has no number.
      by === 'your note' ? is.noteText(said) : is.exchange(numberIn(message)),
    ) &&
    notes.every((note) => is.note(note.id)) &&
    (id === undefined || is.note(id)) &&
    (text === undefined || is.exchange(numberIn(done)))
  )
}

/** What a step calls “message #7”. @returns 0, which nothing has, where there is none. */
export const numberIn = (text = '') => Number(/#(\d+)/.exec(text)?.[1] ?? 0)

const selectLast = `SELECT COALESCE(MAX("number"), 0) AS "last" FROM "Turn"`
const selectSteps = `
  SELECT s."turnId", s."seq", s."content" FROM "Turn" t CROSS JOIN "TurnStep" s ON s."turnId" = t."id"
  WHERE t."userId" = ?1 AND t."number" > ?2 AND t."number" <= ?3 AND s."kind" = 'tool'
    AND s."content" LIKE '{"name":"memory%' AND json_valid(s."content")`
const selectNotes = `SELECT "id", "text" FROM "Note" WHERE "userId" = ?`
const selectTurn = `SELECT 1 FROM "Turn" WHERE "number" = ? AND "userId" = ?`
const rewriteStep = `UPDATE "TurnStep" SET "content" = ? WHERE "turnId" = ? AND "seq" = ?`
