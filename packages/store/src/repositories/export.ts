import type { Sql } from '../sqlite/sql.ts'
import { personal } from './personal.ts'

export type ExportedRow = Record<string, string | number | null>

/** All rows of one person, as they stand, table by table. */
export interface Export {
  /** The tables that hold anything of people. */
  tables: string[]
  /** Their rows in one of these, in the order of their keys; never more than 50 in memory. */
  rows(table: string, userId: number): AsyncIterable<ExportedRow>
}

const batch = 50

export function createExport(sql: Sql): Export {
  return {
    tables: personal.map(({ table }) => table),
    async *rows(table, userId) {
      const one = personal.find((candidate) => candidate.table === table)
      if (!one) return
      const keys = await keysOf(sql, table)
      const order = keys.map((key) => `"${key}"`).join(', ')
      const select = (where: string) =>
        `SELECT * FROM "${table}" WHERE ${one.where} ${where} ORDER BY ${order} LIMIT ${batch}`
      const first = select('')
      const next = select(`AND (${order}) > (${keys.map((_, index) => `?${index + 2}`).join(', ')})`)
      for (let last: ExportedRow | undefined; ;) {
        const after = last
        const rows = await (after
          ? sql.all<ExportedRow>(next, userId, ...keys.map((key) => after[key]!))
          : sql.all<ExportedRow>(first, userId))
        yield* rows
        if (rows.length < batch) return
        last = rows.at(-1)
      }
    },
  }
}

/**
 * By these the next page begins after the last row, whatever was deleted between the two. So it would by row ids today; that
 * they outlast a file that is written anew, SQLite promises for an INTEGER PRIMARY KEY alone.
 */
async function keysOf(sql: Sql, table: string): Promise<string[]> {
  const columns = await sql.all<{ name: string; pk: number }>(`PRAGMA table_info("${table}")`)
  return columns
    .filter(({ pk }) => pk > 0)
    .toSorted((a, b) => a.pk - b.pk)
    .map(({ name }) => name)
}
