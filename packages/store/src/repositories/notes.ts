import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'

/** Something that the agent keeps on purpose. */
export interface Note {
  id: string
  text: string
  createdAt: Date
}

/** Notes of a person, kept until they are removed. Every call is theirs alone. */
export interface Notes {
  /** The same id again changes nothing. */
  add(userId: number, note: Note): Promise<void>
  /** Oldest first, at most 200. */
  of(userId: number): Promise<Note[]>
  /** @returns whether there was one. */
  edit(userId: number, id: string, text: string, at: Date): Promise<boolean>
  /** @returns whether there was one. */
  remove(userId: number, id: string): Promise<boolean>
}

export function createNotes(sql: Sql): Notes {
  return {
    async add(userId, { id, text, createdAt }) {
      await sql.run(insert, id, userId, text, isoText(createdAt), isoText(createdAt))
    },
    async of(userId) {
      const rows = await sql.all<{ id: string; text: string; createdAt: string }>(select, userId)
      return rows.map(({ id, text, createdAt }) => ({ id, text, createdAt: new Date(createdAt) }))
    },
    async edit(userId, id, text, at) {
      return (await sql.run(update, text, isoText(at), id, userId)) > 0
    },
    async remove(userId, id) {
      return (await sql.run(`DELETE FROM "Note" WHERE "id" = ? AND "userId" = ?`, id, userId)) > 0
    },
  }
}

const insert = `
  INSERT INTO "Note" ("id", "userId", "text", "createdAt", "changedAt") VALUES (?, ?, ?, ?, ?)
  ON CONFLICT ("id") DO NOTHING`
const select = `SELECT "id", "text", "createdAt" FROM "Note" WHERE "userId" = ? ORDER BY "createdAt", "id" LIMIT 200`
const update = `UPDATE "Note" SET "text" = ?, "changedAt" = ? WHERE "id" = ? AND "userId" = ?`
