import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

export interface IncidentSeen {
  fingerprint: string
  incidentId: string
  title: string
  service: string
  at: Date
}

/** Errors of one fingerprint so far. */
export interface IncidentTally {
  count: number
  firstAt: Date
  /** When admins were last told, and of how many. */
  toldAt: Date | undefined
  toldCount: number
}

/** Errors of one fingerprint that admins have not heard of yet. */
export interface UntoldIncidents {
  fingerprint: string
  service: string
  title: string
  /** How many they have not heard of. */
  missing: number
}

/** Errors, folded by fingerprint. */
export interface Incidents {
  /** Counts one; the same incident twice in a row counts once. */
  note(incident: IncidentSeen): Promise<IncidentTally>
  told(fingerprint: string, at: Date): Promise<void>
  /** How many fingerprints admins were told of since then. */
  toldSince(since: Date): Promise<number>
  /** Those last told before then, or never, and last seen before then; the most frequent first, at most 1000. */
  untold(limits: { toldBefore: Date; seenBefore: Date }): Promise<UntoldIncidents[]>
}

export function createIncidents(sql: Sql): Incidents {
  return {
    async note({ fingerprint, incidentId, title, service, at }) {
      const row = (await sql.one<Row>(
        upsert,
        fingerprint,
        title,
        service,
        isoText(at),
        isoText(at),
        incidentId,
      ))!
      return {
        count: row.count,
        firstAt: new Date(row.firstAt),
        toldAt: row.toldAt ? new Date(row.toldAt) : undefined,
        toldCount: row.toldCount,
      }
    },
    async told(fingerprint, at) {
      await sql.run(setTold, isoText(at), fingerprint)
    },
    async toldSince(since) {
      return (await sql.one<{ count: number }>(countTold, isoText(since)))?.count ?? 0
    },
    untold: ({ toldBefore, seenBefore }) =>
      sql.all<UntoldIncidents>(selectUntold, isoText(toldBefore), isoText(seenBefore)),
  }
}

interface Row {
  count: number
  firstAt: string
  toldAt: string | null
  toldCount: number
}

const upsert = `
  INSERT INTO "IncidentKind" ("fingerprint", "title", "service", "count", "firstAt", "lastAt", "lastId")
  VALUES (?, ?, ?, 1, ?, ?, ?)
  ON CONFLICT ("fingerprint") DO UPDATE SET
    "count" = "count" + ("lastId" <> excluded."lastId"), "lastAt" = excluded."lastAt", "lastId" = excluded."lastId"
  RETURNING "count", "firstAt", "toldAt", "toldCount"`
const setTold = `UPDATE "IncidentKind" SET "toldAt" = ?, "toldCount" = "count" WHERE "fingerprint" = ?`
const countTold = `SELECT COUNT(*) AS "count" FROM "IncidentKind" WHERE "toldAt" >= ?`
const selectUntold = `
  SELECT "fingerprint", "service", "title", "count" - "toldCount" AS "missing" FROM "IncidentKind"
  WHERE "count" > "toldCount" AND ("toldAt" IS NULL OR "toldAt" <= ?) AND "lastAt" <= ?
  ORDER BY "missing" DESC, "fingerprint" LIMIT 1000`
