import type { Sql } from '../sqlite/sql.ts'

/** What people have set for themselves. */
export interface People {
  /** IANA name; undefined: the server's holds. */
  timeZoneOf(userId: number): Promise<string | undefined>
  setTimeZone(userId: number, timeZone: string): Promise<void>
}

export function createPeople(sql: Sql): People {
  return {
    async timeZoneOf(userId) {
      const row = await sql.one<{ timeZone: string | null }>(select, userId)
      return row?.timeZone ?? undefined
    },
    async setTimeZone(userId, timeZone) {
      await sql.run(upsert, userId, timeZone)
    },
  }
}

const select = `SELECT "timeZone" FROM "Person" WHERE "userId" = ?`
const upsert = `
  INSERT INTO "Person" ("userId", "timeZone") VALUES (?, ?)
  ON CONFLICT ("userId") DO UPDATE SET "timeZone" = excluded."timeZone"`
