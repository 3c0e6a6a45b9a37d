import type { DatabaseSync } from 'node:sqlite'
import type { Sql } from './sql.ts'

// All in frames of the log, one page of 4 kB each; a turn writes about sixty.

/** From here on it is worth its two flushes to the disk. */
const long = 2_000
/** From here on writers are held up for it: under load without a pause the log would never begin anew. */
const tooLong = 4_000
/** Here whoever writes does it themselves: nobody else seems to. */
const atLast = 8_000

/**
 * Leaves writing the log back into the database to `writeBack`, in a process that nobody waits for. SQLite would have
 * whoever happens to write do it, twice a second in a crowd, and flush the disk twice each time with everybody waiting.
 */
export function leaveLogAlone(database: DatabaseSync): void {
  database.exec(`PRAGMA wal_autocheckpoint = ${atLast}`)
}

/** Writes the log back where it has become long. Holds up the process that calls it, others only where it is too long. */
export async function writeBack(sql: Sql): Promise<void> {
  if ((await checkpoint(sql, 'NOOP')) < long) return
  if ((await checkpoint(sql, 'PASSIVE')) >= tooLong) await checkpoint(sql, 'RESTART')
}

/** @returns how long the log is. */
async function checkpoint(sql: Sql, mode: 'NOOP' | 'PASSIVE' | 'RESTART'): Promise<number> {
  const row = await sql.one<{ log: number }>(`PRAGMA wal_checkpoint(${mode})`)
  return row?.log ?? 0
}
