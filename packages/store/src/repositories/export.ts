import type { Sql } from '../sqlite/sql.ts'
import { personal } from './personal.ts'

export type ExportedRow = Record<string, string | number | null>

/** All rows of one person, as they stand, table by table. */
export interface Export {
  /** The tables that hold anything of people. */
  tables: string[]
  /** Their rows in one of these, in the order in which they were made; never more than 50 in memory. */
  rows(table: string, userId: number): AsyncIterable<ExportedRow>
}

const batch = 50

export function createExport(sql: Sql): Export {
  return {
    tables: personal.map(({ table }) => table),
    async *rows(table, userId) {
      const one = personal.find((candidate) => candidate.table === table)
      if (!one) return
      const select = `
        SELECT "rowid" AS "_row", * FROM "${table}" WHERE ${one.where} AND "rowid" > ?2 ORDER BY "rowid" LIMIT ${batch}`
      for (let after = 0; ;) {
        const rows = await sql.all<ExportedRow & { _row: number }>(select, userId, after)
        for (const { _row, ...row } of rows) yield row
        if (rows.length < batch) return
        after = rows.at(-1)!._row
      }
    },
  }
}
