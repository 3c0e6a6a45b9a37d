import { chunksOf, countedWords, foldedText, readQuestion } from '@aika/recall'
import type { Sql } from '../sqlite/sql.ts'
import { numberIn } from './forget-quotes.ts'
import { endedTurns, toExchange, type MentioningExchange, type TurnRow } from './turn-rows.ts'
import type { Note } from './notes.ts'
import { pacer } from './pacer.ts'

/** A later exchange whose answer tells something of what was found, in other words than those that were looked for. */
export interface Retelling extends MentioningExchange {
  /** Those that it shares with what it was made from. */
  words: string[]
}

/** A word that so many other passages hold as well, or such a share of all, tells nothing of where it is from. */
const common = { passages: 10, share: 0.05 }
/** One that no more of them hold is hardly said by chance. */
const rare = 3
/** An answer tells of what it was made from with such a share of its words, or with so many rare ones. */
const telling = { share: 1 / 4, rare: 2 }

/**
 * Answers that were given with one of the exchanges in view (in the prompt, or found by `memory_search`) or in private after
 * one of the notes was made, and that hold words of it which their own question does not; then those that were given with
 * such an answer in view. What an answer has from a summary alone is not seen.
 * @param most - of them. @returns the oldest first.
 */
export async function retellingsOf(
  sql: Sql,
  userId: number,
  found: Found,
  most: number,
): Promise<Retelling[]> {
  const sources = await sourcesOf(sql, userId, found)
  const retellings: Retelling[] = []
  for await (const row of endedTurns(sql, userId, sources.after)) {
    if (sources.told.has(row.number)) continue
    const words = await wordsToldIn(sql, userId, row, sources)
    if (words.length === 0) continue
    sources.told.set(row.number, words)
    retellings.push({ ...toExchange(row), words })
    if (retellings.length === most) break
  }
  return retellings
}

interface Found {
  exchanges: MentioningExchange[]
  notes: Note[]
}

/** Words by which it is known what is told. */
interface Sources {
  /** The number after which there can be any. */
  after: number
  /** Of exchanges, by number. */
  told: Map<number, string[]>
  noted: { words: string[]; since: Date }[]
  all: Set<string>
  rare: Set<string>
}

async function sourcesOf(sql: Sql, userId: number, { exchanges, notes }: Found): Promise<Sources> {
  const said = exchanges.flatMap(({ question, answer }) => [question, answer])
  const elsewhere = await countElsewhere(sql, userId, [...said, ...notes.map(({ text }) => text)])
  const wordsOf = (...texts: string[]) => texts.flatMap(contentWords).filter((word) => elsewhere.has(word))
  const told = new Map<number, string[]>()
  const pace = pacer()
  for (const { number, question, answer } of exchanges) {
    told.set(number, wordsOf(question, answer))
    await pace()
  }
  const noted = notes.map(({ text, createdAt }) => ({ words: wordsOf(text), since: createdAt }))
  const all = new Set([...told.values(), ...noted.map(({ words }) => words)].flat())
  const isRare = (word: string) => elsewhere.get(word)! <= rare
  const after = notes.length > 0 ? 0 : Math.min(...told.keys())
  return { after, told, noted, all, rare: new Set([...all].filter(isRare)) }
}

const contentWords = (text: string) => readQuestion(text).words.map(foldedText)

/** @returns of each word of these texts how many other passages hold it; common ones are left out. */
async function countElsewhere(sql: Sql, userId: number, texts: string[]): Promise<Map<string, number>> {
  const here = new Map<string, number>()
  const pace = pacer()
  for (const text of texts) {
    for (const word of chunksOf(text).flatMap(countedWords)) here.set(word, (here.get(word) ?? 0) + 1)
    await pace()
  }
  const values = [userId, JSON.stringify([...here.keys()])]
  const rows = await sql.all<{ word: string; passages: number }>(selectWords, ...values)
  const { total } = (await sql.one<{ total: number }>(countPassages, userId))!
  const most = Math.max(common.passages, common.share * total)
  const counts = rows.map(({ word, passages }) => [word, passages - here.get(word)!] as const)
  return new Map(counts.filter(([, passages]) => passages <= most))
}

/** What costs little is asked first: most answers tell nothing of it. */
async function wordsToldIn(sql: Sql, userId: number, row: TurnRow, sources: Sources): Promise<string[]> {
  const known = countedWords(row.answer ?? '').filter((word) => sources.all.has(word))
  if (known.length === 0) return []
  const inView = await wordsInView(sql, userId, row, sources)
  return known.some((word) => inView.has(word)) ? newWordsFrom(row, inView, sources.rare) : []
}

async function wordsInView(
  sql: Sql,
  userId: number,
  { id, chatId, startedAt }: TurnRow,
  { told, noted }: Sources,
): Promise<Set<string>> {
  const steps = await sql.all<{ content: string }>(selectSteps, id)
  const numbers = steps.flatMap(({ content }) => numbersIn(JSON.parse(content) as SeeingStep))
  const at = new Date(startedAt)
  const notes = noted.filter(({ since }) => chatId === userId && since <= at)
  return new Set([
    ...numbers.flatMap((number) => told.get(number) ?? []),
    ...notes.flatMap(({ words }) => words),
  ])
}

/** A turn's first step, or one of `memory_search`, as the agent records them. */
interface SeeingStep {
  promptExchanges?: number[]
  response?: { output?: { passages?: { message?: string }[] } }
  done?: string
}

const numbersIn = ({ promptExchanges = [], response, done }: SeeingStep): number[] => [
  ...promptExchanges,
  ...(response?.output?.passages ?? []).map(({ message }) => numberIn(message)),
  numberIn(done),
]

/** @returns what the answer has from there and not from its question; none, where that is too little to tell. */
function newWordsFrom({ text, answer }: TurnRow, inView: Set<string>, rareWords: Set<string>): string[] {
  const asked = new Set(contentWords(text))
  const said = contentWords(answer ?? '').filter((word) => !asked.has(word))
  const words = said.filter((word) => inView.has(word))
  const isMuch = words.length >= telling.share * said.length
  return isMuch || words.filter((word) => rareWords.has(word)).length >= telling.rare ? words : []
}

const selectWords = `
  SELECT "word", "passages" FROM "Word" WHERE "userId" = ? AND "word" IN (SELECT "value" FROM json_each(?))`
const countPassages = `SELECT COUNT(*) AS "total" FROM "Passage" WHERE "userId" = ?`
const selectSteps = `
  SELECT "content" FROM "TurnStep"
  WHERE "turnId" = ? AND ("seq" = 0 OR "content" LIKE '{"name":"memory_search%') AND json_valid("content")`
