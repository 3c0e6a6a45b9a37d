import { isoText } from '../sqlite/convert.ts'
import type { Sql } from '../sqlite/sql.ts'
import { indexNote } from './index-passages.ts'
import { markDeleted } from './rewrite-file.ts'

/** Something that the agent keeps on purpose. */
export interface Note {
  id: string
  text: string
  createdAt: Date
}

/** Notes of a person, kept until they are removed, and found by their words. Every call is theirs alone. */
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

export function createNotes(sql: Sql, defaultZone: string): Notes {
  /** What is written is in the index at the same moment. @returns whether anything was. */
  const write = (userId: number, id: string, text: string, ...values: (number | string)[]) =>
    sql.atomically((now) => {
      const isChanged = now.run(text, ...values) > 0
      if (isChanged) indexNote(now, userId, id, defaultZone)
      if (isChanged && text !== insert) markDeleted(now)
      return isChanged
    })
  return {
    async add(userId, { id, text, createdAt }) {
      await write(userId, id, insert, id, userId, text, isoText(createdAt), isoText(createdAt))
    },
    async of(userId) {
      const rows = await sql.all<{ id: string; text: string; createdAt: string }>(select, userId)
      return rows.map(({ id, text, createdAt }) => ({ id, text, createdAt: new Date(createdAt) }))
    },
    edit: (userId, id, text, at) => write(userId, id, update, text, isoText(at), id, userId),
    remove: (userId, id) => write(userId, id, drop, id, userId),
  }
}

const insert = `
  INSERT INTO "Note" ("id", "userId", "text", "createdAt", "changedAt") VALUES (?, ?, ?, ?, ?)
  ON CONFLICT ("id") DO NOTHING`
const select = `SELECT "id", "text", "createdAt" FROM "Note" WHERE "userId" = ? ORDER BY "createdAt", "id" LIMIT 200`
const drop = `DELETE FROM "Note" WHERE "id" = ? AND "userId" = ?`
const update = `UPDATE "Note" SET "text" = ?, "changedAt" = ? WHERE "id" = ? AND "userId" = ?`
