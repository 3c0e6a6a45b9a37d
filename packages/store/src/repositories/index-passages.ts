import { isRefused, namesInNote, splitAttachmentNote } from '@aika/contracts'
import { chunksOf, countedWords, dateText, indexRow } from '@aika/recall'
import type { SqlNow } from '../sqlite/sql.ts'

/** What is indexed of one source, a turn or a note. */
interface Source {
  id: string
  userId: number
  chatId: number
  at: string
  fact: string | undefined
  timeZone: string
  /** Each with the messages before it, the nearest last. */
  texts: { role: 'question' | 'answer' | 'note'; text: string; before: string[] }[]
}

interface PassageRow {
  id: number
  role: string
  chunk: number
  date: string
  body: string
}

/**
 * Brings the passages of a turn, their words and the index to what the turn says now. Nothing is written for one that
 * has not ended, and nothing of one that the model refused to read.
 * @param defaultZone - for who has set none.
 * @param except - turns that are being forgotten: nothing of them becomes context.
 */
export function indexTurn(now: SqlNow, turnId: string, defaultZone: string, except: string[] = []): void {
  const turn = now.one<TurnRow>(selectTurn, turnId)
  if (!turn || turn.status === 'running' || turn.status === 'parked') return
  const earlier = isRefused(turn.answer) ? [] : exchangesBefore(now, turn, except)
  const before = earlier.flatMap(messagesOf)
  const messages = messagesOf(turn)
  writePassages(now, {
    id: turn.id,
    userId: turn.userId,
    chatId: turn.chatId,
    at: turn.startedAt,
    fact: turn.sentence ?? undefined,
    timeZone: zoneOf(now, turn.userId, defaultZone),
    texts: messages.map((text, place) => ({
      role: place === 0 ? 'question' : 'answer',
      text,
      before: [...before, ...messages.slice(0, place)].slice(-contextMessages),
    })),
  })
}

/** Brings the passages of a note to what it says now; none where it is gone. */
export function indexNote(now: SqlNow, userId: number, noteId: string, defaultZone: string): void {
  const note = now.one<{ text: string; changedAt: string }>(selectNote, noteId, userId)
  if (!note) return dropPassages(now, userId, [noteId])
  writePassages(now, {
    id: noteId,
    userId,
    chatId: userId,
    at: note.changedAt,
    fact: undefined,
    timeZone: zoneOf(now, userId, defaultZone),
    texts: [{ role: 'note', text: note.text, before: [] }],
  })
}

/**
 * Takes everything of these turns and notes out of the search: their passages, the words that occur nowhere else, and
 * what of them stands as context in the index of the exchanges after them. Before the rows themselves go. Old segments of
 * the index hold the words until `purge`.
 */
export function forgetPassages(now: SqlNow, userId: number, sourceIds: string[], defaultZone = 'UTC'): void {
  const following = followersOf(now, userId, JSON.stringify(sourceIds))
  dropPassages(now, userId, sourceIds)
  for (const id of following) indexTurn(now, id, defaultZone, sourceIds)
}

/** By number, as `exchangesBefore` goes: clocks may have been set back between two of them. */
function followersOf(now: SqlNow, userId: number, ids: string): Set<string> {
  const followers = new Set<string>()
  let last: { chatId: number; next: number } | undefined
  for (const { chatId, number } of now.all<Place>(selectPlaces, userId, ids)) {
    // Nothing lies between the one before and this: the same follow.
    if (last?.chatId === chatId && number < last.next) continue
    const found = now.all<{ id: string; number: number }>(selectFollowing, chatId, userId, number, ids)
    for (const { id } of found) followers.add(id)
    last = { chatId, next: found[0]?.number ?? Number.POSITIVE_INFINITY }
  }
  return followers
}

interface Place {
  chatId: number
  number: number
}

const contextMessages = 3

interface TurnRow {
  number: number
  id: string
  userId: number
  chatId: number
  text: string
  answer: string | null
  sentence: string | null
  status: string
  startedAt: string
}

/** Question and answer as they were said; a text that only says that there is no answer was not. */
function messagesOf(turn: TurnRow): string[] {
  if (isRefused(turn.answer)) return []
  return [questionOf(turn.text), ...(turn.status === 'answered' && turn.answer ? [turn.answer] : [])]
}

/** The words; of the note about attachments before them the files' names. */
function questionOf(text: string): string {
  const { note, words } = splitAttachmentNote(text)
  return note ? `${words} (${namesInNote(note).join(', ')})` : text
}

/** Two of them hold the three messages before. Those of the same person: others’ words are not theirs to find. */
function exchangesBefore(now: SqlNow, { chatId, userId, number }: TurnRow, except: string[]): TurnRow[] {
  return now.all<TurnRow>(selectBefore, chatId, userId, number, JSON.stringify(except)).reverse()
}

const zoneOf = (now: SqlNow, userId: number, defaultZone: string) =>
  now.one<{ timeZone: string | null }>(selectZone, userId)?.timeZone ?? defaultZone

/** A passage that stays as it was keeps its id, so that equal hits keep their order, and the day it was said on. */
function writePassages(now: SqlNow, source: Source): void {
  const rows = now.all<PassageRow>(selectPassages, source.id, source.userId)
  const wanted = source.texts.flatMap(({ role, text, before }) =>
    chunksOf(text).map((body, chunk) => ({ role, chunk, body, before })),
  )
  const keys = new Set(wanted.map(keyOf))
  for (const row of rows) if (!keys.has(keyOf(row))) dropPassage(now, source.userId, row)
  const kept = new Map(rows.map((row) => [keyOf(row), row]))
  for (const passage of wanted) {
    if (passage.body.trim() !== '') writePassage(now, source, passage, kept.get(keyOf(passage)))
  }
}

type Wanted = Pick<PassageRow, 'role' | 'chunk' | 'body'>

const keyOf = ({ role, chunk, body }: Wanted) => `${role} ${chunk} ${body}`

function writePassage(
  now: SqlNow,
  source: Source,
  passage: Wanted & { before: string[] },
  kept: PassageRow | undefined,
): void {
  const { id, date } = kept ?? addPassage(now, source, passage)
  const fact = passage.chunk === 0 ? source.fact : undefined
  const { body, ctx, fact: factText, owner } = indexRow(passage.body, source, passage.before, fact)
  if (kept) now.run(updateIndex, body, date, ctx, factText, owner, id)
  else now.run(insertIndex, id, body, date, ctx, factText, owner)
}

function addPassage(now: SqlNow, source: Source, { role, chunk, body }: Wanted) {
  const { userId, chatId, id: sourceId, at, timeZone } = source
  const date = dateText(new Date(at), timeZone)
  const { id } = now.one<{ id: number }>(
    insertPassage,
    userId,
    chatId,
    sourceId,
    role,
    chunk,
    at,
    date,
    body,
  )!
  now.run(addWords, userId, JSON.stringify(countedWords(body)))
  return { id, date }
}

function dropPassages(now: SqlNow, userId: number, sourceIds: string[]): void {
  const rows = sourceIds.flatMap((id) => now.all<PassageRow>(selectPassages, id, userId))
  for (const row of rows) dropPassage(now, userId, row)
}

function dropPassage(now: SqlNow, userId: number, { id, body }: PassageRow): void {
  const words = JSON.stringify(countedWords(body))
  now.run(takeWords, userId, words)
  now.run(dropWords, userId, words)
  now.run(`DELETE FROM "Passage" WHERE "id" = ?`, id)
}

const turnColumns = `"number", "id", "userId", "chatId", "text", "answer", "sentence", "status", "startedAt"`
const selectTurn = `SELECT ${turnColumns} FROM "Turn" WHERE "id" = ?`
const selectNote = `SELECT "text", "changedAt" FROM "Note" WHERE "id" = ? AND "userId" = ?`
const selectZone = `SELECT "timeZone" FROM "Person" WHERE "userId" = ?`
// Each status by itself, as its part of the index is in order.
const ended = ['answered', 'cancelled', 'failed']
const selectBefore = `SELECT * FROM (${ended
  .map(
    (status) => `SELECT * FROM (
    SELECT ${turnColumns} FROM "Turn"
    WHERE "chatId" = ?1 AND "status" = '${status}' AND "number" < ?3 AND "userId" = ?2
      AND "id" NOT IN (SELECT value FROM json_each(?4))
    ORDER BY "number" DESC LIMIT 2)`,
  )
  .join(' UNION ALL ')}) ORDER BY "number" DESC LIMIT 2`
const selectPlaces = `
  SELECT "chatId", "number" FROM "Turn" WHERE "userId" = ?1 AND "id" IN (SELECT value FROM json_each(?2))
  ORDER BY "chatId", "number"`
// Two would do, were none of those between parked when they were indexed.
const selectFollowing = `SELECT "id", "number" FROM (${ended
  .map(
    (status) => `SELECT * FROM (
    SELECT "id", "number" FROM "Turn"
    WHERE "chatId" = ?1 AND "status" = '${status}' AND "number" > ?3 AND "userId" = ?2
      AND "id" NOT IN (SELECT value FROM json_each(?4))
    ORDER BY "number" LIMIT 5)`,
  )
  .join(' UNION ALL ')}) ORDER BY "number" LIMIT 5`
// The plus keeps SQLite from the index of people, in which it would read all of one's passages for each turn.
const selectPassages = `SELECT "id", "role", "chunk", "date", "body" FROM "Passage" WHERE "sourceId" = ? AND +"userId" = ?`
const insertPassage = `
  INSERT INTO "Passage" ("userId", "chatId", "sourceId", "role", "chunk", "at", "date", "body") VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING "id"`
const insertIndex = `
  INSERT INTO "PassageIndex" ("rowid", "body", "date", "ctx", "fact", "owner") VALUES (?, ?, ?, ?, ?, ?)`
const updateIndex = `
  UPDATE "PassageIndex" SET "body" = ?, "date" = ?, "ctx" = ?, "fact" = ?, "owner" = ? WHERE "rowid" = ?`
const addWords = `
  INSERT INTO "Word" ("userId", "word", "passages") SELECT ?, value, 1 FROM json_each(?) WHERE true
  ON CONFLICT ("userId", "word") DO UPDATE SET "passages" = "passages" + 1`
const takeWords = `
  UPDATE "Word" SET "passages" = "passages" - 1 WHERE "userId" = ? AND "word" IN (SELECT value FROM json_each(?))`
const dropWords = `
  DELETE FROM "Word" WHERE "userId" = ? AND "word" IN (SELECT value FROM json_each(?)) AND "passages" < 1`
