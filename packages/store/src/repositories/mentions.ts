import { sentenceMark } from '@aika/contracts'
import type { Sql } from '../sqlite/sql.ts'
import { missingIn, missingInJson, wantedWords, type Wanted } from './find-words.ts'
import type { Note } from './notes.ts'
import { pacer } from './pacer.ts'
import { waitingWith, wishesWith, type PastCard, type PastReminder } from './past-wishes.ts'
import { retellingsOf, type Retelling } from './retellings.ts'
import type { SummaryKind, SummarySentence } from './summaries.ts'
import { toExchange, turnsOf, type MentioningExchange, type TurnRow } from './turn-rows.ts'
import { behindOf } from './work-behind.ts'

/** A sentence of a summary in which all the words occur. */
export interface MentioningSentence {
  summaryId: number
  /** Names it within its summary. */
  mark: string
  kind: SummaryKind
  /** The day, or the Sunday. */
  period: string
  text: string
}

export interface Mentioned {
  /** The newest first. */
  exchanges: MentioningExchange[]
  /** Later ones in which the words do not occur, and what was made from those above and the notes does. Oldest first. */
  retellings: Retelling[]
  /** Oldest first. */
  notes: Note[]
  /** The newest summary first. */
  sentences: MentioningSentence[]
  /** The oldest first. */
  reminders: PastReminder[]
  /** Of commands. The oldest first. */
  cards: PastCard[]
  /** How much mentions them and is not over: it stays. */
  open: {
    /** Messages that are being answered or wait for it. */
    messages: number
    reminders: number
    /** Questions of commands. */
    cards: number
  }
  /** False when there are more exchanges than were asked for: the rest was not looked at. */
  complete: boolean
}

/** Where a person's words occur, letter by letter; what means the same is the business of search. */
export interface Mentions {
  /**
   * Looks through all of one person's: their exchanges in every chat (with the work behind them, cards and the names of
   * files), notes, summaries, reminders and cards of commands. All words must occur in one of these, in upper or lower case,
   * with accents or without, as a word or as the beginning of one; in scripts that set no spaces between words, anywhere.
   * What is not over is counted alone, but for exchanges that wait for the answer to a card. With what was answered from
   * them in other words. Others get their turn every few ms.
   * @param most - exchanges, and answers of the latter kind.
   */
  find(userId: number, words: string[], most: number): Promise<Mentioned>
}

export function createMentions(sql: Sql): Mentions {
  return {
    async find(userId, words, most) {
      const { wanted, holdsAll } = matcher(words)
      const { exchanges, running } = await exchangesWith(sql, userId, wanted, most + 1)
      const notes = await notesWith(sql, userId, holdsAll)
      const { reminders, cards, open } = await wishesWith(sql, userId, holdsAll)
      const complete = exchanges.length <= most
      return {
        exchanges: exchanges.slice(0, most),
        retellings: complete ? await retellingsOf(sql, userId, { exchanges, notes }, most) : [],
        notes,
        sentences: await sentencesWith(sql, userId, holdsAll),
        reminders,
        cards,
        open: { ...open, messages: running + (await waitingWith(sql, userId, holdsAll)) },
        complete,
      }
    },
  }
}

/** What all of the words are in is found; where there are none, nothing is. */
function matcher(words: string[]) {
  const wanted = wantedWords(words)
  const holdsAll = (text: string) => wanted.length > 0 && missingIn(text, wanted).length === 0
  return { wanted, holdsAll }
}

type Matcher = ReturnType<typeof matcher>

/** Up to so many that rest, and how many that run were met on the way. */
async function exchangesWith(sql: Sql, userId: number, wanted: Wanted[], most: number) {
  const found = { exchanges: [] as MentioningExchange[], running: 0 }
  if (wanted.length === 0) return found
  for await (const rows of turnsOf(sql, userId)) {
    const holding = await turnsHolding(sql, rows, wanted)
    const here = rows.filter(({ id }) => holding.has(id))
    found.running += here.filter(({ status }) => status === 'running').length
    found.exchanges.push(...here.filter(({ status }) => status !== 'running').map(toExchange))
    if (found.exchanges.length >= most) break
  }
  return found
}

/** What was worked on is read of those alone in which what was said does not hold the words. */
async function turnsHolding(sql: Sql, rows: TurnRow[], wanted: Wanted[]): Promise<Set<string>> {
  const pace = pacer()
  const missing = new Map<string, Wanted[]>()
  for (const { id, text, answer, sentence } of rows) {
    missing.set(id, missingIn(`${text}\n${answer ?? ''}\n${sentence ?? ''}`, wanted))
    await pace()
  }
  const left = [...missing].filter(([, words]) => words.length > 0).map(([id]) => id)
  for await (const behind of behindOf(sql, left)) {
    for (const { turnId, text, isJson } of behind) {
      const find = isJson ? missingInJson : missingIn
      missing.set(turnId, find(text, missing.get(turnId)!))
      await pace()
    }
  }
  return new Set([...missing].filter(([, words]) => words.length === 0).map(([id]) => id))
}

async function notesWith(sql: Sql, userId: number, holdsAll: Matcher['holdsAll']): Promise<Note[]> {
  const notes = await sql.all<{ id: string; text: string; createdAt: string }>(selectNotes, userId)
  return notes
    .filter(({ text }) => holdsAll(text))
    .map((note) => ({ ...note, createdAt: new Date(note.createdAt) }))
}

async function sentencesWith(
  sql: Sql,
  userId: number,
  holdsAll: Matcher['holdsAll'],
): Promise<MentioningSentence[]> {
  const rows = await sql.all<SummaryRow>(selectSummaries, userId)
  return rows.flatMap(({ id, kind, period, sentences }) =>
    (JSON.parse(sentences) as SummarySentence[])
      .filter(({ text }) => holdsAll(text))
      .map(({ text }) => ({
        summaryId: id,
        mark: sentenceMark(text),
        kind,
        period: period.slice(0, dateLength),
        text,
      })),
  )
}

const dateLength = '2026-11-21'.length

interface SummaryRow {
  id: number
  kind: SummaryKind
  period: string
  sentences: string
}

const selectNotes = `SELECT "id", "text", "createdAt" FROM "Note" WHERE "userId" = ? ORDER BY "createdAt", "id"`
const selectSummaries = `
  SELECT "id", "kind", "period", "sentences" FROM "Summary" WHERE "userId" = ? ORDER BY "throughNumber" DESC, "id" DESC`
