import { sentenceMark } from '@aika/contracts'
import { foldedText } from '@aika/recall'
import type { Sql } from '../sqlite/sql.ts'
import { endedTurns, toExchange, type MentioningExchange, type TurnRow } from './ended-turns.ts'
import type { Note } from './notes.ts'
import { retellingsOf, type Retelling } from './retellings.ts'
import type { SummaryKind, SummarySentence } from './summaries.ts'

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
  /** False when there are more exchanges than were asked for: the rest was not looked at. */
  complete: boolean
}

/** Where a person's words occur, letter by letter; what means the same is the business of search. */
export interface Mentions {
  /**
   * Looks through all of one person's: their exchanges in every chat (with the work behind them and the names of files),
   * their notes and summaries. All words must occur in one of these, in upper or lower case, with accents or without, as a
   * word or as the beginning of one; in scripts that set no spaces between words, anywhere. What still runs is left out.
   * With what was answered from them in other words.
   * @param most - exchanges.
   */
  find(userId: number, words: string[], most: number): Promise<Mentioned>
}

export function createMentions(sql: Sql): Mentions {
  return {
    async find(userId, words, most) {
      const holdsAll = matcher(words)
      const exchanges = await exchangesWith(sql, userId, holdsAll, most + 1)
      const notes = await notesWith(sql, userId, holdsAll)
      const room = most - exchanges.length
      const retellings = room < 0 ? [] : await retellingsOf(sql, userId, { exchanges, notes }, room + 1)
      return {
        exchanges: exchanges.slice(0, most),
        retellings: retellings.slice(0, Math.max(0, room)),
        notes,
        sentences: await sentencesWith(sql, userId, holdsAll),
        complete: retellings.length <= room,
      }
    },
  }
}

type Matcher = (text: string) => boolean

/** SQLite folds the case of ASCII alone, so words are looked for here, folded as search folds them: both find the same. */
function matcher(words: string[]): Matcher {
  const wanted = words.map(foldedText).filter(Boolean).map(shapeOf)
  return (text) => {
    const said = foldedText(text)
    return wanted.length > 0 && wanted.every((shape) => shape.test(said))
  }
}

/** “art” is not meant to take “start” along, and 77 not 177. */
function shapeOf(word: string): RegExp {
  const begins = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u.test(word)
  return new RegExp(
    `${begins ? '(?<![\\p{L}\\p{N}])' : ''}${word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}`,
    'u',
  )
}

async function exchangesWith(sql: Sql, userId: number, holdsAll: Matcher, most: number) {
  const exchanges: MentioningExchange[] = []
  for await (const row of endedTurns(sql, userId)) {
    if (!(await mentions(sql, row, holdsAll))) continue
    exchanges.push(toExchange(row))
    if (exchanges.length === most) break
  }
  return exchanges
}

/** What was worked on is read where what was said does not hold the words. */
async function mentions(sql: Sql, { id, text, answer, sentence }: TurnRow, holdsAll: Matcher) {
  const said = `${text}\n${answer ?? ''}\n${sentence ?? ''}`
  if (holdsAll(said)) return true
  const behind = await sql.all<{ text: string; isStep: number }>(selectBehind, id)
  return holdsAll([said, ...behind.map(({ text, isStep }) => (isStep ? wordsOfStep(text) : text))].join('\n'))
}

/** A step is JSON, in which a letter may stand before a word that is none of it: `\\nred`; so it does in coloured output. */
function wordsOfStep(content: string): string {
  const unescaped = content.replace(/\\(?:u([0-9a-f]{4})|(.))/gi, (_, code?: string, sign?: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : sign!.replace(/[bfnrt]/, ' '),
  )
  return unescaped.replace(colour, ' ')
}

const colour = /\p{Cc}\[[\d;]*m/gu

async function notesWith(sql: Sql, userId: number, holdsAll: Matcher): Promise<Note[]> {
  const notes = await sql.all<{ id: string; text: string; createdAt: string }>(selectNotes, userId)
  return notes
    .filter(({ text }) => holdsAll(text))
    .map((note) => ({ ...note, createdAt: new Date(note.createdAt) }))
}

async function sentencesWith(sql: Sql, userId: number, holdsAll: Matcher): Promise<MentioningSentence[]> {
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

const selectBehind = `
  SELECT "content" AS "text", 1 AS "isStep" FROM "TurnStep" WHERE "turnId" = ?1
  UNION ALL SELECT "text", 0 FROM "InboxMessage" WHERE "turnId" = ?1
  UNION ALL SELECT "name", 0 FROM "Attachment" WHERE "id" IN (SELECT "updateKey" FROM "InboxMessage" WHERE "turnId" = ?1)`
const selectNotes = `SELECT "id", "text", "createdAt" FROM "Note" WHERE "userId" = ? ORDER BY "createdAt", "id"`
const selectSummaries = `
  SELECT "id", "kind", "period", "sentences" FROM "Summary" WHERE "userId" = ? ORDER BY "throughNumber" DESC, "id" DESC`
