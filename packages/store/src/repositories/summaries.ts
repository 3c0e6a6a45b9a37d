import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

/** `fold`: the oldest sentences of a day in two. `daily`: a day in two. `major`: all weeks in four. */
export type SummaryKind = 'fold' | 'daily' | 'major'

export interface SummarySentence {
  text: string
  /** What it was made from, as far as can be told. */
  turnIds: string[]
}

/** A stretch of the private chat with one person, summed up. */
export interface Summary {
  id: number
  kind: SummaryKind
  /** The day; of a fold `day#throughNumber`; of a major one its Sunday. */
  period: string
  /** Of the first turn it is about. */
  fromNumber: number
  /** Of the last one. */
  throughNumber: number
  /** `stale`: something in it was forgotten; it has no sentences until it is written anew. */
  state: 'model' | 'extract' | 'stale'
  sentences: SummarySentence[]
  createdAt: Date
}

export type NewSummary = Omit<Summary, 'id' | 'createdAt' | 'state'> & { state: 'model' | 'extract' }

/** What stands in a person's prompt. */
export interface StandingSummaries {
  major: Summary | undefined
  /** Since then, oldest first; the newest 15, as a week may be late. */
  dailies: Summary[]
  /** Of what is in no daily yet. */
  fold: Summary | undefined
  /** Every turn up to this number is in a daily; 0: none. */
  coveredThrough: number
}

/** Summaries of private chats. Every call is one person's alone. */
export interface Summaries {
  standing(userId: number): Promise<StandingSummaries>
  /** The newest of a kind, newest first. */
  recent(userId: number, kind: SummaryKind, count: number): Promise<Summary[]>
  /** The latest period of a kind that is not after that day; a clock that was ahead may have written later ones. */
  lastPeriod(userId: number, kind: 'daily' | 'major', day: string): Promise<string | undefined>
  /** Those that are about something after that turn, oldest first, stale ones too. */
  after(userId: number, kind: SummaryKind, number: number, count: number): Promise<Summary[]>
  find(userId: number, id: number): Promise<Summary | undefined>
  /** Those to be written anew, oldest first. */
  stale(userId: number): Promise<Summary[]>
  /**
   * Keeps a summary of turns that none of its kind is about yet.
   * @returns false when there is one already: somebody else was faster.
   */
  add(userId: number, summary: NewSummary, at: Date): Promise<boolean>
  /** Puts sentences into a stale one. @returns false when it is not stale any more. */
  renew(userId: number, id: number, written: Pick<NewSummary, 'state' | 'sentences'>): Promise<boolean>
  /** Everybody with an exchange in their private chat. */
  people(): Promise<number[]>
}

/** As many as a week may be made of: what is in no week yet hides behind `coveredThrough` if it is not here. */
const mostDailies = 15

export function createSummaries(sql: Sql): Summaries {
  const several = async (text: string, ...values: (number | string)[]) =>
    (await sql.all<Row>(text, ...values)).map(toSummary)
  return {
    async standing(userId) {
      const [[major], newest, folds] = await Promise.all([
        several(selectRecent, userId, 'major', 1),
        several(selectRecent, userId, 'daily', mostDailies),
        several(selectRecent, userId, 'fold', 1),
      ])
      const coveredThrough = newest[0]?.throughNumber ?? 0
      const isSince = ({ throughNumber, state }: Summary) =>
        throughNumber > (major?.throughNumber ?? 0) && state !== 'stale'
      return {
        major,
        dailies: newest.filter(isSince).reverse(),
        fold: folds.find(({ throughNumber }) => throughNumber > coveredThrough),
        coveredThrough,
      }
    },
    recent: (userId, kind, count) => several(selectRecent, userId, kind, count),
    async lastPeriod(userId, kind, day) {
      return (
        (await sql.one<{ period: string | null }>(selectLastPeriod, userId, kind, day))?.period ?? undefined
      )
    },
    after: (userId, kind, number, count) => several(selectAfter, userId, kind, number, count),
    async find(userId, id) {
      return (await several(selectOne, userId, id))[0]
    },
    stale: (userId) => several(selectStale, userId),
    async add(userId, { kind, period, fromNumber, throughNumber, state, sentences }, at) {
      const values = [userId, kind, period, fromNumber, throughNumber, state, JSON.stringify(sentences)]
      return (await sql.run(insert, ...values, isoText(at))) > 0
    },
    async renew(userId, id, { state, sentences }) {
      return (await sql.run(rewrite, userId, id, state, JSON.stringify(sentences))) > 0
    },
    async people() {
      return (await sql.all<{ userId: number }>(selectPeople)).map(({ userId }) => userId)
    },
  }
}

type Row = Omit<Summary, 'sentences' | 'createdAt'> & { sentences: string; createdAt: string }

function toSummary({ sentences, createdAt, ...row }: Row): Summary {
  return {
    ...row,
    sentences: JSON.parse(sentences) as SummarySentence[],
    createdAt: new Date(createdAt),
  }
}

const columns = `"id", "kind", "period", "fromNumber", "throughNumber", "state", "sentences", "createdAt"`
const selectRecent = `
  SELECT ${columns} FROM "Summary" WHERE "userId" = ? AND "kind" = ? ORDER BY "throughNumber" DESC LIMIT ?`
const selectLastPeriod = `
  SELECT max("period") AS "period" FROM "Summary" WHERE "userId" = ? AND "kind" = ? AND "period" <= ?`
const selectAfter = `
  SELECT ${columns} FROM "Summary" WHERE "userId" = ? AND "kind" = ? AND "throughNumber" > ?
  ORDER BY "throughNumber" LIMIT ?`
const selectOne = `SELECT ${columns} FROM "Summary" WHERE "userId" = ? AND "id" = ?`
const selectStale = `
  SELECT ${columns} FROM "Summary" WHERE "userId" = ? AND "state" = 'stale' ORDER BY "throughNumber", "id"`
const insert = `
  INSERT INTO "Summary" ("userId", "kind", "period", "fromNumber", "throughNumber", "state", "sentences", "createdAt")
  SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8
  WHERE NOT EXISTS (
    SELECT 1 FROM "Summary" WHERE "userId" = ?1 AND "kind" = ?2 AND "throughNumber" >= ?4
  )
  ON CONFLICT DO NOTHING`
const rewrite = `
  UPDATE "Summary" SET "state" = ?3, "sentences" = ?4 WHERE "userId" = ?1 AND "id" = ?2 AND "state" = 'stale'`
/** Private chats have their person's number, groups a negative one. From chat to chat by the index, past their turns. */
const selectPeople = `
  WITH RECURSIVE "Chat"("id") AS (
    SELECT min("chatId") FROM "Turn" WHERE "chatId" > 0
    UNION ALL
    SELECT (SELECT min("chatId") FROM "Turn" WHERE "chatId" > "Chat"."id") FROM "Chat" WHERE "Chat"."id" IS NOT NULL
  )
  SELECT "id" AS "userId" FROM "Chat"
  WHERE "id" IS NOT NULL AND EXISTS (
    SELECT 1 FROM "Turn" WHERE "chatId" = "Chat"."id" AND "status" IN ('answered', 'cancelled', 'failed')
  )`
